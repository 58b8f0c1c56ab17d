package io.github.slimmaven.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {
  @TempDir Path root;

  @ParameterizedTest
  @ValueSource(strings = {"/etc/a b.pem", "/100%", "/a?b#c", "/Főtanúsítvány.pem", "/[x]\\y"})
  void namesGoToFilesAndBack(String name) {
    Path file = FileNames.below(Path.of("/"), name);
    assertThat(file).isEqualTo(Path.of(name));
    assertThat(FileNames.text(file)).isEqualTo(name);
  }

  @Test
  void aRootIsPutInFront() {
    assertThat(FileNames.below(root, "/etc/hosts")).isEqualTo(root.resolve("etc/hosts"));
    assertThat(FileNames.below(root, "/")).isEqualTo(root);
  }

  @Test
  void relativeTargetsStayRelative() throws Exception {
    Path link = Files.createSymbolicLink(root.resolve("link"), Path.of("../usr/é"));
    assertThat(FileNames.text(Files.readSymbolicLink(link))).isEqualTo("../usr/é");
  }

  @Test
  void aDirectoryHasNoSlashAtItsEnd() {
    assertThat(FileNames.text(root)).isEqualTo(root.toString());
    assertThat(FileNames.text(Path.of("/"))).isEqualTo("/");
  }
}
