package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.slimmaven.image.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs whose output or cache is on a disk that gets full, sooner or later. */
@Tag("faults")
class FullDiskRunTest {
  private static final int NOISE = 4 << 20;

  @TempDir Path folder;
  private Path disk;
  private Path tar;

  @BeforeEach
  void mount() throws Exception {
    assumeTrue(Files.exists(Path.of("/bin/busybox")), "there is no static busybox in /bin");
    Path directory = Files.createDirectory(folder.resolve("disk"));
    try {
      Images.run(folder, "mount", "-t", "tmpfs", "tmpfs", directory.toString());
    } catch (AssertionError e) {
      Assumptions.abort("only root can mount a small disk: " + e.getMessage());
    }
    disk = directory;
    tar = TinyImage.write(folder.resolve("tiny.tar"), "a=b", TinyImage.HTTPD, NOISE);
  }

  @AfterEach
  void unmount() throws Exception {
    if (disk != null) {
      Images.run(folder, "umount", disk.toString());
    }
  }

  private void resize(String size) throws Exception {
    Images.run(folder, "mount", "-o", "remount,size=" + size, disk.toString());
  }

  private void run(Path output, Path cache, String... to) throws Exception {
    SlimRun.run(
        TinyRun.request(
            "sandbox", tar, output, cache, List.of(to), List.of(), Duration.ofSeconds(20)),
        new RunLog(line -> {}, line -> {}));
  }

  /** Too small for the trace, for the layers, for the image. */
  @ParameterizedTest
  @ValueSource(strings = {"4k", "64k", "2m", "8m"})
  void outputThatGetsFullIsNamed(String size) throws Exception {
    Path output = disk.resolve("slim");
    Path cache = folder.resolve("cache");
    resize(size);

    assertFull(output, cache);
    assertThat(output.resolve("report.json")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"64k", "2m", "7m"})
  void cacheThatGetsFullIsNamed(String size) throws Exception {
    resize(size);

    assertFull(folder.resolve("output"), disk.resolve("cache"));
  }

  @Test
  void spaceThatIsFreedHelps() throws Exception {
    resize("2m");
    Path output = disk.resolve("slim");
    assertFull(output, disk.resolve("cache"));

    resize("64m");
    run(output, disk.resolve("cache"));
    assertThat(output.resolve("image/index.json")).exists();
  }

  /** Others fill the disk of output, cache and archive but for so much. */
  @ParameterizedTest
  @ValueSource(ints = {0, 64 << 10, 3 << 20, 6 << 20, 14 << 20})
  void publishedImageOutlivesAFullDisk(int free) throws Exception {
    resize("64m");
    Path output = disk.resolve("slim");
    Path cache = disk.resolve("cache");
    Path published = disk.resolve("image.tar");
    run(output, cache, "tar://" + published);
    byte[] before = Files.readAllBytes(published);
    TinyImage.write(tar, "a=c", TinyImage.HTTPD, NOISE + 1);
    Path others = disk.resolve("others");
    Files.write(others, new byte[(int) disk.toFile().getUsableSpace() - free]);

    assertThatThrownBy(() -> run(output, cache, "tar://" + published))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(disk.toString());
    new Leftovers(output, cache).assertNoFile();
    assertThat(published).hasBinaryContent(before);
    assertThat(disk).isDirectoryNotContaining(file -> file.toString().endsWith(".part"));

    Files.delete(others);
    run(output, cache, "tar://" + published);
    assertThat(Files.readAllBytes(published)).isNotEqualTo(before);
  }

  private void assertFull(Path output, Path cache) throws IOException {
    assertThatThrownBy(() -> run(output, cache))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(disk.toString())
        .message()
        .matches("(?s).*(is full: |No space left on device).*")
        .matches("(?s).*(Free space there|space and permissions|space).*");
    new Leftovers(output, cache).assertNoFile();
    assertThat(output.resolve("image")).doesNotExist();
  }
}
