package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.slimmaven.engine.DockerDaemon;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.keep.Level;
import io.github.slimmaven.report.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Images without a shell, without a cmd, already slim, with several processes, of other libcs. */
class UnusualImagesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"DOCKER", "SANDBOX"})
  void aStaticBinaryOnScratchStaysAsItIs(EngineChoice engine) throws Exception {
    String config = "{'Entrypoint':['/busybox','echo']}";
    TestLayer layer = new TestLayer().program("busybox", Path.of("/bin/busybox"));
    TestRun run = new TestRun(folder, engine).run(0, "^hello$", "hello");

    Report report = run.minify(config, layer);

    assertThat(report.status()).isEqualTo(Report.Status.UNCHANGED);
    assertThat(report.removed().files()).isZero();
    assertThat(report.slim().orElseThrow().size()).isEqualTo(report.source().size());
    assertThat(run.slim().config().bytes())
        .isEqualTo(TestRun.image(config, layer).config().bytes());
    assertThat(run.slim().layers().get(0).diffId()).isEqualTo(layer.diffId());
    assertThat(run.said()).contains("Nothing to remove");
  }

  @Test
  void anUnchangedImageKeepsItsIdInDocker() throws Exception {
    String name = "slim-test/unchanged:" + ProcessHandle.current().pid();
    String config = "{'Entrypoint':['/busybox','echo']}";
    TestLayer layer = new TestLayer().program("busybox", Path.of("/bin/busybox"));
    TestRun run =
        new TestRun(folder, EngineChoice.DOCKER)
            .to(new ImageReference.Daemon(name))
            .run(0, "^hello$", "hello");
    try (DockerDaemon docker = DockerDaemon.connect()) {
      run.minify(config, layer);
      assertThat(docker.imageId(name))
          .hasValue(Digest.ofContent(TestRun.image(config, layer).config().bytes()).toString());
    } finally {
      TestRun.removeFromDocker(name);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DOCKER", "SANDBOX"})
  void anImageWithoutCmdRunsWhatTheProbeNames(EngineChoice engine) throws Exception {
    TestRun run = new TestRun(folder, engine).run(0, "^hello$", "/bin/busybox", "echo", "hello");

    Report report = run.minify("{}", TestLayer.busyBox().ballast("etc/unused"));

    assertThat(report.status()).isEqualTo(Report.Status.MINIFIED);
    assertThat(run.slimTree().get("/etc/unused")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"DOCKER", "SANDBOX"})
  void severalProcessesUnderAnInitAreTraced(EngineChoice engine) throws Exception {
    Path tini = Path.of("/usr/bin/tini-static");
    assumeTrue(Files.isExecutable(tini), "there is no tini-static");
    TestRun run = new TestRun(folder, engine).level(Level.AGGRESSIVE);

    Report report =
        run.minify(
            "{'Entrypoint':['/tini','--','/bin/sh','-c',"
                + "'httpd -f -p 8080 -h /one & httpd -f -p 8081 -h /two & wait'],"
                + "'ExposedPorts':{'8080/tcp':{},'8081/tcp':{}}}",
            TestLayer.busyBox("sh", "httpd", "ls")
                .program("tini", tini)
                .directory("one/")
                .text("one/index.html", "one\n")
                .directory("two/")
                .text("two/index.html", "two\n")
                .ballast("two/unused"));

    assertThat(report.probes()).hasSize(2).allMatch(Report.ProbeResult::same);
    assertThat(run.slimTree().get("/one/index.html")).isPresent();
    assertThat(run.slimTree().get("/two/index.html")).isPresent();
    assertThat(run.slimTree().get("/two/unused")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"DOCKER", "SANDBOX"})
  void whatA32BitProgramReadsIsKept(EngineChoice engine) throws Exception {
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "32-bit x86 needs x86-64");
    Files.writeString(
        folder.resolve("tool.s"),
        """
        .globl _start
        _start:
          mov $5, %eax
          mov $path, %ebx
          xor %ecx, %ecx
          xor %edx, %edx
          int $0x80
          mov %eax, %ebx
          mov $3, %eax
          mov $buffer, %ecx
          mov $64, %edx
          int $0x80
          mov %eax, %edx
          mov $4, %eax
          mov $1, %ebx
          mov $buffer, %ecx
          int $0x80
          mov $1, %eax
          xor %ebx, %ebx
          int $0x80
        .section .rodata
        path: .asciz "/data/greeting"
        .lcomm buffer, 64
        """);
    tool("as", "--32", "-o", "tool.o", "tool.s");
    tool("ld", "-m", "elf_i386", "-o", "tool", "tool.o");
    TestRun run = new TestRun(folder, engine).level(Level.AGGRESSIVE).run(0, "^hello$");

    run.minify("{'Entrypoint':['/tool']}", greeting());

    assertThat(run.slimTree().get("/data/greeting")).isPresent();
    assertThat(run.slimTree().get("/data/unused")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"DOCKER", "SANDBOX"})
  void aMuslProgramKeepsItsLoaderAndLibraries(EngineChoice engine) throws Exception {
    Path loader = Path.of("/lib/ld-musl-" + muslArch() + ".so.1");
    assumeTrue(Files.exists(loader), "there is no musl");
    Files.writeString(
        folder.resolve("greet.c"),
        """
        #include <stdio.h>
        int greet(void)
        {
            char line[64];
            FILE *file = fopen("/data/greeting", "r");
            return !file || !fgets(line, sizeof line, file) || fputs(line, stdout) < 0;
        }
        """);
    Files.writeString(
        folder.resolve("tool.c"), "int greet(void); int main(void) { return greet(); }\n");
    tool("musl-gcc", "-shared", "-fPIC", "-o", "libgreet.so", "greet.c");
    tool("musl-gcc", "-o", "tool", "tool.c", "-L.", "-lgreet");
    TestRun run = new TestRun(folder, engine).level(Level.AGGRESSIVE).run(0, "^hello$");

    run.minify(
        "{'Entrypoint':['/tool']}",
        greeting()
            .directory("lib/")
            .program("lib/ld-musl-" + muslArch() + ".so.1", loader)
            .directory("usr/")
            .directory("usr/lib/")
            .program("usr/lib/libgreet.so", folder.resolve("libgreet.so"))
            .ballast("usr/lib/libunused.so"));

    assertThat(run.slimTree().get("/lib/ld-musl-" + muslArch() + ".so.1")).isPresent();
    assertThat(run.slimTree().get("/usr/lib/libgreet.so")).isPresent();
    assertThat(run.slimTree().get("/usr/lib/libunused.so")).isEmpty();
  }

  private TestLayer greeting() throws IOException {
    return new TestLayer()
        .program("tool", folder.resolve("tool"))
        .directory("data/")
        .text("data/greeting", "hello\n")
        .ballast("data/unused");
  }

  private static String muslArch() {
    return System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch64";
  }

  private void tool(String... command) throws Exception {
    Process process;
    try {
      process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    } catch (IOException e) {
      assumeTrue(false, "there is no '" + command[0] + "'");
      return;
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(List.of(command) + "\n" + output).isZero();
  }
}
