package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.slimmaven.engine.TcpProxy;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs to which the worst happens: all their processes are killed at once, the engine goes away and
 * comes back, ports or memory run out. Nothing of ours stays, what was published before is whole,
 * and the next run succeeds.
 */
@Tag("docker")
@Tag("faults")
class FaultsTest {
  private static final List<String> SETSID = List.of("setsid");

  /** Ports that the kernel gives out: none, in a network namespace of its own. */
  private static final List<String> NO_PORTS =
      List.of(
          "setsid",
          "unshare",
          "-n",
          "sh",
          "-ec",
          "ip link set lo up; cd /proc/sys/net/ipv4; echo 20000 20001 > ip_local_port_range;"
              + " echo 20000-20001 > ip_local_reserved_ports; cd /; exec \"$@\"",
          "sh");

  /** What a run says when it has come there; it goes on while it is killed. */
  private static final List<String> STAGES =
      List.of(
          "Source image",
          "Engine:",
          "Launched",
          "Probed",
          "Traced",
          "Minified",
          "Verified",
          "Wrote");

  @TempDir Path folder;
  private TinyProject project;

  @BeforeEach
  void image() throws IOException {
    project = TinyProject.in(folder);
  }

  /** As the kernel does when memory is short, and a machine that stops. */
  @ParameterizedTest
  @ValueSource(strings = {"sandbox", "docker"})
  void killOfAllProcessesLeavesWhatTheNextRunRemoves(String engine) throws Exception {
    project.succeed(engine);
    byte[] before = Files.readAllBytes(project.published());

    for (String line : STAGES) {
      TinyProcess killed = project.start(engine, "-");
      killed.await(line);
      killed.signalGroup("KILL", folder);
      killed.processes().forEach(ProcessHandle::destroyForcibly);
      killed.end(20);

      assertThat(killed.code()).as(line).isEqualTo(137);
      Leftovers leftovers = project.leftovers();
      leftovers.assertNoProcess(killed);
      leftovers.assertNoMount();
      leftovers.assertImageWholeOrAbsent();
      assertThat(project.published()).as(line).hasBinaryContent(before);
      project.succeed(engine);
      assertThat(project.published()).as(line).hasBinaryContent(before);
    }
  }

  @Test
  void engineThatGoesAwayAndComesBackIsCleanedByTheNextRun() throws Exception {
    assumeTrue(Files.exists(TinyProject.SOCKET), "no Docker engine at " + TinyProject.SOCKET);
    TcpProxy first = proxy(0);
    Map<String, String> environment = Map.of("DOCKER_HOST", "tcp://127.0.0.1:" + first.port());
    project.succeed(SETSID, environment, "docker");
    byte[] before = Files.readAllBytes(project.published());

    TinyProcess cut = project.start(SETSID, environment, "docker", "-");
    cut.await("Launched");
    int port = first.port();
    first.cut();
    String said = cut.end(60);

    assertThat(said).contains("FAILED").doesNotContain("ENDED");
    assertThat(project.published()).hasBinaryContent(before);
    TcpProxy second = proxy(port);
    try {
      project.succeed(SETSID, environment, "docker");
      project.leftovers().assertNoProcess(cut);
    } finally {
      second.close();
    }
  }

  @Test
  void noPortLeftFailsAndLeavesNothing() throws Exception {
    assumeTrue(
        new ProcessBuilder("unshare", "-n", "true").start().waitFor() == 0,
        "this test needs a network namespace of its own");

    TinyProcess run = project.start(NO_PORTS, Map.of(), "sandbox", "-");
    String said = run.end(60);

    assertThat(said).contains("FAILED io.github.slimmaven.").doesNotContain("ENDED");
    project.assertNothingLeft(run, said);
    assertThat(project.published()).doesNotExist();
    project.succeed("sandbox");
  }

  /** Where there is no memory left to remove files with, the next run does. */
  @ParameterizedTest
  @MethodSource("heaps")
  void tooLittleMemoryLeavesNothing(String engine, String heap) throws Exception {
    TinyProcess run = project.start(SETSID, Map.of("JDK_JAVA_OPTIONS", "-Xmx" + heap), engine, "-");
    String said = run.end(90);

    assertThat(said).contains("OutOfMemoryError").doesNotContain("ENDED");
    Leftovers leftovers = project.leftovers();
    leftovers.assertNoProcess(run);
    leftovers.assertNoMount();
    leftovers.assertImageWholeOrAbsent();
    assertThat(project.published()).doesNotExist();
    project.succeed(engine);
  }

  static Stream<Arguments> heaps() {
    return Stream.of(Arguments.of("sandbox", "8m"), Arguments.of("docker", "12m"));
  }

  private static TcpProxy proxy(int port) throws IOException {
    return new TcpProxy(UnixDomainSocketAddress.of(TinyProject.SOCKET), port, Long.MAX_VALUE);
  }
}
