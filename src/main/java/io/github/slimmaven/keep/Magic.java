package io.github.slimmaven.keep;

/** Tells programs by their first bytes, as the kernel does. */
final class Magic {
  /** As many bytes as these tests need. */
  static final int BYTES = 4;

  private Magic() {}

  static boolean isElf(byte[] head) {
    return head.length >= 4
        && head[0] == 0x7F
        && head[1] == 'E'
        && head[2] == 'L'
        && head[3] == 'F';
  }

  static boolean isScript(byte[] head) {
    return head.length >= 2 && head[0] == '#' && head[1] == '!';
  }
}
