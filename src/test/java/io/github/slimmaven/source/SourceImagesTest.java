package io.github.slimmaven.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.engine.DockerDaemon;
import io.github.slimmaven.engine.EngineException;
import io.github.slimmaven.image.Descriptor;
import io.github.slimmaven.image.DockerArchive;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageException;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.LayerStore;
import io.github.slimmaven.image.OciLayout;
import io.github.slimmaven.publish.Publisher;
import io.github.slimmaven.registry.RegistryAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceImagesTest {
  @TempDir Path temp;
  private LayerStore store;
  private SourceImages images;

  @BeforeEach
  void open() {
    store = new LayerStore(temp.resolve("cache"));
    images = new SourceImages(RegistryAccess.ofThisUser(), store, temp.resolve("cache"));
  }

  @Test
  void archiveAndLayoutOpenToTheSameLayers() throws Exception {
    Image base = Fixtures.base(temp, "/usr", "");
    DockerArchive.write(base, "base:1", temp.resolve("base.saved.tar"));
    OciLayout.write(base, temp.resolve("layout"), store);

    Image archive = images.open(ImageReference.of("tar://" + temp.resolve("base.saved.tar")));
    Image layout = images.open(ImageReference.of("oci://" + temp.resolve("layout")));

    assertThat(archive.config().diffIds()).isEqualTo(base.config().diffIds());
    assertThat(layout.config().diffIds()).isEqualTo(base.config().diffIds());
    assertThat(layout.reference()).isEqualTo("oci://" + temp.resolve("layout"));
  }

  @Test
  void missingArchiveIsNamed() {
    assertThatThrownBy(() -> images.open(ImageReference.of("tar://" + temp.resolve("no.tar"))))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("no.tar'");
  }

  @Test
  void imageThatTheDaemonDoesNotHaveIsNamed() throws Exception {
    assumeDocker().close();

    assertThatThrownBy(() -> images.open(ImageReference.of("docker://slim-source/missing:1")))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            "The Docker engine has no image 'slim-source/missing:1'. Build or pull it first"
                + " ('docker pull slim-source/missing:1'), or correct the name.");
  }

  @Test
  void daemonImageOpensWithItsOwnId() throws Exception {
    String name = "slim-source/test:" + UUID.randomUUID();
    try (DockerDaemon docker = assumeDocker()) {
      publish(Fixtures.base(temp, "/usr", ""), "docker://" + name);
      try {
        Image opened = images.open(ImageReference.of("docker://" + name));

        assertThat(Optional.of(opened.digest().toString())).isEqualTo(docker.imageId(name));
        assertThat(opened.config().env()).contains("KEEP=base");
      } finally {
        docker("rmi", name);
      }
    }
  }

  @Test
  void thisHostsRuntimeIsMadeOnceAndTheSameEachTime() throws Exception {
    assumeLinux();
    Image first = images.open(ImageReference.of("host://"));
    Image again = images.open(ImageReference.of("host://"));
    Path other = temp.resolve("other");
    Image elsewhere =
        new SourceImages(RegistryAccess.ofThisUser(), new LayerStore(other), other)
            .open(ImageReference.of("host://"));

    assertThat(again.digest()).isEqualTo(first.digest());
    assertThat(again.layers()).isEqualTo(first.layers());
    assertThat(elsewhere.digest()).isEqualTo(first.digest());
    assertThat(first.layers()).hasSize(2);
    assertThat(first.config().history()).hasSize(2);
  }

  @Test
  void applicationRunsOnThisHostsRuntime() throws Exception {
    assumeLinux();
    String name = "slim-source/test:" + UUID.randomUUID();
    try (DockerDaemon docker = assumeDocker()) {
      Image host = images.open(ImageReference.of("host://"));
      Path jar = Fixtures.bootJar(temp.resolve("boot.jar"), temp.resolve("c"), true);
      Image app =
          new AppImage(store, temp.resolve("cache"))
              .build(
                  Fixtures.request(Optional.of(jar), Optional.empty(), Optional.empty()),
                  host,
                  temp.resolve("work"));
      publish(app, "docker://" + name);
      try {
        assertThat(docker.imageId(name)).contains(app.digest().toString());
        assertThat(docker("run", "--rm", "--network", "none", "-u", "nonroot", name))
            .isEqualTo("hello from org.springframework.boot.loader.launch.JarLauncher\n");
        assertThat(docker("run", "--rm", "--entrypoint", "java", name, "-Xshare:on", "-version"))
            .contains("sharing");
      } finally {
        docker("rmi", name);
      }
    }
  }

  private void publish(Image image, String to) throws Exception {
    Descriptor notUsedByTheDaemon = new Descriptor("", image.digest(), 0);
    new Publisher(RegistryAccess.ofThisUser(), store, temp.resolve("cache"))
        .publish(image, temp, notUsedByTheDaemon, List.of(ImageReference.of(to)));
  }

  private static void assumeLinux() {
    Assumptions.assumeTrue(
        System.getProperty("os.name").equals("Linux"), "host:// is for Linux only");
  }

  private static DockerDaemon assumeDocker() throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/docker")), "no docker command here");
    try {
      return DockerDaemon.connect();
    } catch (EngineException e) {
      return Assumptions.abort("no Docker engine here: " + e.getMessage());
    }
  }

  private static String docker(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("/usr/bin/docker");
    builder.command().addAll(List.of(arguments));
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
