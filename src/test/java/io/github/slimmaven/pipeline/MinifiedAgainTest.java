package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.keep.Level;
import io.github.slimmaven.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A minified image that is minified once more stays what it is, wherever it is taken from. */
class MinifiedAgainTest {
  private static final String CONFIG = "{'Entrypoint':['/bin/sh','/srv/shop/greet.sh']}";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COPY shop /srv/ # buildkit",
        "/bin/sh -c #(nop) COPY dir:1a2b in /srv ",
        "jib-maven-plugin:3.4.6",
        "",
      })
  void theApplicationIsFoundAndNothingMoreGoes(String step) throws Exception {
    proveUnchanged(EngineChoice.SANDBOX, Level.BALANCED, step);
  }

  @ParameterizedTest
  @EnumSource
  void soItIsAtEachLevel(Level level) throws Exception {
    proveUnchanged(EngineChoice.SANDBOX, level, "COPY shop /srv/ # buildkit");
  }

  @Test
  void soItIsFromTheDaemon() throws Exception {
    String name = "slim-test/again:" + ProcessHandle.current().pid();
    ImageReference.Daemon daemon = new ImageReference.Daemon(name);
    try {
      run("once", EngineChoice.DOCKER).to(daemon).minify(CONFIG, layers("COPY shop /srv/"));
      TestRun again = run("again", EngineChoice.DOCKER);
      assertThat(again.minify(daemon).status()).isEqualTo(Report.Status.UNCHANGED);
    } finally {
      TestRun.removeFromDocker(name);
    }
  }

  private void proveUnchanged(EngineChoice engine, Level level, String step) throws Exception {
    TestRun once = run("once", engine).level(level);
    Report report = once.minify(CONFIG, layers(step));
    Image slim = once.slim();
    MergedTree tree = MergedTree.of(slim);

    assertThat(report.status()).isEqualTo(Report.Status.MINIFIED);
    boolean whole = level != Level.AGGRESSIVE;
    assertThat(tree.get("/srv/other/unprobed").isPresent()).isEqualTo(whole);
    assertThat(tree.get("/usr/share/words").isPresent()).isEqualTo(whole);
    assertThat(tree.get("/usr/share/unused")).isEmpty();
    assertThat(tree.get("/opt/installed")).isEmpty();

    TestRun again = run("again", engine).level(level);
    Report second = again.minify(new ImageReference.Layout(once.output().resolve("image")));

    assertThat(second.status()).isEqualTo(Report.Status.UNCHANGED);
    assertThat(second.slim().orElseThrow().digest())
        .isEqualTo(report.slim().orElseThrow().digest());
    assertThat(again.slim().layers())
        .extracting(Layer::diffId)
        .isEqualTo(slim.layers().stream().map(Layer::diffId).toList());
  }

  private TestRun run(String name, EngineChoice engine) throws Exception {
    return new TestRun(Files.createDirectory(folder.resolve(name)), engine).run(0, "^hello$");
  }

  private static TestLayer[] layers(String step) throws Exception {
    return new TestLayer[] {
      TestLayer.busyBox("sh", "cat", "ls")
          .text("etc/os-release", "ID=tiny\n")
          .directory("usr/")
          .directory("usr/share/")
          .text("usr/share/words", "words\n")
          .ballast("usr/share/unused")
          .createdBy("/bin/sh -c #(nop) ADD file:0f1e in / "),
      new TestLayer()
          .directory("opt/")
          .ballast("opt/installed")
          .createdBy("RUN /bin/sh -c install # buildkit"),
      new TestLayer()
          .directory("srv/")
          .directory("srv/shop/")
          .text("srv/shop/greet.sh", "echo hello; [ $# = 0 ] || cat /usr/share/words\n")
          .directory("srv/other/")
          .text("srv/other/unprobed", "data\n")
          .createdBy(step)
    };
  }
}
