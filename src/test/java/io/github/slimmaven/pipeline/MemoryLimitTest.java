package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A build in a cgroup with too little memory for its app, as in a CI job: the kernel kills the
 * largest process, the app, while the sandbox has it.
 */
@Tag("faults")
class MemoryLimitTest {
  /** The run's JVM takes less than half of this, and the app grows until it is killed. */
  private static final long LIMIT = 512 << 20;

  private static final String GROWING = "x=0123456789abcdef; while true; do x=$x$x; done";

  @TempDir Path folder;
  private Path cgroup;
  private TinyProject project;

  @BeforeEach
  void limit() throws IOException {
    Path first = Path.of("/sys/fs/cgroup/memory");
    Path parent = Files.isDirectory(first) ? first : Path.of("/sys/fs/cgroup");
    Path made = parent.resolve("slim-" + folder.getFileName());
    try {
      Files.createDirectory(made);
      cgroup = made;
      Files.writeString(
          made.resolve(parent.equals(first) ? "memory.limit_in_bytes" : "memory.max"), "" + LIMIT);
    } catch (IOException e) {
      assumeTrue(false, "no memory cgroup can be made here: " + e);
    }
    project = TinyProject.in(folder);
  }

  @AfterEach
  void remove() throws IOException {
    if (cgroup != null) {
      Files.delete(cgroup);
    }
  }

  private List<String> launcher() {
    return List.of(
        "setsid",
        "sh",
        "-ec",
        "echo $$ > " + cgroup.resolve("cgroup.procs") + "; exec \"$@\"",
        "sh");
  }

  @Test
  void killOfTheAppIsSaidAndLeavesNothing() throws Exception {
    project.succeed(launcher(), Map.of(), "sandbox");
    byte[] before = Files.readAllBytes(project.published());
    project.write(GROWING, 1 << 20);

    TinyProcess run = project.start(launcher(), Map.of(), "sandbox", "-");
    String said = run.end(60);

    assertThat(said)
        .contains("FAILED io.github.slimmaven.")
        .contains("'137'")
        .doesNotContain("ENDED");
    project.assertNothingLeft(run, said);
    assertThat(project.published()).hasBinaryContent(before);
    project.write(TinyImage.HTTPD, 1 << 20);
    project.succeed(launcher(), Map.of(), "sandbox");
  }
}
