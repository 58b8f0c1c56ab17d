package io.github.slimmaven.keep;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.PathName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads small files of a tree, in the notation of paths. */
public final class TextFile {
  private static final int MAX_BYTES = 32 << 20;
  private static final int MAX_TEXT = 4 << 20;

  private TextFile() {}

  /** The lines of a file; none if there is no such file or it is absurdly long. */
  public static List<String> lines(FileTree tree, String path) throws IOException {
    Optional<Entry> file = tree.resolve(path).target().filter(f -> readable(tree, f));
    if (file.isEmpty()) {
      return List.of();
    }
    try (SeekableByteChannel channel = tree.open(file.get())) {
      if (channel.size() > MAX_BYTES) {
        return List.of();
      }
    }
    String text = PathName.decode(head(tree, file.get(), MAX_BYTES));
    return Arrays.asList(text.split("\n"));
  }

  /** The text of a file; "" if it has no content or is too long to be written by people. */
  public static String text(FileTree tree, Entry file) throws IOException {
    if (!readable(tree, file)) {
      return "";
    }
    byte[] bytes = head(tree, file, MAX_TEXT + 1);
    return bytes.length > MAX_TEXT ? "" : PathName.decode(bytes);
  }

  /** The first bytes of a file, at most this many. */
  static byte[] head(FileTree tree, Entry file, int limit) throws IOException {
    try (SeekableByteChannel channel = tree.open(file)) {
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(limit, channel.size()));
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
      return Arrays.copyOf(buffer.array(), buffer.position());
    }
  }

  /** Whether this entry has content to read: a file, or a hard link to one. */
  public static boolean readable(FileTree tree, Entry entry) {
    return entry.isFile()
        || (entry.type() == Entry.Type.HARDLINK
            && tree.get(entry.link()).filter(Entry::isFile).isPresent());
  }
}
