package io.github.slimmaven.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreesTest {
  @TempDir Path directory;

  @Test
  void treeGoesAndWhatItsLinksPointToStays() throws IOException {
    Path other = Files.writeString(directory.resolve("other"), "stays");
    Path root = directory.resolve("root");
    Files.createDirectories(root.resolve("a/b"));
    Files.writeString(root.resolve("a/b/file"), "x");
    Files.createSymbolicLink(root.resolve("link"), other);
    Files.createSymbolicLink(root.resolve("a/dangling"), Path.of("nowhere"));

    Trees.delete(root);
    Trees.delete(root);

    assertThat(directory.toFile().list()).containsExactly("other");
    assertThat(other).hasContent("stays");
  }
}
