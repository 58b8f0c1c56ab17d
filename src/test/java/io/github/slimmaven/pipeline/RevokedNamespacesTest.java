package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.slimmaven.image.Images;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A kernel that gives the sandbox no more namespaces, from the start or in the middle of a run: in
 * a user namespace of the run's own their number is limited (namespaces(7), {@code
 * /proc/sys/user}).
 */
@Tag("faults")
class RevokedNamespacesTest {
  @TempDir Path folder;
  private TinyProject project;

  @BeforeEach
  void image() throws Exception {
    assumeTrue(
        new ProcessBuilder("unshare", "-Ur", "--mount", "true").start().waitFor() == 0,
        "this test needs a user namespace of its own");
    project = TinyProject.in(folder);
  }

  private static List<String> limited(String kind) {
    return List.of(
        "setsid",
        "unshare",
        "-Ur",
        "sh",
        "-ec",
        (kind.isEmpty() ? "" : "echo 0 > /proc/sys/user/max_" + kind + "_namespaces; ")
            + "exec \"$@\"",
        "sh");
  }

  @Test
  void noneFromTheStartIsSaidAndLeavesNothing() throws Exception {
    project.succeed(limited(""), Map.of(), "sandbox");
    byte[] before = Files.readAllBytes(project.published());

    for (String kind : List.of("mnt", "pid", "net", "ipc", "uts")) {
      assertFailed(project.start(limited(kind), Map.of(), "sandbox", "-"), before);
    }
    project.succeed(limited(""), Map.of(), "sandbox");
  }

  @ParameterizedTest
  @ValueSource(strings = {"+Engine", "+Minified"})
  void noneAnyMoreIsSaidAndLeavesNothing(String pause) throws Exception {
    project.succeed(limited(""), Map.of(), "sandbox");
    byte[] before = Files.readAllBytes(project.published());
    project.write(TinyImage.HTTPD, 1 << 21);

    TinyProcess run = project.start(limited(""), Map.of(), "sandbox", pause);
    run.await(pause.substring(1));
    Images.run(
        folder,
        "nsenter",
        "--user",
        "--target",
        "" + run.pid(),
        "sh",
        "-c",
        "echo 0 > /proc/sys/user/max_mnt_namespaces");
    run.goOn();
    assertFailed(run, before);
    project.succeed(limited(""), Map.of(), "sandbox");
  }

  private void assertFailed(TinyProcess run, byte[] before) throws Exception {
    String said = run.end(60);

    assertThat(said).containsPattern("(?m)^FAILED io\\.github\\.slimmaven.*namespace");
    assertThat(said).doesNotContain("ENDED");
    project.assertNothingLeft(run, said);
    assertThat(project.published()).hasBinaryContent(before);
  }
}
