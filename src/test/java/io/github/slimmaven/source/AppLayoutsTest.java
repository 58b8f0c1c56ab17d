package io.github.slimmaven.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.source.BuildRequest.Dependency;
import io.github.slimmaven.source.BuildRequest.Stability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppLayoutsTest {
  @TempDir Path temp;

  @Test
  void classesAndJarsKeepMavensOrderOnTheClassPath() throws Exception {
    Path classes = Fixtures.mains(temp.resolve("classes"), "shop.Shop");
    Files.writeString(classes.resolve("shop.properties"), "x");
    Path jar = Fixtures.jar(temp.resolve("z.jar"), Map.of(), Map.of());
    BuildRequest request =
        new BuildRequest(
            Fixtures.FROM,
            Optional.empty(),
            Optional.empty(),
            Optional.of(classes),
            List.of(
                new Dependency(jar, "z-1.jar", Stability.RELEASE),
                new Dependency(jar, "s-1-SNAPSHOT.jar", Stability.SNAPSHOT),
                new Dependency(jar, "a-1.jar", Stability.RELEASE),
                new Dependency(jar, "p.jar", Stability.PROJECT)),
            List.of(),
            ContainerSettings.defaults());

    AppLayout layout = new ClassesLayout(request).plan();

    assertThat(layout.entrypoint())
        .containsExactly(
            "java",
            "-cp",
            "/app/resources:/app/classes:/app/libs/z-1.jar:/app/libs/s-1-SNAPSHOT.jar"
                + ":/app/libs/a-1.jar:/app/libs/p.jar",
            "shop.Shop");
    assertThat(layout.layers())
        .extracting(AppLayer::name)
        .containsExactly(
            "dependencies",
            "snapshot dependencies",
            "project dependencies",
            "resources",
            "classes");
    assertThat(places(layout, "resources")).containsExactly("/app/resources/shop.properties");
    assertThat(places(layout, "classes")).containsExactly("/app/classes/shop/Shop.class");
  }

  @Test
  void packagedClassPathHasNoDirectories() throws Exception {
    Path classes = Fixtures.mains(temp.resolve("classes"), "shop.Shop");
    Files.writeString(classes.resolve("shop.properties"), "x");
    AppLayout exploded =
        new ClassesLayout(
                Fixtures.request(Optional.empty(), Optional.empty(), Optional.of(classes)))
            .plan();

    AppLayout layout = new PackagedLayout(exploded, "/app", temp).plan();

    assertThat(layout.entrypoint())
        .containsExactly("java", "-cp", "/app/resources.jar:/app/classes.jar", "shop.Shop");
    assertThat(places(layout, "resources")).containsExactly("/app/resources.jar");
    assertThat(places(layout, "classes")).containsExactly("/app/classes.jar");
    Path jar = layout.layers().get(1).files().get(0).source();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .containsExactly("META-INF/", "META-INF/MANIFEST.MF", "shop/", "shop/Shop.class");
    }
    Path again =
        new PackagedLayout(exploded, "/app", temp).plan().layers().get(1).files().get(0).source();
    assertThat(again).hasSameBinaryContentAs(jar).isNotEqualTo(jar);
  }

  @Test
  void aPackagedBootJarIsStartedByItsOwnMainClass() throws Exception {
    Path classes = temp.resolve("classes");
    Path jar = Fixtures.bootJar(temp.resolve("shop.jar"), classes, true);
    BuildRequest request =
        new BuildRequest(
            Fixtures.FROM,
            Optional.of(jar),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            ContainerSettings.defaults(),
            true);

    AppLayout layout = new PackagedLayout(new BootLayout(request, jar).plan(), "/app", temp).plan();

    assertThat(layout.entrypoint()).startsWith("java", "-cp").endsWith("shop.Shop");
    assertThat(layout.entrypoint().get(2))
        .startsWith("/app/BOOT-INF/classes.jar:/app/BOOT-INF/lib/");
    assertThat(layout.layers().stream().flatMap(layer -> layer.files().stream()).map(AppFile::path))
        .contains("/app/BOOT-INF/classes.jar")
        .noneMatch(path -> path.startsWith("/app/BOOT-INF/classes/"));
  }

  @Test
  void jarsOfOneNameBothKeepAPlace() throws Exception {
    Path classes = Fixtures.mains(temp.resolve("classes"), "shop.Shop");
    Path first = Fixtures.jar(temp.resolve("1/a.jar"), Map.of(), Map.of());
    Path second = Fixtures.jar(temp.resolve("2/a.jar"), Map.of(), Map.of());
    BuildRequest request =
        new BuildRequest(
            Fixtures.FROM,
            Optional.empty(),
            Optional.empty(),
            Optional.of(classes),
            List.of(
                new Dependency(first, "a.jar", Stability.RELEASE),
                new Dependency(second, "a.jar", Stability.RELEASE)),
            List.of(),
            ContainerSettings.defaults());

    assertThat(places(new ClassesLayout(request).plan(), "dependencies"))
        .containsExactly("/app/libs/a.jar", "/app/libs/2-a.jar");
  }

  @Test
  void missingClassesNameTheDirectory() {
    Path missing = temp.resolve("target/classes");

    assertThatThrownBy(
            () ->
                new ClassesLayout(
                        Fixtures.request(Optional.empty(), Optional.empty(), Optional.of(missing)))
                    .plan())
        .isInstanceOf(SourceException.class)
        .hasMessage(
            "There are no classes in '"
                + missing
                + "'. Compile the project first (phase 'compile' or later), or set 'jar' to an"
                + " executable jar.");
  }

  @Test
  void bootArchiveIsExplodedByItsOwnIndexAndStartedByItsLauncher() throws Exception {
    AppLayout layout = boot(true, ContainerSettings.defaults());

    assertThat(layout.entrypoint())
        .containsExactly(
            "java", "-cp", "/app", "org.springframework.boot.loader.launch.JarLauncher");
    assertThat(layout.layers()).extracting(AppLayer::name).containsExactly("stable", "ours");
    assertThat(places(layout, "stable"))
        .containsExactlyInAnyOrder(
            "/app/org/springframework/boot/loader/launch/JarLauncher.class",
            "/app/BOOT-INF/lib/b-1.0.jar",
            "/app/BOOT-INF/lib/a-2-SNAPSHOT.jar");
    assertThat(places(layout, "ours"))
        .contains("/app/META-INF/MANIFEST.MF", "/app/BOOT-INF/classes/shop/Shop.class");
  }

  @Test
  void bootArchiveWithoutIndexGetsTheDefaultLayers() throws Exception {
    AppLayout layout = boot(false, ContainerSettings.defaults());

    assertThat(layout.layers())
        .extracting(AppLayer::name)
        .containsExactly(
            "dependencies", "spring-boot-loader", "snapshot-dependencies", "application");
    assertThat(places(layout, "snapshot-dependencies"))
        .containsExactly("/app/BOOT-INF/lib/a-2-SNAPSHOT.jar");
  }

  @Test
  void mainClassOfABootArchiveRunsWithTheIndexedClassPath() throws Exception {
    assertThat(boot(true, Fixtures.mainClass("shop.Shop")).entrypoint())
        .containsExactly(
            "java",
            "-Xmx64m",
            "-cp",
            "/etc/app:/app/BOOT-INF/classes:/app/BOOT-INF/lib/b-1.0.jar"
                + ":/app/BOOT-INF/lib/a-2-SNAPSHOT.jar",
            "shop.Shop");
  }

  @Test
  void entryThatLeadsOutsideIsRefused() throws Exception {
    Path jar =
        Fixtures.jar(
            temp.resolve("evil.jar"),
            Map.of("Main-Class", "x.Y", "Spring-Boot-Classes", "BOOT-INF/classes/"),
            Map.of("BOOT-INF/../../../etc/passwd", new byte[1]));

    assertThatThrownBy(
            () ->
                new BootLayout(
                        Fixtures.request(Optional.of(jar), Optional.empty(), Optional.empty()), jar)
                    .plan())
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("'BOOT-INF/../../../etc/passwd'")
        .hasMessageContaining("leads outside");
    assertThat(temp.resolve("etc/passwd")).doesNotExist();
  }

  @Test
  void executableJarBringsItsClassPathAlong() throws Exception {
    Fixtures.jar(temp.resolve("lib/deep.jar"), Map.of(), Map.of());
    Fixtures.jar(temp.resolve("lib/two words.jar"), Map.of("Class-Path", "deep.jar"), Map.of());
    Path jar =
        Fixtures.jar(
            temp.resolve("tool.jar"),
            Map.of("Main-Class", "x.Y", "Class-Path", "lib/two%20words.jar missing.jar lib/"),
            Map.of());

    AppLayout layout =
        new JarLayout(Fixtures.request(Optional.of(jar), Optional.empty(), Optional.empty()), jar)
            .plan();

    assertThat(layout.entrypoint()).containsExactly("java", "-jar", "/app/tool.jar");
    assertThat(places(layout, "dependencies"))
        .containsExactly("/app/lib/two words.jar", "/app/lib/deep.jar");
    assertThat(places(layout, "application")).containsExactly("/app/tool.jar");
  }

  @Test
  void jarWithoutMainClassIsRefused() throws Exception {
    Path jar = Fixtures.jar(temp.resolve("lib.jar"), Map.of(), Map.of());

    assertThatThrownBy(
            () ->
                new JarLayout(
                        Fixtures.request(Optional.of(jar), Optional.empty(), Optional.empty()), jar)
                    .plan())
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("'" + jar + "' is not executable")
        .hasMessageContaining("Set 'mainClass'");
  }

  private AppLayout boot(boolean withIndex, ContainerSettings settings) throws Exception {
    Path jar = Fixtures.bootJar(temp.resolve("boot.jar"), temp.resolve("c"), withIndex);
    assertThat(BootLayout.isBootArchive(jar)).isTrue();
    return new BootLayout(
            Fixtures.with(
                Fixtures.request(Optional.of(jar), Optional.empty(), Optional.empty()), settings),
            jar)
        .plan();
  }

  private static List<String> places(AppLayout layout, String layer) {
    return layout.layers().stream()
        .filter(l -> l.name().equals(layer))
        .flatMap(l -> l.files().stream())
        .map(AppFile::path)
        .toList();
  }
}
