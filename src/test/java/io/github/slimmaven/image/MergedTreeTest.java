package io.github.slimmaven.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergedTreeTest {
  @TempDir Path temp;
  private int layers;

  /** Writes a layer: "dir/", "file=content", "link->target", "name=>hard link". */
  private Layer layer(String... entries) throws IOException {
    try (LayerWriter writer = LayerWriter.create(temp.resolve("layer" + layers++ + ".tar"))) {
      for (String entry : entries) {
        if (entry.endsWith("/")) {
          writer.directory(entry.substring(0, entry.length() - 1), 0700 + layers, 1, 2, 3);
        } else if (entry.contains("=>")) {
          String[] parts = entry.split("=>");
          writer.hardLink(parts[0], parts[1], 0644, 0, 0, 0);
        } else if (entry.contains("->")) {
          String[] parts = entry.split("->");
          writer.symlink(parts[0], parts[1], 0, 0, 0);
        } else {
          String[] parts = entry.split("=", 2);
          byte[] content = parts[1].getBytes(UTF_8);
          writer.file(parts[0], 0644, 0, 0, 0, content.length, new ByteArrayInputStream(content));
        }
      }
      return writer.finish(true);
    }
  }

  private static String paths(FileTree tree) {
    return String.join(" ", tree.entries().stream().map(Entry::path).toList());
  }

  @Test
  void whiteoutHidesFilesAndDirectoriesOfLowerLayersOnly() throws IOException {
    MergedTree tree =
        Images.tree(
            layer("/a=1", "/d/", "/d/x=1", "/d/y/", "/d/y/z=1", "/d-e=1"),
            layer("/.wh.a=", "/.wh.d=", "/a=2"));

    assertThat(paths(tree)).isEqualTo("/a /d-e");
    assertThat(Images.text(tree, "/a")).isEqualTo("2");
  }

  @Test
  void opaqueDirectoryHidesWhatLowerLayersHaveInItWhereverItStands() throws IOException {
    MergedTree tree =
        Images.tree(layer("/d/", "/d/x=1", "/e=1"), layer("/d/", "/d/new=1", "/d/.wh..wh..opq="));

    assertThat(paths(tree)).isEqualTo("/d /d/new /e");
  }

  @Test
  void fileReplacesDirectoryAndDirectoryReplacesFile() throws IOException {
    MergedTree tree = Images.tree(layer("/d/", "/d/x=1", "/f=1"), layer("/d=2", "/f/", "/f/x=1"));

    assertThat(paths(tree)).isEqualTo("/d /f /f/x");
    assertThat(tree.get("/d").orElseThrow().type()).isEqualTo(Entry.Type.FILE);
  }

  @Test
  void directoriesOnTheWayComeBackAfterOneOfThemWasAFile() throws IOException {
    MergedTree tree = Images.tree(layer("/d/e/x=1", "/d=file", "/d/", "/d/e/y=1", "/d/e/z=1"));

    assertThat(paths(tree)).isEqualTo("/d /d/e /d/e/y /d/e/z");
  }

  @Test
  void lastOfDuplicateEntriesWins() throws IOException {
    MergedTree tree = Images.tree(layer("/a=old", "/d/", "/d/x=1", "/a=new", "/d=file"));

    assertThat(paths(tree)).isEqualTo("/a /d");
    assertThat(Images.text(tree, "/a")).isEqualTo("new");
  }

  @Test
  void missingParentIsImpliedUnlessLowerLayerHasIt() throws IOException {
    MergedTree tree = Images.tree(layer("/d/"), layer("/d/x=1", "/e/f/g=1"));

    assertThat(paths(tree)).isEqualTo("/d /d/x /e /e/f /e/f/g");
    assertThat(tree.get("/d").orElseThrow().mode()).isEqualTo(0701);
    Entry implied = tree.get("/e/f").orElseThrow();
    assertThat(implied.mode()).isEqualTo(0755);
    assertThat(implied.start()).isEqualTo(implied.end());
  }

  @Test
  void entryThroughSymlinkOfItsOwnLayerGoesWhereThatLeads() throws IOException {
    MergedTree tree = Images.tree(layer("/usr/", "/usr/lib/", "/lib->../../usr/lib", "/lib/x=1"));

    assertThat(paths(tree)).isEqualTo("/lib /usr /usr/lib /usr/lib/x");
  }

  @Test
  void entryThroughSymlinkOfLowerLayerMakesDirectoryAsOverlayDriversDo() throws IOException {
    MergedTree tree = Images.tree(layer("/usr/", "/usr/lib/", "/lib->usr/lib"), layer("/lib/x=1"));

    assertThat(paths(tree)).isEqualTo("/lib /lib/x /usr /usr/lib");
    assertThat(tree.get("/lib").orElseThrow().isDirectory()).isTrue();
  }

  @Test
  void hardLinkOpensItsTargetsContent() throws IOException {
    MergedTree tree = Images.tree(layer("/a=1", "/b=>/a", "/c=>/b"));

    assertThat(tree.get("/b").orElseThrow().link()).isEqualTo("/a");
    assertThat(tree.get("/c").orElseThrow().link()).isEqualTo("/b");
    assertThat(Images.text(tree, "/c")).isEqualTo("1");
  }

  @Test
  void hardLinkWhoseTargetIsHiddenBecomesTheFile() throws IOException {
    MergedTree tree = Images.tree(layer("/a=12", "/c=>/a", "/b=>/a"), layer("/.wh.a="));

    Entry file = tree.get("/c").orElseThrow();
    assertThat(file.type()).isEqualTo(Entry.Type.FILE);
    assertThat(file.size()).isEqualTo(2);
    assertThat(tree.get("/b").orElseThrow().link()).isEqualTo("/c");
    assertThat(Images.text(tree, "/b")).isEqualTo("12");
    assertThat(Images.text(tree, "/c")).isEqualTo("12");
  }

  @Test
  void hardLinkKeepsContentWhenUpperLayerReplacesItsTarget() throws IOException {
    MergedTree tree = Images.tree(layer("/a=old", "/b=>/a"), layer("/a=new!"));

    assertThat(tree.get("/b").orElseThrow().type()).isEqualTo(Entry.Type.FILE);
    assertThat(Images.text(tree, "/b")).isEqualTo("old");
    assertThat(Images.text(tree, "/a")).isEqualTo("new!");
  }

  @Test
  void hardLinkIntoLowerLayerBecomesTheFile() throws IOException {
    MergedTree tree = Images.tree(layer("/a=1", "/b=>/a"), layer("/c=>/b", "/.wh.a=", "/.wh.b="));

    assertThat(paths(tree)).isEqualTo("/c");
    assertThat(tree.get("/c").orElseThrow().type()).isEqualTo(Entry.Type.FILE);
    assertThat(Images.text(tree, "/c")).isEqualTo("1");
  }

  @Test
  void hardLinkToMissingNameOrDirectoryIsRefused() throws IOException {
    Layer missing = layer("/b=>/a");
    Layer directory = layer("/d/", "/b=>/d");

    assertThatThrownBy(() -> Images.tree(missing))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("'/b' that is a hard link to '/a', which is missing")
        .hasMessageEndingWith("build the image again");
    assertThatThrownBy(() -> Images.tree(directory)).hasMessageContaining("a directory");
  }

  @Test
  void entryThroughFileIsRefused() throws IOException {
    Layer through = layer("/a=1", "/a/b=1");

    assertThatThrownBy(() -> Images.tree(through))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("'/a/b' that passes through '/a', which is no directory but a file");
  }

  @Test
  void symlinkLoopAsParentIsRefused() throws IOException {
    Layer loop = layer("/a->b", "/b->a", "/a/x=1");

    assertThatThrownBy(() -> Images.tree(loop)).hasMessageContaining("passes through");
  }

  @Test
  void whiteoutOfDotsIsRefused() throws IOException {
    for (String name : Arrays.asList("/d/.wh.", "/d/.wh..", "/d/.wh...")) {
      Layer hostile = layer(name + "=");
      assertThatThrownBy(() -> Images.tree(hostile))
          .isInstanceOf(ImageException.class)
          .hasMessageContaining("is a whiteout of");
    }
  }

  @Test
  void aufsBookkeepingIsIgnored() throws IOException {
    assertThat(paths(Images.tree(layer("/.wh..wh.plnk/", "/.wh..wh.plnk/1.2=x", "/a=1"))))
        .isEqualTo("/a");
  }

  @Test
  void childrenAreDirectNamesInOrder() throws IOException {
    MergedTree tree = Images.tree(layer("/d/", "/d/b/", "/d/b/x=1", "/d/b-a=1", "/e=1"));

    assertThat(tree.children("/d")).extracting(Entry::path).containsExactly("/d/b", "/d/b-a");
    assertThat(tree.children("/")).extracting(Entry::path).containsExactly("/d", "/e");
    assertThat(tree.children("/e")).isEmpty();
  }

  @Test
  void resolveFollowsLinksAndStaysInTheRoot() throws IOException {
    MergedTree tree =
        Images.tree(
            layer("/usr/", "/usr/lib/", "/usr/lib/x=1", "/lib->../../usr/lib", "/y->lib/x"));

    FileTree.Resolution resolved = tree.resolve("/y");
    assertThat(resolved.target()).map(Entry::path).contains("/usr/lib/x");
    assertThat(resolved.links()).extracting(Entry::path).containsExactly("/y", "/lib");
    assertThat(tree.resolve("/lib/../../../usr").target()).map(Entry::path).contains("/usr");
    assertThat(tree.resolve("/").target()).map(Entry::path).contains("/");
    assertThat(tree.resolve("/usr/lib/x/..").target()).isEmpty();
    assertThat(tree.resolve("/usr/lib/x/z").target()).isEmpty();
    assertThat(tree.resolve("/nowhere/../usr").target()).isEmpty();
  }

  @Test
  void resolveGivesUpAfterFortyLinks() throws IOException {
    String[] chain = new String[42];
    chain[0] = "/l0=1";
    for (int i = 1; i < chain.length; i++) {
      chain[i] = "/l" + i + "->l" + (i - 1);
    }
    MergedTree tree = Images.tree(layer(chain));

    assertThat(tree.resolve("/l40").target()).isPresent();
    assertThat(tree.resolve("/l41").target()).isEmpty();
  }

  @Test
  void openOfDirectoryIsRefused() throws IOException {
    MergedTree tree = Images.tree(layer("/d/"));

    assertThatThrownBy(() -> tree.open(tree.get("/d").orElseThrow()))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("'/d' is no file");
  }

  @Test
  void directoriesOfManyEntriesAreImpliedOnce() throws IOException {
    String[] names = new String[20_000];
    for (int i = 0; i < names.length; i++) {
      names[i] = "/usr/share/some/directory-" + i % 100 + "/file-" + i + "=";
    }
    Layer layer = layer(names);

    assertThat(Images.tree(layer).entries()).hasSize(20_000 + 100 + 3);
  }
}
