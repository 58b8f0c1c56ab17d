package io.github.slimmaven.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real engine makes of our archives, and we of its. */
class DockerEngineTest {
  @TempDir Path temp;

  @BeforeEach
  void engine() {
    boolean answers;
    try {
      answers = !Images.run(temp, "docker", "info").contains("ERROR");
    } catch (IOException | InterruptedException | AssertionError e) {
      answers = false;
    }
    Assumptions.assumeTrue(answers, "no Docker engine answers 'docker info'");
  }

  private Layer layer(String name, String... entries) throws IOException {
    try (LayerWriter writer = LayerWriter.create(temp.resolve(name))) {
      for (String entry : entries) {
        if (entry.endsWith("/")) {
          writer.directory(entry.substring(0, entry.length() - 1), 0750, 7, 8, 3);
        } else if (entry.contains("=>")) {
          String[] parts = entry.split("=>");
          writer.hardLink(parts[0], parts[1], 0644, 0, 0, 0);
        } else if (entry.contains("->")) {
          String[] parts = entry.split("->");
          writer.symlink(parts[0], parts[1], 0, 0, 0);
        } else {
          String[] parts = entry.split("=", 2);
          byte[] content = parts[1].getBytes(UTF_8);
          writer.file(
              parts[0], 04755, 1234, 5, 0, content.length, new ByteArrayInputStream(content));
        }
      }
      return writer.finish(true);
    }
  }

  @Test
  void savedImageOfLoadedArchiveHasTheSameLayersAndConfig() throws Exception {
    String name = "slim-image-test:" + ProcessHandle.current().pid();
    Image image =
        Images.of(
            layer("0.tar", "/usr/", "/usr/lib/", "/usr/lib/a=1", "/usr/b=>/usr/lib/a", "/s=x"),
            layer("1.tar", "/usr/lib/.wh.a=", "/lib->usr/lib", "/" + "long".repeat(40) + "=1"));
    LayerStore store = new LayerStore(temp.resolve("cache"));
    DockerArchive.write(image, name, temp.resolve("in.tar"));
    try {
      Images.run(temp, "docker", "load", "-i", "in.tar");
      Images.run(temp, "docker", "save", "-o", "out.tar", name);
    } finally {
      Images.run(temp, "docker", "rmi", "-f", name);
    }

    Image saved = DockerArchive.read(temp.resolve("out.tar"), "tar://out.tar", store);

    assertThat(saved.config().diffIds()).isEqualTo(image.config().diffIds());
    assertThat(saved.config().bytes()).isEqualTo(image.config().bytes());
    assertThat(saved.digest()).isEqualTo(image.digest());
    assertThat(MergedTree.of(saved).entries())
        .containsExactlyElementsOf(MergedTree.of(image).entries());
  }

  @Test
  void exportedContainerHasThePathsOfTheMergedTree() throws Exception {
    String driver = Images.run(temp, "docker", "info", "-f", "{{.Driver}}").trim();
    Assumptions.assumeTrue(driver.contains("overlay"), "the engine's driver is " + driver);
    String name = "slim-image-tree-test:" + ProcessHandle.current().pid();
    Image image =
        Images.of(
            layer("0.tar", "/usr/", "/usr/lib/", "/usr/lib/a=1", "/lib->usr/lib", "/o/", "/o/x=1"),
            layer("1.tar", "/lib/through=1", "/o/", "/o/.wh..wh..opq=", "/o/y=1"),
            layer("2.tar", "/in->usr/own", "/usr/", "/usr/own/", "/in/z=2", "/h=>/usr/own/z"),
            layer("3.tar", "/usr/own/.wh.z="));
    DockerArchive.write(image, name, temp.resolve("in.tar"));
    String container = "slim-image-tree-" + ProcessHandle.current().pid();
    try {
      Images.run(temp, "docker", "load", "-i", "in.tar");
      Images.run(temp, "docker", "create", "--name", container, name, "/none");
      Images.run(temp, "docker", "export", "-o", "flat.tar", container);
    } finally {
      Images.sh(temp, "docker rm -f " + container + "; docker rmi -f " + name);
    }

    FileTree exported = Images.tree(Images.layer(temp.resolve("flat.tar")));
    List<String> engine = paths(exported);
    engine.removeIf(path -> path.matches("/(dev|proc|sys|etc|\\.dockerenv)(/.*)?"));

    assertThat(engine).isEqualTo(paths(MergedTree.of(image)));
    assertThat(Images.text(exported, "/h")).isEqualTo(Images.text(MergedTree.of(image), "/h"));
  }

  private static List<String> paths(FileTree tree) {
    return tree.entries().stream()
        .map(e -> e.path() + (e.isDirectory() ? "/" : e.isSymlink() ? "->" + e.link() : ""))
        .collect(Collectors.toList());
  }
}
