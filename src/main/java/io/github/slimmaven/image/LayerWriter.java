package io.github.slimmaven.image;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a plain tar layer, entries in the order of the calls; the same calls give the same bytes.
 * Paths are absolute and normalised; parents come before children. Closed before {@link #finish},
 * it leaves no file.
 */
public final class LayerWriter implements Closeable {
  private final Path tar;
  private final Unfinished unfinished;
  private final Sha256.Out out;
  private boolean finished;

  private LayerWriter(Path tar, Unfinished unfinished, OutputStream file) {
    this.tar = tar;
    this.unfinished = unfinished;
    this.out = new Sha256.Out(new BufferedOutputStream(file, 1 << 17));
  }

  /** Starts a layer in this file; its directory is made. */
  public static LayerWriter create(Path tar) throws IOException {
    Files.createDirectories(tar.toAbsolutePath().getParent());
    Unfinished unfinished = new Unfinished(tar);
    try {
      return new LayerWriter(tar, unfinished, Files.newOutputStream(tar));
    } catch (IOException e) {
      unfinished.close();
      throw e;
    }
  }

  /**
   * Adds a directory.
   *
   * @param mode permission bits, 07777
   * @param mtime seconds since the epoch
   */
  public void directory(String path, int mode, long uid, long gid, long mtime) throws IOException {
    headers(new TarHeader().numbers(mode, uid, gid, mtime).name(path, Entry.Type.DIRECTORY, ""));
  }

  /**
   * Adds a file.
   *
   * @param size bytes that the content must have
   * @throws ImageException if the content has more or fewer bytes
   */
  public void file(
      String path, int mode, long uid, long gid, long mtime, long size, InputStream content)
      throws IOException {
    headers(
        new TarHeader().numbers(mode, uid, gid, mtime).size(size).name(path, Entry.Type.FILE, ""));
    content(path, size, content);
  }

  /** Adds a symlink. */
  public void symlink(String path, String target, long uid, long gid, long mtime)
      throws IOException {
    headers(new TarHeader().numbers(0777, uid, gid, mtime).name(path, Entry.Type.SYMLINK, target));
  }

  /** Adds a hard link to a path that was added before. */
  public void hardLink(String path, String target, int mode, long uid, long gid, long mtime)
      throws IOException {
    headers(new TarHeader().numbers(mode, uid, gid, mtime).name(path, Entry.Type.HARDLINK, target));
  }

  /** Copies records of another layer byte by byte. */
  public void copy(SeekableByteChannel layer, long start, long end) throws IOException {
    layer.position(start);
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    long left = end - start;
    while (left > 0) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), left));
      int count = layer.read(buffer);
      if (count < 0) {
        throw new ImageException(
            "a layer became shorter while it was copied: it has no byte " + (end - left));
      }
      write(buffer.array(), count);
      left -= count;
    }
    pad(end - start);
  }

  /** Copies a record of another layer with another mode or owner; every other byte stays. */
  public void edit(SeekableByteChannel layer, TarRecord.Member member, HeaderEdit edit)
      throws IOException {
    ByteBuffer blocks = ByteBuffer.allocate(Math.toIntExact(member.data() - member.start()));
    layer.position(member.start());
    while (blocks.hasRemaining()) {
      if (layer.read(blocks) < 0) {
        throw new ImageException(
            "a layer became shorter while it was copied: it has no byte " + layer.position());
      }
    }
    byte[] header = EditedHeader.of(blocks.array(), member, edit);
    write(header, header.length);
    copy(layer, member.data(), member.end());
  }

  /**
   * Copies a record under another name or as another type: times and attributes stay, and mode and
   * owner unless they are edited.
   *
   * @param attributes pax records to add where it has none of that key
   * @param content of a file; not read for others
   */
  public void rewrite(
      TarRecord.Member member,
      Entry entry,
      Map<String, byte[]> attributes,
      HeaderEdit edit,
      InputStream content)
      throws IOException {
    TarHeader header =
        new TarHeader(member)
            .size(entry.size())
            .name(entry.path(), entry.type(), entry.link())
            .edit(edit);
    attributes.forEach(header::attribute);
    headers(header);
    if (entry.isFile()) {
      content(entry.path(), entry.size(), content);
    }
  }

  /** Ends the tar and gives the layer, which reads from the file. */
  public Layer finish(boolean cacheable) throws IOException {
    try {
      out.write(new byte[2 * TarField.BLOCK]);
      out.close();
    } catch (IOException e) {
      throw full(e);
    }
    finished = true;
    unfinished.finished();
    unfinished.close();
    Digest diffId = out.digest();
    return new FileLayer(
        diffId,
        new Descriptor(MediaTypes.LAYER, diffId, out.count()),
        cacheable,
        Slice.whole(tar),
        Optional.empty());
  }

  @Override
  public void close() throws IOException {
    if (!finished) {
      try (unfinished) {
        out.close();
      }
    }
  }

  private void headers(TarHeader header) throws IOException {
    byte[] bytes = header.bytes();
    write(bytes, bytes.length);
  }

  private void content(String path, long size, InputStream content) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long total = 0;
    int count;
    while ((count = content.read(buffer)) >= 0) {
      total += count;
      if (total > size) {
        break;
      }
      write(buffer, count);
    }
    if (total != size) {
      throw new ImageException(
          "'"
              + path
              + "' has "
              + (total > size ? "more than " : "")
              + "'"
              + Math.min(total, size)
              + "' bytes where '"
              + size
              + "' were expected: it changed while it was read. Run the build again");
    }
    pad(size);
  }

  private void pad(long size) throws IOException {
    int padding = (int) (TarField.padded(size) - size);
    write(new byte[padding], padding);
  }

  private void write(byte[] bytes, int count) throws IOException {
    try {
      out.write(bytes, 0, count);
    } catch (IOException e) {
      throw full(e);
    }
  }

  private IOException full(IOException e) {
    return Cache.explained(e, "layer '" + tar + "'", tar.toAbsolutePath().getParent());
  }
}
