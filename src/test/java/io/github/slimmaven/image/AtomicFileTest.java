package io.github.slimmaven.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path directory;

  @Test
  void directoryIsMadeAndOldFileReplaced() throws IOException {
    Path file = directory.resolve("a/b/file");

    AtomicFile.write(file, part -> Files.writeString(part, "old"));
    AtomicFile.write(file, part -> Files.writeString(part, "new"));

    assertThat(file).hasContent("new");
    assertThat(file.toFile().getParentFile().list()).containsExactly("file");
  }

  @Test
  void failedWriteLeavesTheOldFileAndNoOther() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "old");

    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    part -> {
                      Files.writeString(part, "n");
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device");
    assertThat(directory.toFile().list()).containsExactly("file");
    assertThat(file).hasContent("old");
  }
}
