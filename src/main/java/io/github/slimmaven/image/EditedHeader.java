package io.github.slimmaven.image;

import static io.github.slimmaven.image.TarField.BLOCK;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * The header blocks of a record with another mode or owner; every other byte but the checksums
 * stays. A number that does not fit the header's field goes where the record's format has it: into
 * a pax record (POSIX), or into the field in base 256 (GNU).
 */
final class EditedHeader {
  private static final byte[] GNU = "ustar  \0".getBytes(StandardCharsets.US_ASCII);

  private final HeaderEdit edit;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private EditedHeader(HeaderEdit edit) {
    this.edit = edit;
  }

  /**
   * Edits.
   *
   * @param blocks all header blocks of the record, up to its content
   */
  static byte[] of(byte[] blocks, TarRecord.Member member, HeaderEdit edit) {
    return new EditedHeader(edit).edited(blocks, member);
  }

  private byte[] edited(byte[] blocks, TarRecord.Member member) {
    boolean pax = !member.pax().isEmpty();
    boolean gnu =
        Arrays.equals(member.header(), TarField.MAGIC, TarField.MAGIC + 8, GNU, 0, 8) && !pax;
    int at = 0;
    while (isExtension(blocks[at + TarField.TYPE])) {
      byte[] header = Arrays.copyOfRange(blocks, at, at + BLOCK);
      int size = (int) TarField.number(header, TarField.SIZE, 12);
      int end = at + BLOCK + (int) TarField.padded(size);
      byte type = header[TarField.TYPE];
      if (type == 'x' || type == 'X') {
        pax(header, edited(Arrays.copyOfRange(blocks, at + BLOCK, at + BLOCK + size)));
      } else {
        out.write(blocks, at, end - at);
      }
      at = end;
    }
    if (!pax && !gnu && large().length > 0) {
      pax(TarHeader.extended(0), large());
    }
    byte[] own = Arrays.copyOfRange(blocks, at, at + BLOCK);
    fields(own, gnu);
    out.writeBytes(own);
    out.write(blocks, at + BLOCK, blocks.length - at - BLOCK);
    return out.toByteArray();
  }

  private static boolean isExtension(byte type) {
    return type == 'x' || type == 'X' || type == 'L' || type == 'K';
  }

  /** The pax records without those of the numbers that change, and with those that need one. */
  private byte[] edited(byte[] records) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    int at = 0;
    while (at < records.length && records[at] != 0) {
      int space = at;
      while (records[space] != ' ') {
        space++;
      }
      int length = Integer.parseInt(new String(records, at, space - at, StandardCharsets.US_ASCII));
      String text = new String(records, at, length, StandardCharsets.US_ASCII);
      boolean replaced =
          (text.startsWith("uid=", space + 1 - at) && edit.uid().isPresent())
              || (text.startsWith("gid=", space + 1 - at) && edit.gid().isPresent());
      if (!replaced) {
        kept.write(records, at, length);
      }
      at += length;
    }
    kept.writeBytes(large());
    return kept.toByteArray();
  }

  private byte[] large() {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    large(records, "uid", edit.uid());
    large(records, "gid", edit.gid());
    return records.toByteArray();
  }

  private static void large(ByteArrayOutputStream records, String key, OptionalLong id) {
    if (id.isPresent() && id.getAsLong() > TarHeader.SEVEN_DIGITS) {
      byte[] value = Long.toString(id.getAsLong()).getBytes(StandardCharsets.US_ASCII);
      records.writeBytes(TarHeader.paxRecord(key, value));
    }
  }

  private void pax(byte[] header, byte[] records) {
    if (records.length == 0) {
      return;
    }
    TarHeader.octal(header, TarField.SIZE, 12, records.length);
    TarHeader.checksum(header);
    out.writeBytes(header);
    out.writeBytes(records);
    out.writeBytes(new byte[(int) (TarField.padded(records.length) - records.length)]);
  }

  private void fields(byte[] header, boolean gnu) {
    if (edit.mode().isPresent()) {
      long rest = TarField.number(header, TarField.MODE, 8) & ~07777L;
      TarHeader.octal(header, TarField.MODE, 8, rest | edit.mode().getAsInt());
    }
    edit.uid().ifPresent(uid -> id(header, TarField.UID, uid, gnu));
    edit.gid().ifPresent(gid -> id(header, TarField.GID, gid, gnu));
    TarHeader.checksum(header);
  }

  private static void id(byte[] header, int offset, long id, boolean gnu) {
    boolean large = id > TarHeader.SEVEN_DIGITS;
    if (large && gnu) {
      long rest = id;
      for (int i = offset + 7; i > offset; i--) {
        header[i] = (byte) rest;
        rest >>= 8;
      }
      header[offset] = (byte) 0x80;
    } else {
      TarHeader.octal(header, offset, 8, large ? 0 : id);
    }
  }
}
