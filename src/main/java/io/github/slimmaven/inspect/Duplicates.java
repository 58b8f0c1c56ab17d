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

/**
 * Finds contents that several files have: by size, then by the first bytes, then by the SHA-256 of
 * all, so that little of an image is read.
 */
final class Duplicates {
  private static final int HEAD = 4096;
  private static final int BUFFER = 1 << 16;
  private static final int MOST_PATHS = 20;

  /** What files with one content have in common; of a long one, the digest of its first bytes. */
  private record Likeness(long size, String digest) {}

  private final MergedTree tree;
  private final Map<Content, Entry> candidates = new HashMap<>();
  private final Map<Likeness, List<Entry>> alike = new HashMap<>();

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
    String head = digest(content, Math.min(HEAD, entry.size()));
    alike.computeIfAbsent(new Likeness(entry.size(), head), like -> new ArrayList<>(2)).add(entry);
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
    Map<String, List<String>> paths = new HashMap<>();
    for (Entry entry : group.getValue()) {
      String digest = size > HEAD ? digest(entry) : group.getKey().digest();
      paths.computeIfAbsent(digest, d -> new ArrayList<>(2)).add(entry.path());
    }
    return paths.entrySet().stream()
        .filter(same -> same.getValue().size() > 1)
        .map(same -> duplicate(size, same.getKey(), same.getValue()))
        .toList();
  }

  private String digest(Entry entry) {
    try (SeekableByteChannel content = tree.open(entry)) {
      return digest(content, entry.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(SeekableByteChannel content, long bytes) throws IOException {
    MessageDigest digest = sha256();
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, bytes));
    long left = bytes;
    while (left > 0) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), left));
      int read = content.read(buffer);
      if (read < 0) {
        throw new IOException("a layer became shorter while it was read: run it again");
      }
      left -= read;
      digest.update(buffer.flip());
    }
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
