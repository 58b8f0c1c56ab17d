package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine with no Docker engine and no namespaces. */
class NoEngineTest {
  /** Within a user namespace its root can forbid any more of them. */
  private static final List<String> NO_NAMESPACES =
      List.of(
          "unshare",
          "-U",
          "-r",
          "sh",
          "-ec",
          "echo 0 > /proc/sys/user/max_user_namespaces; exec \"$@\"",
          "sh");

  @TempDir Path folder;

  @Test
  void bothReasonsAndRemediesAreSaid() throws Exception {
    assumeTrue(Files.exists(Path.of("/bin/busybox")), "there is no static busybox in /bin");
    assumeTrue(
        new ProcessBuilder("unshare", "-U", "-r", "true").start().waitFor() == 0,
        "this test needs user namespaces to forbid them");
    Path tar = TinyImage.write(folder.resolve("tiny.tar"), "a=b", TinyImage.HTTPD, 1);
    Path output = folder.resolve("output");
    Path cache = folder.resolve("cache");

    TinyProcess run =
        TinyProcess.start(
            NO_NAMESPACES,
            Map.of("DOCKER_HOST", "unix:///nowhere/docker.sock"),
            "auto",
            tar,
            output,
            cache,
            "-",
            "-");
    String said = run.end(30);

    assertThat(said)
        .contains("Nothing can launch the image. Docker: ")
        .contains("'unix:///nowhere/docker.sock'")
        .contains(
            "Sandbox: The sandbox cannot be used: namespaces are refused: their limit is reached; raise 'sysctl"
                + " user.max_user_namespaces' as root, or build as root");
    assertThat(output.resolve("image")).doesNotExist();
    new Leftovers(output, cache).assertNoFile();
  }
}
