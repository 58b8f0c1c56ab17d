package io.github.slimmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PatternFilesTest {
  @TempDir Path folder;

  @Test
  void putsTheLinesOfAFileInItsPlace() throws IOException {
    Files.writeString(folder.resolve("keep.txt"), "# plugins\n /opt/a/** \n\n/opt/b #1\n");
    assertThat(PatternFiles.expand(List.of("/x", "@keep.txt", "/y"), folder))
        .containsExactly("/x", "/opt/a/**", "/opt/b #1", "/y");
  }

  @Test
  void namesAFileThatIsMissing() {
    assertThatThrownBy(() -> PatternFiles.expand(List.of("@gone.txt"), folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The file of patterns '"
                + folder.resolve("gone.txt")
                + "' does not exist: create it or correct its '@' name");
  }
}
