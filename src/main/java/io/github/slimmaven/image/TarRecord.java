package io.github.slimmaven.image;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One record of a layer's tar: its headers and its content, the bytes [start, end). */
public sealed interface TarRecord {
  /** Offset of the first header block, bytes. */
  long start();

  /** Offset after the padded content, bytes. */
  long end();

  /** A pax global header. Docker and containerd ignore its records; so does the file tree. */
  record Global(long start, long end) implements TarRecord {}

  /**
   * A member.
   *
   * @param path absolute path as the headers give it, normalised; the root is {@code /}
   * @param type kind of entry
   * @param mode permission bits, 07777
   * @param uid owner
   * @param gid group
   * @param size bytes of content, a sparse file's holes included; 0 for all but files
   * @param mtime seconds since the epoch
   * @param link as {@link Entry#link}
   * @param start offset of the first header block (pax, GNU long name or its own)
   * @param data offset of the content, after all header blocks
   * @param end offset after the padded content
   * @param header its own header block, 512 bytes
   * @param pax its pax records
   */
  record Member(
      String path,
      Entry.Type type,
      int mode,
      long uid,
      long gid,
      long size,
      long mtime,
      String link,
      long start,
      long data,
      long end,
      byte[] header,
      Map<String, byte[]> pax)
      implements TarRecord {

    /** Whether the stored content is not the file's content byte by byte. */
    public boolean sparse() {
      return header[TarField.TYPE] == 'S'
          || pax.containsKey("GNU.sparse.map")
          || "1".equals(text("GNU.sparse.major"));
    }

    /** This member as an entry of a layer. */
    Entry entry(String at, String target, int layer) {
      return new Entry(at, type, mode, uid, gid, size, mtime, target, layer, start, end);
    }

    private String text(String key) {
      return new String(pax.getOrDefault(key, new byte[0]), StandardCharsets.US_ASCII);
    }
  }
}
