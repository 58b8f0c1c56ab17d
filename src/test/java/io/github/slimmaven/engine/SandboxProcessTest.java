package io.github.slimmaven.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox engine in another JVM: as an ordinary user, and killed. */
class SandboxProcessTest {
  private static final int NOBODY = 65534;

  @TempDir Path folder;
  private Path sensor;

  @BeforeEach
  void findSensor() throws Exception {
    sensor = Sandbox.sensor();
  }

  private static Process java(List<String> prefix, String classPath, String... args)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath));
    command.add(SandboxProgram.class.getName());
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  @Test
  void anOrdinaryUserRunsAppsUnderTheImagesUser() throws Exception {
    assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
        "only root can become another user to test");
    Path shared = share();
    Path own = Files.createDirectory(shared.resolve("own"));
    Files.setAttribute(own, "unix:uid", NOBODY);

    Process process =
        java(
            List.of(
                "setpriv",
                "--reuid=" + NOBODY,
                "--regid=" + NOBODY,
                "--clear-groups",
                "--inh-caps=-all",
                "--bounding-set=-all"),
            copyClassPath(shared),
            "run",
            shared.resolve("sensor").toString(),
            own.toString());
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output)
        .contains("exit: 9\n1234\n2345\n", "chowned\n/home/app\n1")
        .contains("ls: /gone: No such file", "ls: /null: No such file", "/dir:\nnew\n")
        .contains("answer: hello\nstop: 137\ntraced: true\n")
        .doesNotContain("left:", "Exception");
    assertThat(own.resolve("cache/unpacked/user-" + NOBODY)).isDirectory();
  }

  /** A folder that every user can look into. */
  private Path share() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.copy(sensor, folder.resolve("sensor"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.setPosixFilePermissions(
        folder.resolve("sensor"), PosixFilePermissions.fromString("rwxr-xr-x"));
    return folder;
  }

  /** The build's own class path may lie in a home directory that is closed to others. */
  private static String copyClassPath(Path shared) throws IOException {
    List<String> copies = new ArrayList<>();
    for (String element : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(element);
      if (Files.isDirectory(path)) {
        Path copy = shared.resolve("classes-" + copies.size());
        try (Stream<Path> files = Files.walk(path)) {
          for (Path file : (Iterable<Path>) files::iterator) {
            if (Files.isDirectory(file) || file.toString().endsWith(".class")) {
              Files.copy(file, copy.resolve(path.relativize(file).toString()));
            }
          }
        }
        copies.add(copy.toString());
      } else if (element.matches(".*/(jackson-|commons-|junit-jupiter-api|opentest4j).*")) {
        copies.add(Files.copy(path, shared.resolve(path.getFileName())).toString());
      }
    }
    return String.join(File.pathSeparator, copies);
  }

  @Test
  void aKilledJvmLeavesNoProcessAndNoFolder() throws Exception {
    Process process =
        java(
            List.of(),
            System.getProperty("java.class.path"),
            "hang",
            sensor.toString(),
            folder.toString());
    try (BufferedReader reader = process.inputReader()) {
      assertThat(reader.readLine()).isEqualTo("running");
      List<ProcessHandle> all = process.descendants().toList();
      assertThat(all).hasSizeGreaterThanOrEqualTo(3);

      process.destroyForcibly();

      for (ProcessHandle each : all) {
        each.onExit().get(20, SECONDS);
      }
    }
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(path -> path.endsWith("sandbox"))).isEmpty();
    }
    assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(folder.toString());
  }
}
