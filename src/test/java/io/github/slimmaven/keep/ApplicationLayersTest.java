package io.github.slimmaven.keep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.ImageConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ApplicationLayersTest {
  private static final String ROOTFS = "/bin/sh -c #(nop) ADD file:1a2b in / ";

  @Test
  void whatDockersOwnBuilderCopiedIsTheApps() {
    assertThat(
            of(
                debian().layer(1).files("/app/a").layer(2).files("/opt/x").layer(3).files("/app/b"),
                ROOTFS,
                "/bin/sh -c #(nop) COPY file:3c4d in /app/ ",
                "|1 WHO=me /bin/sh -c make -C /opt ADD x",
                "/bin/sh -c #(nop) ADD dir:5e6f in /app "))
        .containsExactlyInAnyOrder(1, 3);
  }

  @Test
  void whatBuildKitAndKanikoCopiedIsTheApps() {
    assertThat(
            of(
                debian().layer(2).files("/app/a").layer(3).files("/app/b"),
                "# debian.sh --arch 'amd64' out/ 'bookworm' '@1700000000'",
                "WORKDIR /app",
                "COPY . . # buildkit",
                "COPY --chown=7:7 b /app",
                "RUN /bin/sh -c npm ci # buildkit"))
        .containsExactlyInAnyOrder(2, 3);
  }

  @Test
  void whatJibPutOnItsBaseIsTheAppsAndNothingBelow() {
    assertThat(
            of(
                debian().layer(1).files("/entrypoint.sh").layer(2).files("/app/libs/a.jar"),
                ROOTFS,
                "COPY entrypoint.sh / # buildkit",
                "jib-maven-plugin:3.4.6",
                "jib-gradle-plugin:3.4.6",
                "slim-maven-plugin classes",
                "COPY agent.jar /agent.jar"))
        .containsExactlyInAnyOrder(2, 3, 4, 5);
    assertThat(
            of(
                new FakeTree().files("/usr/bin/a").layer(1).files("/app/a"),
                "slim-maven-plugin host:// system",
                "slim-maven-plugin classes"))
        .containsExactly(1);
  }

  @Test
  void aLayerThatHoldsTheSystemIsNot() {
    assertThat(of(debian(), "COPY / /")).isEmpty();
    assertThat(of(new FakeTree().file("/lib/apk/db/installed", "P:a\n"), "ADD a.tar /")).isEmpty();
    assertThat(of(new FakeTree().files("/var/lib/rpm/rpmdb.sqlite"), "ADD a.tar /")).isEmpty();
    assertThat(
            of(
                new FakeTree()
                    .files("/bin/busybox", "/etc/passwd")
                    .link("/bin/sh", "busybox")
                    .layer(1)
                    .files("/app/a"),
                "ADD rootfs.tar / # buildkit",
                "COPY a /app/a"))
        .containsExactly(1);
    assertThat(of(new FakeTree().files("/etc/passwd", "/tool"), "COPY /out / # buildkit"))
        .containsExactly(0);
  }

  @Test
  void withoutUsefulHistorySmallLayersAboveTheSystemAreTheApps() {
    FakeTree committed = debian().layer(1).files("/app/a");
    assertThat(of(committed, ROOTFS, "bash")).containsExactly(1);
    assertThat(of(committed, "", "/bin/sh -c #(nop) CMD [\"/app/a\"]")).containsExactly(1);
    assertThat(of(committed, ROOTFS)).as("a history that does not fit").containsExactly(1);

    FakeTree installed = debian().layer(1).files("/app/a", "/var/lib/dpkg/info/a.list");
    assertThat(of(installed, "", "")).isEmpty();
    assertThat(of(debian().layer(1).files("/app/a"), "", "RUN make install")).isEmpty();
    assertThat(of(new FakeTree().files("/tool"), "")).isEmpty();
  }

  @Test
  void withoutUsefulHistoryLargeLayersAreNot() {
    FakeTree large = debian().layer(1).sized("/app/a", ApplicationLayers.SMALL + 1);
    assertThat(of(large, "", "")).isEmpty();
    assertThat(of(debian().layer(1).sized("/app/a", ApplicationLayers.SMALL), "", ""))
        .containsExactly(1);
    assertThat(of(large, "", "COPY a /app/a")).containsExactly(1);
  }

  @Test
  void theSystemIsNoApplicationWhateverIsSaid() throws Exception {
    FakeTree tree = debian().layer(1).files("/srv/a");
    KeepRequest request =
        new KeepRequest(Level.BALANCED, List.of(), List.of(), List.of(), Set.of(0, 1));

    Map<String, Reason> kept = Keeping.of().request(request).of(tree);

    assertThat(kept).containsKey("/srv/a").doesNotContainKey("/usr/share/doc/x");
  }

  @Test
  void theDirectoryOfTheLaunchedProgramIsTheApps() throws Exception {
    FakeTree tree =
        new FakeTree()
            .program("/opt/shop/server", "\u007fELF")
            .program("/opt/runtime/bin/java", "\u007fELF")
            .files("/opt/shop/pages/a", "/opt/runtime/bin/jshell");

    assertThat(Keeping.of().config("{\"config\":{\"Entrypoint\":[\"/opt/shop/server\"]}}").of(tree))
        .containsKey("/opt/shop/pages/a");
    assertThat(
            Keeping.of()
                .config("{\"config\":{\"Cmd\":[\"server\"],\"Env\":[\"PATH=/usr/bin:/opt/shop\"]}}")
                .of(tree))
        .containsKey("/opt/shop/pages/a");
    assertThat(
            Keeping.of()
                .config("{\"config\":{\"Entrypoint\":[\"/opt/runtime/bin/java\"]}}")
                .of(tree))
        .doesNotContainKey("/opt/runtime/bin/jshell");
  }

  private static FakeTree debian() {
    return new FakeTree()
        .file("/usr/lib/os-release", "ID=debian\n")
        .link("/etc/os-release", "../usr/lib/os-release")
        .files("/var/lib/dpkg/status", "/usr/share/doc/x");
  }

  /** Of an image with these steps, each with a layer. */
  private static Set<Integer> of(FileTree tree, String... createdBy) {
    ObjectNode json = new JsonMapper().createObjectNode();
    ArrayNode history = json.putArray("history");
    history.addObject().put("created_by", "ENV A=b").put("empty_layer", true);
    for (String step : createdBy) {
      history.addObject().put("created_by", step);
    }
    int layers =
        Math.max(
            createdBy.length,
            tree.entries().stream().mapToInt(entry -> entry.layer() + 1).max().orElse(0));
    ArrayNode ids = json.putObject("rootfs").putArray("diff_ids");
    for (int i = 0; i < layers; i++) {
      ids.add("sha256:" + "0".repeat(64));
    }
    return ApplicationLayers.of(new ImageConfig(json), tree);
  }
}
