package io.github.slimmaven.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * The members of an archive that may be hostile: all that is wrong with it is a {@link
 * ZipException}, and it ends where it has unpacked to more than real archives hold.
 */
public final class ZipStream extends ZipInputStream {
  /** Unpacked bytes of an archive and those within it, 4 GiB: more is a zip bomb. */
  public static final long MOST_UNPACKED = 4L << 30;

  private final AtomicLong left;

  /**
   * Reads an archive.
   *
   * @param left unpacked bytes that may still come; shared with the archives within it
   */
  public ZipStream(InputStream in, AtomicLong left) {
    super(in);
    this.left = left;
  }

  /** Reads an archive of its own. */
  public ZipStream(InputStream in) {
    this(in, new AtomicLong(MOST_UNPACKED));
  }

  @Override
  public ZipEntry getNextEntry() throws IOException {
    try {
      return super.getNextEntry();
    } catch (IllegalArgumentException e) {
      ZipException broken = new ZipException("the name of a member is no text");
      broken.initCause(e);
      throw broken;
    }
  }

  /** Also what is passed over comes through here. */
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    if (count > 0 && left.addAndGet(-count) < 0) {
      throw new ZipException(
          "it unpacks to more than '" + MOST_UNPACKED + "' bytes, as a bomb does");
    }
    return count;
  }
}
