package io.github.slimmaven.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tars made to break a reader. */
class HostileTarTest {
  @TempDir Path temp;

  private static byte[] header(String name, char type, Consumer<byte[]> change) {
    byte[] block = new TarHeader().name("/x", Entry.Type.FILE, "").bytes();
    Arrays.fill(block, 0, 100, (byte) 0);
    byte[] bytes = name.getBytes(ISO_8859_1);
    System.arraycopy(bytes, 0, block, 0, bytes.length);
    block[TarField.TYPE] = (byte) type;
    change.accept(block);
    return withChecksum(block);
  }

  private static byte[] withChecksum(byte[] block) {
    int sum = 0;
    Arrays.fill(block, TarField.CHECKSUM, TarField.CHECKSUM + 8, (byte) ' ');
    for (byte b : block) {
      sum += b & 0xFF;
    }
    byte[] octal = String.format("%06o\0", sum).getBytes(ISO_8859_1);
    System.arraycopy(octal, 0, block, TarField.CHECKSUM, 7);
    return block;
  }

  /** Repairs the checksums of what were headers, so that the damage behind them is read. */
  private static void repair(byte[] bad, byte[] good) {
    for (int at = 0; at + 512 <= bad.length; at += 512) {
      if (TarField.checksumHolds(Arrays.copyOfRange(good, at, at + 512))) {
        byte[] block = withChecksum(Arrays.copyOfRange(bad, at, at + 512));
        System.arraycopy(block, 0, bad, at, 512);
      }
    }
  }

  private static byte[] header(String name, char type) {
    return header(name, type, block -> {});
  }

  private static void size(byte[] block, String size) {
    System.arraycopy(size.getBytes(ISO_8859_1), 0, block, TarField.SIZE, size.length());
  }

  private static byte[] extension(char type, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header("ext", type, b -> size(b, String.format("%011o", content.length))));
    out.writeBytes(content);
    out.writeBytes(new byte[(int) TarField.padded(content.length) - content.length]);
    return out.toByteArray();
  }

  /** A pax header of {@code key=value} records. */
  private static byte[] pax(String... records) {
    StringBuilder content = new StringBuilder();
    for (String each : records) {
      int rest = each.length() + 2;
      int length = rest + Integer.toString(rest + 1).length();
      content.append(length).append(' ').append(each).append('\n');
    }
    return extension('x', content.toString().getBytes(ISO_8859_1));
  }

  private MergedTree tree(byte[]... parts) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    out.writeBytes(new byte[1024]);
    return Images.tree(Images.layer(Files.write(temp.resolve("x.tar"), out.toByteArray())));
  }

  private void assertRefused(String message, byte[]... parts) {
    assertThatThrownBy(() -> tree(parts))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("is no valid tar at byte")
        .hasMessageContaining(message)
        .hasMessageEndingWith("Save, pull or build the image again");
  }

  @Test
  void namesThatClimbAreRefused() {
    assertRefused("'../etc/passwd' contains '..'", header("../etc/passwd", '0'));
    assertRefused("contains '..'", header("a/..", '5'));
    assertRefused("contains '..'", pax("path=/a/../../etc"), header("x", '0'));
    assertRefused(
        "contains '..'",
        header("b", '1', b -> System.arraycopy("../a".getBytes(UTF_8), 0, b, TarField.LINK, 4)));
  }

  @Test
  void nulInNameIsRefused() {
    assertRefused("the name 'a\\0b' contains a NUL", pax("path=a\0b"), header("x", '0'));
  }

  @Test
  void newlineAndOddBytesInNamesAreKept() throws IOException {
    assertThat(tree(header("a\nb\t\u00ff", '0')).entries())
        .extracting(Entry::path)
        .containsExactly("/a\nb\t\uDCFF");
  }

  @Test
  void sizesBeyondTheFileAreRefused() {
    assertRefused("goes beyond the end", header("x", '0', b -> size(b, "77777777777")));
    byte[] huge = {(byte) 0x80, 0, 0, 0, 0x7f, -1, -1, -1, -1, -1, -1, -1};
    assertRefused(
        "goes beyond the end", header("x", '0', b -> System.arraycopy(huge, 0, b, 124, 12)));
    byte[] negative = new byte[12];
    Arrays.fill(negative, (byte) -1);
    assertRefused("is absurd", header("x", '0', b -> System.arraycopy(negative, 0, b, 124, 12)));
    assertRefused("is no octal", header("x", '0', b -> size(b, "12x4")));
  }

  @Test
  void hugeExtendedHeaderIsRefused() {
    assertRefused("beyond 1 MiB", header("x", 'x', b -> size(b, "00010000000")));
    assertRefused("beyond 1 MiB", header("x", 'L', b -> size(b, "77777777777")));
  }

  @Test
  void malformedPaxIsRefused() {
    assertRefused("is cut off", extension('x', "99 path=x\n".getBytes(UTF_8)), header("x", '0'));
    assertRefused("has no length", extension('x', "path=x\n".getBytes(UTF_8)), header("x", '0'));
    assertRefused("has no entry", pax("path=abc"));
  }

  @Test
  void absurdSparseFilesAreRefused() throws IOException {
    byte[] map =
        pax("GNU.sparse.major=1", "GNU.sparse.minor=0", "GNU.sparse.realsize=9999999999999999");
    assertRefused("is absurd", map, header("x", '0'));
    byte[] backwards = pax("GNU.sparse.map=0,100,50,10,9,9", "GNU.sparse.size=1000");
    MergedTree tree = tree(backwards, header("x", '0'));
    assertThatThrownBy(() -> Images.content(tree, "/x"))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("a sparse file's map is malformed at 50+10");
  }

  @Test
  void unknownTypeIsRefused() {
    assertRefused("type 'V' is unknown", header("label", 'V'));
  }

  @Test
  void overlongNamesAreRefused() {
    assertRefused(
        "longer than a path can be",
        extension('L', new byte[0]),
        extension('L', "a/".repeat(3000).getBytes(UTF_8)),
        header("x", '0'));
    assertRefused(
        "over 255 bytes", extension('L', "a".repeat(256).getBytes(UTF_8)), header("x", '0'));
  }

  @Test
  void linksWithSizeHaveNoContent() throws IOException {
    byte[] link =
        header(
            "l",
            '2',
            b -> {
              size(b, "00000001000");
              b[TarField.LINK] = 'x';
            });

    assertThat(tree(link, header("x", '0')).entries()).hasSize(2);
  }

  @Test
  void damageAnywhereGivesImageExceptionOrTree() throws IOException {
    byte[] good = Files.readAllBytes(goodTar());
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 800; i++) {
      byte[] bad = good.clone();
      for (int j = random.nextInt(4); j >= 0; j--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      if (random.nextInt(4) == 0) {
        bad = Arrays.copyOf(bad, random.nextInt(bad.length));
      }
      if (i % 4 > 0) {
        repair(bad, good);
      }
      Path file = Files.write(temp.resolve("bad.tar"), bad);
      try {
        MergedTree tree = Images.tree(Images.layer(file));
        for (Entry entry : tree.entries()) {
          if (entry.isFile() && entry.size() < 1 << 24) {
            Images.content(tree, entry.path());
          }
        }
      } catch (ImageException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(200, 790);
  }

  private Path goodTar() throws IOException {
    try {
      Path root = Files.createDirectory(temp.resolve("root"));
      Images.sh(
          root,
          "truncate -s 100k s; printf x | dd of=s bs=1 seek=50000 conv=notrunc"
              + " status=none; echo a > a; ln a b; ln -s a c");
      Images.pack(root, temp.resolve("g.tar"), "--sparse", "--format=pax");
      return temp.resolve("g.tar");
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
