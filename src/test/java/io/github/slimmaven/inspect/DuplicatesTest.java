package io.github.slimmaven.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.image.Images;
import io.github.slimmaven.image.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuplicatesTest {
  @TempDir Path temp;

  @Test
  void theyAreThoseThatAWalkOfTheUnpackedImageFinds() throws Exception {
    Path base = Files.createDirectory(temp.resolve("base"));
    Path top = Files.createDirectory(temp.resolve("top"));
    Random random = new Random(7);
    List<byte[]> contents = contents(random);
    for (int i = 0; i < 200; i++) {
      byte[] content = contents.get(random.nextInt(contents.size()));
      Path file = (i % 3 == 0 ? top : base).resolve("d" + i % 7 + "/f" + i % 150);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
      if (i % 10 == 0) {
        Files.deleteIfExists(file.resolveSibling("hard" + i));
        Files.createLink(file.resolveSibling("hard" + i), file);
        Files.createSymbolicLink(file.resolveSibling("soft" + i), file.getFileName());
      }
    }
    Files.writeString(Files.createDirectories(top.resolve("d1")).resolve(".wh.f1"), "");
    Layer lower = Images.pack(base, temp.resolve("base.tar"));
    Layer upper = Images.pack(top, temp.resolve("top.tar"));

    List<Xray.Duplicate> found =
        Xray.of(XrayImages.image(XrayImages.config("{}"), lower, upper)).duplicates().first();

    Path all = Files.createDirectory(temp.resolve("all"));
    Images.sh(all, "tar -xf ../base.tar; rm -f d1/f1; tar -xf ../top.tar; rm d1/.wh.f1");
    Map<String, Set<String>> expected = walk(all);
    assertThat(expected).hasSizeGreaterThan(5);
    Map<String, Set<String>> actual = new TreeMap<>();
    for (Xray.Duplicate duplicate : found) {
      actual.put(duplicate.sha256(), new TreeSet<>(duplicate.paths()));
      assertThat(duplicate.paths()).hasSize(Math.min(20, duplicate.count())).isSorted();
    }
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((digest, paths) -> assertThat(paths).containsAll(actual.get(digest)));
    assertThat(found)
        .allSatisfy(d -> assertThat(d.count()).isEqualTo(expected.get(d.sha256()).size()));
    assertThat(found)
        .isSortedAccordingTo((a, b) -> Long.compare(Duplicates.waste(b), Duplicates.waste(a)));
  }

  /** Some of one size, some alike until their last byte. */
  private static List<byte[]> contents(Random random) {
    List<byte[]> contents = new ArrayList<>(List.of(new byte[0]));
    for (int size : new int[] {1, 100, 100, 4096, 4097, 70_000}) {
      byte[] content = new byte[size];
      random.nextBytes(content);
      contents.add(content);
      byte[] other = content.clone();
      other[size - 1]++;
      contents.add(other);
    }
    return contents;
  }

  /** SHA-256 to paths; of several names of one inode, the one that stands first in the tar. */
  private static Map<String, Set<String>> walk(Path root) throws Exception {
    Map<String, Set<String>> paths = new HashMap<>();
    Set<Object> inodes = new HashSet<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted().toList()) {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && Files.size(file) > 0
            && inodes.add(Files.getAttribute(file, "unix:ino"))) {
          paths
              .computeIfAbsent(digest(file), digest -> new TreeSet<>())
              .add("/" + root.relativize(file));
        }
      }
    }
    paths.values().removeIf(same -> same.size() < 2);
    return paths;
  }

  private static String digest(Path file)
      throws IOException, java.security.GeneralSecurityException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
