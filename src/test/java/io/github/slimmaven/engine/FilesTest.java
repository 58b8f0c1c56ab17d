package io.github.slimmaven.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.image.Image;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that an app leaves, however hostile it is. */
class FilesTest {
  private static final String HOSTILE =
      "cd /.slim/out && echo mine > first && echo two > second.jsa && ln -s /etc/passwd link"
          + " && ln -s second.jsa near && mkfifo pipe && mkdir folder && echo x > folder/x"
          + " && echo x > .hidden && echo x > 'a b'";
  private static final String HUGE =
      "cd /.slim/out && busybox dd if=/dev/null of=huge bs=1M seek=600 2>/dev/null";

  @TempDir Path folder;

  private Launch launch(Image image, String script, Optional<String> user, boolean traced)
      throws IOException {
    return new Launch(
        image,
        Optional.of(List.of("/bin/busybox", "sh", "-c", script)),
        Optional.of(List.of("ignored")),
        List.of(),
        user,
        List.of(),
        traced,
        true,
        Files.createTempDirectory(folder, "launch"));
  }

  private void fetches(Engine engine, Image image) throws Exception {
    for (boolean traced : List.of(false, true)) {
      Launch hostile = launch(image, HOSTILE, Optional.of("1234"), traced);
      try (Container container = engine.launch(hostile)) {
        assertThat(container.exit().get(20, SECONDS))
            .as(Files.readString(container.log()))
            .isZero();
        Path files = container.files();
        try (Stream<Path> all = Files.list(files)) {
          assertThat(all.map(file -> file.getFileName().toString()))
              .containsExactlyInAnyOrder("first", "second.jsa");
        }
        assertThat(files.resolve("first")).hasContent("mine\n");
        assertThat(files.resolve("second.jsa")).hasContent("two\n");
        if (traced) {
          assertThat(Files.readString(container.trace())).doesNotContain("/.slim");
        }
      }
    }
    refuses(engine, launch(image, HUGE, Optional.empty(), false), "huge");
    refuses(engine, launch(image, "rm -rf /.slim", Optional.empty(), false), "out");
    refuses(
        engine,
        launch(image, "rm -rf /.slim/out; ln -s /etc /.slim/out", Optional.empty(), false),
        "out");
  }

  private static void refuses(Engine engine, Launch launch, String what) throws Exception {
    try (Container container = engine.launch(launch)) {
      container.stop(Duration.ofSeconds(20));
      assertThatThrownBy(container::files)
          .as(what)
          .isInstanceOf(EngineException.class)
          .hasMessageStartingWith("The files of '/.slim/out' cannot be fetched out of the contain");
    }
  }

  @Test
  void theSandboxHandsOverRegularFilesOnly() throws Exception {
    Path sensor = Sandbox.sensor();
    try (SandboxEngine engine = new SandboxEngine(sensor, folder.resolve("cache"))) {
      Image image = Sandbox.image("{'Cmd':['false']}", TarLayer.busyBox().end());
      fetches(engine, image);
      Image withVolume =
          Sandbox.image("{'Cmd':['false'],'Volumes':{'/.slim':{}}}", TarLayer.busyBox().end());
      Launch volume = launch(withVolume, "echo in > /.slim/out/file", Optional.empty(), false);
      try (Container container = engine.launch(volume)) {
        container.stop(Duration.ofSeconds(20));
        assertThat(container.files().resolve("file")).hasContent("in\n");
      }
    }
  }

  @Test
  @Tag("docker")
  void dockerHandsOverRegularFilesOnly() throws Exception {
    try (DockerDaemon daemon = Docker.daemon();
        DockerEngine engine =
            DockerEngine.over(daemon, Docker.in(Docker.sensor()), BusyBox::archive)) {
      fetches(engine, BusyBox.image("{'Cmd':['false']}"));
    }
  }

  @Test
  void withoutTheDirectoryThereIsNothingToFetch() throws Exception {
    Path sensor = Sandbox.sensor();
    Image image = Sandbox.shell("test -e /.slim; echo $?", TarLayer.busyBox().end());
    try (SandboxEngine engine = new SandboxEngine(sensor, folder.resolve("cache"));
        Container container = engine.launch(Sandbox.launch(folder, image, false))) {
      container.stop(Duration.ofSeconds(20));
      assertThat(container.log()).hasContent("1\n");
      assertThatThrownBy(container::files).hasMessageContaining("it was launched without");
    }
  }

  @Test
  void namesThatLeadElsewhereAreLeftOut() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (String name : List.of("out/", "out/../../up", "out/a/b", "out/.hidden", "out/good")) {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(name.endsWith("/") ? 0 : 2);
        tar.putArchiveEntry(entry);
        tar.write(name.endsWith("/") ? new byte[0] : "hi".getBytes(UTF_8));
        tar.closeArchiveEntry();
      }
    }
    OutputFiles.copy(new ByteArrayInputStream(bytes.toByteArray()), folder);
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all.filter(Files::isRegularFile)).containsExactly(folder.resolve("good"));
    }
    assertThat(folder.resolveSibling("up")).doesNotExist();
  }
}
