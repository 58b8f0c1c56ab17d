package io.github.slimmaven.engine;

import io.github.slimmaven.engine.UnpackStream.Attributes;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.PathName;
import io.github.slimmaven.image.TarReader;
import io.github.slimmaven.image.TarRecord;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Turns a layer's tar into operations for {@code sensor unpack}: whiteouts as the OCI image spec
 * has them ({@code layer.md}), extended attributes from {@code SCHILY.xattr} pax records, times
 * with their fractions.
 */
final class LayerOperations {
  private static final String WHITEOUT = ".wh.";
  private static final String META = ".wh..wh.";
  private static final String OPAQUE = ".wh..wh..opq";
  private static final String XATTR = "SCHILY.xattr.";

  private final UnpackStream out;

  LayerOperations(UnpackStream out) {
    this.out = out;
  }

  /** Writes all of a layer, and the end. */
  void write(Layer layer) throws IOException, InterruptedException {
    try (SeekableByteChannel tar = layer.open()) {
      TarReader reader = new TarReader(tar, "layer '" + layer.diffId() + "'");
      for (Optional<TarRecord> record = reader.next(); record.isPresent(); record = reader.next()) {
        if (Thread.interrupted()) {
          throw new InterruptedException(
              "interrupted while layer '" + layer.diffId() + "' was unpacked");
        }
        if (record.get() instanceof TarRecord.Member member) {
          write(member, reader, tar);
        }
      }
    }
    out.end();
  }

  private void write(TarRecord.Member member, TarReader reader, SeekableByteChannel tar)
      throws IOException {
    String path = member.path();
    int slash = path.lastIndexOf('/');
    String last = path.substring(slash + 1);
    if (last.equals(OPAQUE)) {
      out.opaque(name(path.substring(0, slash)));
    } else if (path.contains("/" + META)) {
      return; // bookkeeping of aufs
    } else if (last.startsWith(WHITEOUT)) {
      out.whiteout(name(path.substring(0, slash + 1) + last.substring(WHITEOUT.length())));
    } else {
      entry(member, reader, tar);
    }
  }

  private void entry(TarRecord.Member member, TarReader reader, SeekableByteChannel tar)
      throws IOException {
    Attributes attributes = attributes(member);
    switch (member.type()) {
      case FILE -> {
        if (member.sparse()) {
          out.file(attributes, reader.content(member), member.size());
        } else {
          out.file(attributes, tar.position(member.data()), member.size());
        }
      }
      case DIRECTORY -> out.directory(attributes);
      case SYMLINK -> out.symlink(attributes, PathName.encode(member.link()));
      case HARDLINK -> {
        if (!member.link().equals(member.path())) { // tar writes that for a name given twice
          out.hardLink(attributes, name(member.link()));
        }
      }
      case CHARACTER_DEVICE -> device(member, attributes, false);
      case BLOCK_DEVICE -> device(member, attributes, true);
      case FIFO -> out.fifo(attributes);
    }
  }

  private void device(TarRecord.Member member, Attributes attributes, boolean block)
      throws IOException {
    out.device(attributes, block, octal(member.header(), 329), octal(member.header(), 337));
  }

  /** A device number (ustar: {@code devmajor}, {@code devminor}); 0 if it is none. */
  private static int octal(byte[] header, int offset) {
    int value = 0;
    for (int i = offset; i < offset + 8; i++) {
      int digit = header[i] - '0';
      if (digit >= 0 && digit < 8) {
        value = value * 8 + digit;
      }
    }
    return value;
  }

  private static Attributes attributes(TarRecord.Member member) {
    return new Attributes(
        name(member.path()),
        member.mode(),
        member.uid(),
        member.gid(),
        member.mtime(),
        nanoseconds(member),
        xattrs(member.pax()));
  }

  private static byte[] name(String path) {
    return PathName.encode(path.startsWith("/") ? path.substring(1) : path);
  }

  private static Map<String, byte[]> xattrs(Map<String, byte[]> pax) {
    Map<String, byte[]> xattrs = new TreeMap<>();
    pax.forEach(
        (key, value) -> {
          if (key.startsWith(XATTR)) {
            xattrs.put(key.substring(XATTR.length()), value);
          }
        });
    return xattrs;
  }

  /** The fraction of the pax record {@code mtime}, counted upwards from the second before it. */
  private static int nanoseconds(TarRecord.Member member) {
    String text =
        new String(member.pax().getOrDefault("mtime", new byte[0]), StandardCharsets.ISO_8859_1);
    int dot = text.indexOf('.');
    if (dot < 0) {
      return 0;
    }
    String digits = (text.substring(dot + 1) + "000000000").substring(0, 9);
    if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return 0;
    }
    int fraction = Integer.parseInt(digits);
    return text.startsWith("-") && fraction > 0 ? 1_000_000_000 - fraction : fraction;
  }
}
