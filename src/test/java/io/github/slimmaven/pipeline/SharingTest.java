package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.engine.Engine;
import io.github.slimmaven.image.Cache;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.jvm.SharedArchive;
import io.github.slimmaven.keep.KeepSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives are made, remembered and left out; the java of these images is a script. */
class SharingTest {
  private static final String PATH = "/java/lib/server/classes.jsa";

  /** The archive that it makes is the list of classes; it can use it if that says good. */
  private static final String JAVA =
      """
      #!/bin/sh
      case "$*" in
      *-Xshare:dump*)
        for option; do case $option in -XX:SharedArchiveFile=*) to=${option#*=};; esac; done
        cat /java/lib/classlist > $to ;;
      *-Xshare:on*) grep good /java/lib/server/classes.jsa ;;
      esac
      """;

  private static final SharedArchive ARCHIVE =
      new SharedArchive("/java", PATH, List.of(), "-XX:+UseSerialGC", "key");

  @TempDir Path folder;

  /** Keeps all of the source. */
  private KeepSet all;

  private interface Use {
    void with(Sharing sharing, MakeImage image) throws Exception;
  }

  private interface MakeImage {
    Slimmed of(KeepSet keep) throws Exception;
  }

  private String said(String classes, Use use) throws Exception {
    TestRun run = new TestRun(folder, EngineChoice.SANDBOX);
    Image source =
        TestRun.image(
            "{}",
            TestLayer.busyBox("sh", "cat", "grep")
                .directory("java/")
                .directory("java/bin/")
                .script("java/bin/java", JAVA)
                .directory("java/lib/")
                .text("java/lib/classlist", classes)
                .directory("java/lib/server/")
                .ballast(PATH.substring(1)));
    MergedTree tree = MergedTree.of(source);
    all = new KeepSet(new TreeMap<>()).whole(tree);
    try (Workspace workspace = Workspace.open(folder.resolve("work"));
        Engine engine = Engines.open(EngineChoice.SANDBOX, folder.resolve("cache"), run.log())) {
      use.with(
          new Sharing(
              tree,
              Cache.of(folder.resolve("cache")),
              new Errand(engine, workspace),
              architecture -> Engines.sensor(architecture, folder.resolve("cache")),
              workspace.folder("cds"),
              run.log()),
          keep ->
              Slimmed.of(source, tree, keep, workspace.anotherFolder("minified"), Instant.EPOCH));
    }
    return run.said();
  }

  private Slimmed add(Sharing sharing, MakeImage image) throws Exception {
    Slimmed plain = image.of(all);
    return image.of(sharing.add(all, List.of(ARCHIVE), () -> plain));
  }

  private Path cached() {
    return folder.resolve("cache/cds/key");
  }

  @Test
  void anArchiveIsMadeOfTheSourcesListOfClassesAndUsed() throws Exception {
    String said =
        said(
            "a good list\n",
            (sharing, image) -> {
              Slimmed slimmed = add(sharing, image);
              assertThat(slimmed.tree().get(PATH).orElseThrow().size()).isEqualTo(12);
              assertThat(sharing.usable(slimmed, List.of(ARCHIVE))).isTrue();
              assertThat(sharing.failure(ARCHIVE)).isEmpty();
            });
    assertThat(said).contains("Made the class-data sharing archive '" + PATH + "' anew: 12 B");
    assertThat(cached()).hasContent("a good list\n");
  }

  @Test
  void anArchiveThatCannotBeUsedIsLeftOut() throws Exception {
    said(
        "nothing\n",
        (sharing, image) -> {
          assertThat(sharing.usable(add(sharing, image), List.of(ARCHIVE))).isFalse();
          assertThat(sharing.failure(ARCHIVE))
              .contains("'/java/bin/java -Xshare:on -version' ended with code 1: ");
          Slimmed without = add(sharing, image);
          assertThat(without.kept().contents()).isEmpty();
          assertThat(sharing.usable(without, List.of(ARCHIVE))).isTrue();
        });
    assertThat(cached()).doesNotExist();
  }

  @Test
  void aRememberedArchiveThatCannotBeUsedIsMadeAnew() throws Exception {
    Files.createDirectories(cached().getParent());
    Files.writeString(cached(), "broken");
    said(
        "a good list\n",
        (sharing, image) -> {
          assertThat(sharing.usable(add(sharing, image), List.of(ARCHIVE))).isFalse();
          assertThat(sharing.usable(add(sharing, image), List.of(ARCHIVE))).isTrue();
          assertThat(sharing.failure(ARCHIVE)).isEmpty();
        });
    assertThat(cached()).hasContent("a good list\n");
  }
}
