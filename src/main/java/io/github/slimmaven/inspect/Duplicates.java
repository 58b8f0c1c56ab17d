package io.github.slimmaven.inspect;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.MergedTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Finds contents that several files have: by size, then by the first bytes, then by all of them, so
 * that little of an image is read. SHA-256 is computed of what is there twice, once, and of what
 * only begins as another file does.
 */
final class Duplicates {
  private static final int HEAD = 4096;
  private static final int BUFFER = 1 << 17;
  private static final int MOST_PATHS = 20;

  /** What files with one content have in common; of a long one, a checksum of its first bytes. */
  private record Likeness(long size, String sum) {}

  private final MergedTree tree;
  private final Map<Content, Entry> candidates = new HashMap<>();
  private final Map<Likeness, List<Entry>> alike = new HashMap<>();
  private final ByteBuffer head = ByteBuffer.allocate(HEAD);

  /** Files of this tree that have the size of another. */
  Duplicates(MergedTree tree) {
    this.tree = tree;
    Map<Long, Entry> first = new HashMap<>();
    for (Entry entry : tree.entries()) {
      if (entry.isFile() && entry.size() > 0) {
        Entry other = first.putIfAbsent(entry.size(), entry);
        if (other != null) {
          candidates.putIfAbsent(Content.of(tree.content(other)), other);
          candidates.putIfAbsent(Content.of(tree.content(entry)), entry);
        }
      }
    }
  }

  /** Whether the file that lies there may have a duplicate. */
  boolean wants(Content at) {
    return candidates.containsKey(at);
  }

  /** Takes the content of a wanted file. */
  void see(Content at, SeekableByteChannel content) throws IOException {
    Entry entry = candidates.get(at);
    fill(content, head, entry.size());
    alike
        .computeIfAbsent(new Likeness(entry.size(), sum(entry.size())), like -> new ArrayList<>(2))
        .add(entry);
  }

  private String sum(long size) {
    if (size <= HEAD) {
      return hex(updated(sha256(), head));
    }
    CRC32C sum = new CRC32C();
    sum.update(head);
    return Long.toHexString(sum.getValue());
  }

  /** The duplicates among all that was seen, largest waste first. */
  List<Xray.Duplicate> found() throws IOException {
    try {
      return alike.entrySet().parallelStream() // SHA-256 is slower than any disk
          .filter(group -> group.getValue().size() > 1)
          .flatMap(group -> same(group).stream())
          .sorted(
              Comparator.comparingLong(Duplicates::waste)
                  .reversed()
                  .thenComparing(duplicate -> duplicate.paths().get(0)))
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Bytes that one file instead of several would save. */
  static long waste(Xray.Duplicate duplicate) {
    return duplicate.size() * (duplicate.count() - 1);
  }

  private static Xray.Duplicate duplicate(long size, String sha256, List<String> paths) {
    return new Xray.Duplicate(
        size, sha256, paths.size(), paths.stream().sorted().limit(MOST_PATHS).toList());
  }

  private List<Xray.Duplicate> same(Map.Entry<Likeness, List<Entry>> group) {
    long size = group.getKey().size();
    List<Entry> files = group.getValue();
    if (size <= HEAD) {
      return List.of(duplicate(size, group.getKey().sum(), paths(files)));
    }
    try {
      Entry first = files.get(0);
      List<Entry> same = new ArrayList<>(List.of(first));
      List<Entry> others = new ArrayList<>();
      String digest = "";
      for (Entry file : files.subList(1, files.size())) {
        MessageDigest read = sha256();
        if (equal(first, file, digest.isEmpty() ? read : null)) {
          digest = digest.isEmpty() ? hex(read) : digest;
          same.add(file);
        } else {
          others.add(file);
        }
      }
      List<Xray.Duplicate> found =
          new ArrayList<>(others.size() > 1 ? byDigest(size, others) : List.of());
      if (same.size() > 1) {
        found.add(duplicate(size, digest, paths(same)));
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Xray.Duplicate> byDigest(long size, List<Entry> files) throws IOException {
    Map<String, List<Entry>> digests = new HashMap<>();
    for (Entry file : files) {
      digests.computeIfAbsent(digest(file), digest -> new ArrayList<>(2)).add(file);
    }
    return digests.entrySet().stream()
        .filter(same -> same.getValue().size() > 1)
        .map(same -> duplicate(size, same.getKey(), paths(same.getValue())))
        .toList();
  }

  private static List<String> paths(List<Entry> files) {
    return files.stream().map(Entry::path).toList();
  }

  /**
   * Whether two files of one size have the same content.
   *
   * @param read takes the content, as far as it is the same; or null
   */
  private boolean equal(Entry one, Entry other, MessageDigest read) throws IOException {
    try (SeekableByteChannel left = tree.open(one);
        SeekableByteChannel right = tree.open(other)) {
      ByteBuffer lefts = buffer(one.size());
      ByteBuffer rights = buffer(one.size());
      for (long rest = one.size(); rest > 0; rest -= lefts.limit()) {
        fill(left, lefts, rest);
        fill(right, rights, rest);
        if (!lefts.equals(rights)) {
          return false;
        }
        if (read != null) {
          updated(read, lefts);
        }
      }
      return true;
    }
  }

  private String digest(Entry entry) throws IOException {
    try (SeekableByteChannel content = tree.open(entry)) {
      MessageDigest digest = sha256();
      ByteBuffer buffer = buffer(entry.size());
      for (long rest = entry.size(); rest > 0; rest -= buffer.limit()) {
        fill(content, buffer, rest);
        updated(digest, buffer);
      }
      return hex(digest);
    }
  }

  private static ByteBuffer buffer(long size) {
    return ByteBuffer.allocate((int) Math.min(BUFFER, size));
  }

  /** The next bytes, as many as the buffer takes and the file has. */
  private static void fill(SeekableByteChannel content, ByteBuffer buffer, long rest)
      throws IOException {
    buffer.clear().limit((int) Math.min(buffer.capacity(), rest));
    while (buffer.hasRemaining()) {
      if (content.read(buffer) < 0) {
        throw new IOException("a layer became shorter while it was read: run it again");
      }
    }
    buffer.flip();
  }

  private static MessageDigest updated(MessageDigest digest, ByteBuffer bytes) {
    digest.update(bytes.duplicate());
    return digest;
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
