package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.jvm.JvmRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.spi.ToolProvider;

/**
 * A Java runtime that jlink made from the modules of the one that runs the tests, to be put into an
 * image by {@code host://}.
 *
 * @param home its directory
 */
record TinyRuntime(Path home) {
  /** Where it is in an image. */
  static final String HOME = "/opt/java";

  static final String LIBRARY = HOME + "/lib/modules";
  static final String ARCHIVE = HOME + "/lib/server/classes.jsa";

  /** Skips the test where there is no jlink, or no modules for it. */
  static TinyRuntime link(Path home, String... options) {
    Optional<ToolProvider> jlink = ToolProvider.findFirst("jlink");
    assumeTrue(jlink.isPresent(), "the JDK of the tests has no jlink");
    List<String> command = new ArrayList<>(List.of("--output", home.toString()));
    command.addAll(Arrays.asList(options));
    StringWriter said = new StringWriter();
    int code =
        jlink
            .orElseThrow()
            .run(new PrintWriter(said), new PrintWriter(said), command.toArray(String[]::new));
    assertThat(code).as(said.toString()).isZero();
    return new TinyRuntime(home);
  }

  ImageReference image() {
    return new ImageReference.Host(home.toString());
  }

  /** A copy that a test may change. */
  TinyRuntime copy(Path to) throws IOException {
    try (var files = Files.walk(home)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(home.relativize(file).toString()));
      }
    }
    return new TinyRuntime(to);
  }

  /** Gives it an archive for class-data sharing. */
  TinyRuntime share() throws IOException, InterruptedException {
    ProcessBuilder java =
        new ProcessBuilder(home + "/bin/java", "-Xshare:dump", "-XX:+UseSerialGC");
    java.redirectErrorStream(true).environment().remove("JAVA_TOOL_OPTIONS");
    Process process = java.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return this;
  }

  /** Makes its file {@code release} say that it is of this version. */
  TinyRuntime claim(int feature) throws IOException {
    Path release = home.resolve("release");
    Files.writeString(
        release,
        Files.readString(release)
            .replaceFirst("JAVA_VERSION=\"[^\"]*\"", "JAVA_VERSION=\"" + feature + ".0.1\""));
    return this;
  }

  static JvmRequest modules(JvmRequest.Cds cds) {
    return new JvmRequest(
        JvmRequest.Trim.MODULES,
        true,
        JvmRequest.Compress.ZIP,
        List.of(),
        List.of(),
        cds,
        List.of(),
        Map.of());
  }
}
