package io.github.slimmaven.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageConfig;
import io.github.slimmaven.image.LayerStore;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.image.Port;
import io.github.slimmaven.source.BuildRequest.ExtraDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppImageTest {
  @TempDir Path temp;
  private LayerStore store;
  private Path classes;

  @BeforeEach
  void project() throws Exception {
    store = new LayerStore(temp.resolve("cache"));
    classes = Fixtures.mains(temp.resolve("classes"), "shop.Shop");
  }

  @Test
  void applicationGoesOnTopOfAnUnchangedBase() throws Exception {
    Image base = Fixtures.base(temp, "/usr", "");

    Image image = build(base, ContainerSettings.defaults());

    assertThat(image.layers().subList(0, 1)).isEqualTo(base.layers());
    assertThat(image.layers()).hasSize(2);
    assertThat(image.config().diffIds())
        .isEqualTo(image.layers().stream().map(layer -> layer.diffId()).toList());
    assertThat(image.config().history()).hasSize(2);
    MergedTree tree = MergedTree.of(image);
    Entry entry = tree.get("/app/classes/shop/Shop.class").orElseThrow();
    assertThat(entry.mode()).isEqualTo(0644);
    assertThat(entry.mtime()).isEqualTo(1);
    assertThat(entry.uid()).isZero();
    assertThat(temp.resolve("work")).doesNotExist();
  }

  @Test
  void configMergesWithTheBases() throws Exception {
    ContainerSettings settings =
        new ContainerSettings(
            "/srv",
            Optional.of("shop.Shop"),
            List.of("-Xmx64m"),
            List.of(),
            Optional.empty(),
            Optional.of(List.of("--serve")),
            Map.of("BOTH", "app", "NEW", "x=y"),
            List.of(Port.of("8080")),
            List.of("/data"),
            Map.of("both", "app"),
            Optional.of("1000:1000"),
            Optional.of("/srv"),
            Instant.parse("2026-01-02T03:04:05Z"));

    ImageConfig config = build(Fixtures.base(temp, "/usr", ""), settings).config();

    assertThat(config.entrypoint())
        .containsExactly("java", "-Xmx64m", "-cp", "/srv/resources:/srv/classes", "shop.Shop");
    assertThat(config.cmd()).containsExactly("--serve");
    assertThat(config.env())
        .containsExactly("PATH=/usr/bin:/bin", "KEEP=base", "BOTH=app", "NEW=x=y");
    assertThat(config.exposedPorts()).containsExactly(Port.of("53/udp"), Port.of("8080"));
    assertThat(config.volumes()).containsExactly("/data");
    assertThat(config.labels()).containsExactly(Map.entry("base", "1"), Map.entry("both", "app"));
    assertThat(config.user()).isEqualTo("1000:1000");
    assertThat(config.workingDir()).isEqualTo("/srv");
    assertThat(config.stopSignal()).contains("SIGQUIT");
    assertThat(config.healthcheck()).containsExactly("CMD", "ok");
    assertThat(config.json().path("created").asText()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(config.json().path("extension").path("x").asInt()).isEqualTo(1);
    assertThat(config.json().path("config").has("OnBuild")).isFalse();
  }

  @Test
  void basesArgumentsDoNotReachTheApplication() throws Exception {
    assertThat(build(Fixtures.base(temp, "/usr", ""), ContainerSettings.defaults()).config().cmd())
        .isEmpty();
  }

  @Test
  void inheritedEntrypointKeepsTheBasesStart() throws Exception {
    ContainerSettings d = ContainerSettings.defaults();
    ContainerSettings inherit =
        new ContainerSettings(
            d.appRoot(),
            d.mainClass(),
            d.jvmFlags(),
            d.extraClasspath(),
            Optional.of(List.of("INHERIT")),
            d.args(),
            d.environment(),
            d.ports(),
            d.volumes(),
            d.labels(),
            d.user(),
            d.workingDirectory(),
            d.creationTime());

    ImageConfig config = build(Fixtures.base(temp, "/usr", ""), inherit).config();

    assertThat(config.entrypoint()).isEmpty();
    assertThat(config.cmd()).containsExactly("jshell");
  }

  @Test
  void equalInputGivesAnEqualImage() throws Exception {
    Image base = Fixtures.base(temp, "/usr", "");
    Path jar = Fixtures.bootJar(temp.resolve("boot.jar"), temp.resolve("c"), true);
    BuildRequest request = Fixtures.request(Optional.of(jar), Optional.empty(), Optional.empty());

    Image first =
        new AppImage(store, temp.resolve("cache")).build(request, base, temp.resolve("work1"));
    Image second =
        new AppImage(new LayerStore(temp.resolve("cache2")), temp.resolve("cache2"))
            .build(request, base, temp.resolve("elsewhere/work2"));

    assertThat(second.digest()).isEqualTo(first.digest());
    assertThat(second.config().json()).isEqualTo(first.config().json());
  }

  @Test
  void changedClassGivesAnotherLayerAndUnchangedOnesStay() throws Exception {
    Image base = Fixtures.base(temp, "/usr", "");
    Files.writeString(classes.resolve("a.properties"), "a");
    Image before = build(base, ContainerSettings.defaults());
    Files.writeString(classes.resolve("a.properties"), "b");

    Image after = build(base, ContainerSettings.defaults());

    assertThat(after.layers().get(1)).isNotEqualTo(before.layers().get(1));
    assertThat(after.layers().get(2)).isEqualTo(before.layers().get(2));
  }

  @Test
  void layerThatTheCacheLostIsBuiltAgain() throws Exception {
    Image base = Fixtures.base(temp, "/usr", "");
    Image before = build(base, ContainerSettings.defaults());
    try (Stream<Path> files = Files.list(temp.resolve("cache/app"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".gz")).toList()) {
        Files.delete(file);
      }
    }

    assertThat(build(base, ContainerSettings.defaults()).layers()).isEqualTo(before.layers());
  }

  @Test
  void javaOffThePathIsCalledByJavaHome() throws Exception {
    Image base = Fixtures.base(temp, "/opt/jdk", ",\"JAVA_HOME=/opt/jdk\"");

    assertThat(build(base, ContainerSettings.defaults()).config().entrypoint().get(0))
        .isEqualTo("/opt/jdk/bin/java");
  }

  @Test
  void baseWithoutJavaIsNamed() throws Exception {
    Image base = Fixtures.base(temp, "/opt/jdk", "");

    assertThatThrownBy(() -> build(base, ContainerSettings.defaults()))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith(
            "The base image 'oci://base' has no 'java', neither on its PATH '/usr/bin:/bin' nor"
                + " below JAVA_HOME ''. Set 'from'");
  }

  @Test
  void extraDirectoriesKeepTheGivenPermissions() throws Exception {
    Path extra = Files.createDirectories(temp.resolve("extra/bin"));
    Files.writeString(extra.resolve("run.sh"), "#!/bin/sh\n");
    Files.writeString(extra.resolve("read.me"), "x");
    BuildRequest plain = Fixtures.request(Optional.empty(), Optional.empty(), Optional.of(classes));
    BuildRequest request =
        new BuildRequest(
            plain.from(),
            plain.jar(),
            plain.artifact(),
            plain.classes(),
            List.of(),
            List.of(
                new ExtraDirectory(temp.resolve("extra"), "/opt", Map.of("/opt/bin/*.sh", "755")),
                new ExtraDirectory(temp.resolve("missing"), "/", Map.of())),
            plain.container());

    MergedTree tree =
        MergedTree.of(
            new AppImage(store, temp.resolve("cache"))
                .build(request, Fixtures.base(temp, "/usr", ""), temp.resolve("work")));

    assertThat(tree.get("/opt/bin/run.sh").orElseThrow().mode()).isEqualTo(0755);
    assertThat(tree.get("/opt/bin/read.me").orElseThrow().mode()).isEqualTo(0644);
  }

  @Test
  void permissionThatIsNotOctalIsNamed() throws Exception {
    Path extra = Files.createDirectories(temp.resolve("extra"));
    BuildRequest plain = Fixtures.request(Optional.empty(), Optional.empty(), Optional.of(classes));
    BuildRequest request =
        new BuildRequest(
            plain.from(),
            plain.jar(),
            plain.artifact(),
            plain.classes(),
            List.of(),
            List.of(new ExtraDirectory(extra, "/", Map.of("/x", "rwx"))),
            plain.container());

    assertThatThrownBy(
            () ->
                new AppImage(store, temp.resolve("cache"))
                    .build(request, Fixtures.base(temp, "/usr", ""), temp.resolve("work")))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("The permission 'rwx' for '/x' is not understood");
  }

  @Test
  void missingJarIsNamed() {
    Path missing = temp.resolve("missing.jar");

    assertThatThrownBy(
            () ->
                new AppImage(store, temp.resolve("cache"))
                    .build(
                        Fixtures.request(Optional.of(missing), Optional.empty(), Optional.empty()),
                        Fixtures.base(temp, "/usr", ""),
                        temp.resolve("work")))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith("The jar '" + missing + "' does not exist.");
  }

  private Image build(Image base, ContainerSettings settings) throws Exception {
    return new AppImage(store, temp.resolve("cache"))
        .build(
            Fixtures.with(
                Fixtures.request(Optional.empty(), Optional.empty(), Optional.of(classes)),
                settings),
            base,
            temp.resolve("work"));
  }
}
