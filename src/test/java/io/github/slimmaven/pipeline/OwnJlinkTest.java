package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.jvm.JvmRequest;
import io.github.slimmaven.report.JavaRuntime;
import io.github.slimmaven.report.Report;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A runtime that holds jlink is trimmed by it, though no JDK of its version is here. */
class OwnJlinkTest {
  @TempDir static Path shared;
  private static TinyRuntime runtime;

  @TempDir Path folder;

  @BeforeAll
  static void link() throws Exception {
    int feature = Runtime.version().feature();
    runtime =
        TinyRuntime.link(shared.resolve("runtime"), "--add-modules", "java.base,java.sql,jdk.jlink")
            .claim(feature < 21 ? 19 : 24); // the same options of jlink
  }

  private TestRun run(String name, EngineChoice engine) throws Exception {
    return new TestRun(folder.resolve(name), engine)
        .jvm(TinyRuntime.modules(JvmRequest.Cds.NONE))
        .run(0, "^Usage: java", TinyRuntime.HOME + "/bin/java", "--help");
  }

  @Test
  void bothEnginesLinkTheSame() throws Exception {
    Report sandbox = run("sandbox", EngineChoice.SANDBOX).minify(runtime.image());
    assertTrimmed(sandbox);
    Report docker = run("docker", EngineChoice.DOCKER).minify(runtime.image());
    assertTrimmed(docker);
    assertThat(docker.slim().orElseThrow().digest())
        .isEqualTo(sandbox.slim().orElseThrow().digest());
  }

  private static void assertTrimmed(Report report) {
    assertThat(report.verification().verified()).isTrue();
    JavaRuntime java = report.java().get(0);
    assertThat(java.untouched()).isEmpty();
    assertThat(java.slimSize()).isLessThan(java.sourceSize() / 2);
    assertThat(java.dropped()).containsKeys("java.sql", "jdk.jlink", "jdk.compiler");
  }
}
