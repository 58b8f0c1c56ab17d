package io.github.slimmaven.keep;

import io.github.slimmaven.image.HeaderEdit;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A pattern of paths to keep, and the mode and owner that they get. As with {@code chmod -R}, what
 * is below a directory that matches gets them too; symlinks have no mode.
 *
 * @param path Ant-style pattern
 * @param edit what is changed of what it matches
 */
public record KeepPattern(String path, HeaderEdit edit) {
  private static final Pattern MODE = Pattern.compile("0?[0-7]{3,4}");
  private static final Pattern ID = Pattern.compile("[0-9]{1,10}");
  private static final long ID_MAX = 0xFFFF_FFFEL;

  /** A pattern that changes nothing. */
  public static KeepPattern of(String path) {
    return new KeepPattern(path, HeaderEdit.NONE);
  }

  /**
   * Parses what a user wrote; "" is as if it were not given.
   *
   * @throws IllegalArgumentException naming the value and the legal form
   */
  public static KeepPattern of(String path, String mode, String uid, String gid) {
    return new KeepPattern(path, new HeaderEdit(mode(path, mode), id(path, uid), id(path, gid)));
  }

  private static OptionalInt mode(String path, String text) {
    if (text.isBlank()) {
      return OptionalInt.empty();
    }
    if (!MODE.matcher(text.strip()).matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no mode for '" + path + "': expected an octal number as in '0750'");
    }
    return OptionalInt.of(Integer.parseInt(text.strip(), 8));
  }

  private static OptionalLong id(String path, String text) {
    if (text.isBlank()) {
      return OptionalLong.empty();
    }
    if (!ID.matcher(text.strip()).matches() || Long.parseLong(text.strip()) > ID_MAX) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no number of a user or group for '"
              + path
              + "': expected one as in '999'; names are not looked up");
    }
    return OptionalLong.of(Long.parseLong(text.strip()));
  }
}
