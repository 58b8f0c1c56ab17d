package io.github.slimmaven.minify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.image.Descriptor;
import io.github.slimmaven.image.DockerArchive;
import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Images;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.LayerStore;
import io.github.slimmaven.image.LayerWriter;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.image.OciLayout;
import io.github.slimmaven.keep.KeepSet;
import io.github.slimmaven.keep.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated images: the minified tree is the kept part of the source's, after any round trip. */
class RoundTripTest {
  private static final String[] NAMES = {"a", "b", "c-d", "ö", "long-".repeat(30)};

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void minifiedTreeIsKeptPartOfSource(int seed) throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < 12; i++) {
      check(random, temp.resolve("case-" + i), i == 0);
    }
  }

  private static void check(Random random, Path directory, boolean roundTrip) throws IOException {
    Image source = Images.of(layers(random, directory));
    FileTree tree = MergedTree.of(source);
    KeepSet keep = keep(tree, random);
    if (keep.reasons().isEmpty()) {
      return;
    }
    Image slim = Minifier.minify(source, tree, keep, directory.resolve("work"), Instant.EPOCH);

    Map<String, String> expected = describe(tree);
    expected.keySet().removeIf(path -> !kept(path, keep));
    assertThat(describe(MergedTree.of(slim))).isEqualTo(expected);
    assertThat(slim.config().diffIds())
        .isEqualTo(slim.layers().stream().map(Layer::diffId).toList());
    long nonEmpty =
        slim.config().history().stream().filter(h -> !h.path("empty_layer").asBoolean()).count();
    assertThat(nonEmpty).isEqualTo(slim.layers().size());
    if (roundTrip) {
      LayerStore store = new LayerStore(directory.resolve("cache"));
      Descriptor manifest = OciLayout.write(slim, directory.resolve("oci"), store);
      Image read = OciLayout.read(directory.resolve("oci"), "oci", store);
      assertThat(read.digest()).isEqualTo(manifest.digest());
      assertThat(read.config().bytes()).isEqualTo(slim.config().bytes());
      DockerArchive.write(read, "x", directory.resolve("x.tar"));
      Image archived = DockerArchive.read(directory.resolve("x.tar"), "tar", store);
      assertThat(archived.config().diffIds()).isEqualTo(slim.config().diffIds());
      assertThat(describe(MergedTree.of(archived))).isEqualTo(expected);
      Image again = Minifier.minify(source, tree, keep, directory.resolve("again"), Instant.EPOCH);
      assertThat(again.digest()).isEqualTo(slim.digest());
    }
  }

  private static boolean kept(String path, KeepSet keep) {
    return keep.keeps(path)
        || keep.reasons().keySet().stream().anyMatch(k -> k.startsWith(path + "/"));
  }

  /** Random paths, with the targets of their hard links as the keep rules have it. */
  private static KeepSet keep(FileTree tree, Random random) {
    TreeMap<String, Reason> reasons = new TreeMap<>();
    Reason reason = new Reason(Reason.Kind.PATTERN, "");
    for (Entry entry : tree.entries()) {
      if (random.nextInt(3) == 0) {
        Entry at = entry;
        reasons.put(at.path(), reason);
        while (at.type() == Entry.Type.HARDLINK) {
          at = tree.get(at.link()).orElseThrow();
          reasons.put(at.path(), reason);
        }
      }
    }
    return new KeepSet(reasons);
  }

  /** Everything about each path but where it lies. */
  private static Map<String, String> describe(FileTree tree) throws IOException {
    Map<String, String> all = new TreeMap<>();
    for (Entry e : tree.entries()) {
      String content =
          e.isFile() || e.type() == Entry.Type.HARDLINK
              ? Arrays.toString(contentOrNone(tree, e))
              : "";
      all.put(
          e.path(),
          String.join(
              " ",
              e.type().name(),
              Integer.toOctalString(e.mode()),
              e.uid() + ":" + e.gid(),
              e.size() + " " + e.mtime(),
              e.link(),
              content));
    }
    return all;
  }

  private static byte[] contentOrNone(FileTree tree, Entry entry) throws IOException {
    boolean symlink = tree.resolve(entry.path()).links().stream().anyMatch(entry::equals);
    return symlink ? new byte[0] : Images.content(tree, entry.path());
  }

  private static List<Layer> layers(Random random, Path directory) throws IOException {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      layers.add(layer(random, directory.resolve(i + ".tar"), layers));
    }
    return layers;
  }

  /** A random layer that engines would accept. */
  private static Layer layer(Random random, Path tar, List<Layer> below) throws IOException {
    List<Layer> all = new ArrayList<>(below);
    try (LayerWriter writer = LayerWriter.create(tar)) {
      List<String> files = new ArrayList<>();
      for (String file : new TreeMap<>(shape(random)).keySet()) {
        String path = file.substring(1);
        int mode = 0600 + random.nextInt(0200);
        switch (file.charAt(0)) {
          case '0' -> writer.directory(path, mode, 1, random.nextInt(9_999_999), 5);
          case '1' -> {
            byte[] content = (path + random.nextInt()).getBytes(StandardCharsets.UTF_8);
            writer.file(path, mode, 0, 0, -7, content.length, new ByteArrayInputStream(content));
            files.add(path);
          }
          case '2' -> {
            writer.symlink(path, NAMES[random.nextInt(NAMES.length)] + "/..", 3, 4, 5);
            files.add(path);
          }
          case '3' -> {
            if (!files.isEmpty()) {
              String target = files.get(random.nextInt(files.size()));
              writer.hardLink(path, target, mode, 0, 0, 6);
              files.add(path);
            }
          }
          default -> {
            int slash = path.lastIndexOf('/') + 1;
            String name = random.nextInt(4) == 0 ? ".wh..opq" : path.substring(slash);
            writer.file(
                path.substring(0, slash) + ".wh." + name,
                0,
                0,
                0,
                0,
                0,
                new ByteArrayInputStream(new byte[0]));
          }
        }
      }
      all.add(writer.finish(true));
    }
    return all.get(all.size() - 1);
  }

  /** Kind (0 directory, 1 file, 2 symlink, 3 hard link, 4 whiteout) and path; leaves are unique. */
  private static Map<String, Boolean> shape(Random random) {
    Map<String, Boolean> shape = new TreeMap<>();
    TreeMap<String, Character> used = new TreeMap<>();
    for (int i = random.nextInt(14); i >= 0; i--) {
      String path = "";
      for (int depth = 1 + random.nextInt(3); depth > 0; depth--) {
        path += "/" + NAMES[random.nextInt(NAMES.length)];
        char kind = depth == 1 ? (char) ('1' + random.nextInt(4)) : '0';
        Character present = used.putIfAbsent(path, kind);
        if (present != null && present != '0') {
          break;
        }
        boolean listed = kind != '0' || random.nextInt(3) > 0;
        if (present == null && listed) {
          shape.put(kind + path, true);
        }
      }
    }
    return shape;
  }
}
