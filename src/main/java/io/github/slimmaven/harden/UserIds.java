package io.github.slimmaven.harden;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A user in numbers, as Docker finds them (moby {@code user.GetExecUser}).
 *
 * @param uid 0 to 2^31-1
 * @param gid 0 to 2^31-1
 */
public record UserIds(long uid, long gid) {
  private static final int MOST_BYTES = 1 << 20;
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  /**
   * Looks a user up.
   *
   * @param user {@code user[:group]}, names or numbers; "" = root
   * @param tree the image with its {@code /etc/passwd} and {@code /etc/group}
   * @return empty if the image does not name it
   */
  public static Optional<UserIds> of(String user, FileTree tree) throws IOException {
    String[] words = (user.isEmpty() ? "0" : user).split(":", 2);
    Optional<String[]> account = line(tree, "/etc/passwd", words[0], 4);
    OptionalLong uid = number(words[0], account, 2);
    OptionalLong gid =
        words.length == 2
            ? number(words[1], line(tree, "/etc/group", words[1], 3), 2)
            : account.isPresent() ? number(account.get()[3], account, 3) : OptionalLong.of(0);
    return uid.isPresent() && gid.isPresent()
        ? Optional.of(new UserIds(uid.getAsLong(), gid.getAsLong()))
        : Optional.empty();
  }

  /** Whether it is not root. */
  public boolean isOrdinary() {
    return uid != 0;
  }

  private static OptionalLong number(String word, Optional<String[]> line, int field) {
    String text = NUMBER.matcher(word).matches() ? word : line.map(l -> l[field]).orElse("");
    return NUMBER.matcher(text).matches()
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  /** The line that has this name, or this number in its third field (passwd(5), group(5)). */
  private static Optional<String[]> line(FileTree tree, String path, String wanted, int fields)
      throws IOException {
    for (String line : lines(tree, path)) {
      String[] words = line.split(":", -1);
      if (words.length >= fields && (words[0].equals(wanted) || words[2].equals(wanted))) {
        return Optional.of(words);
      }
    }
    return Optional.empty();
  }

  private static List<String> lines(FileTree tree, String path) throws IOException {
    Optional<Entry> file = tree.resolve(path).target();
    boolean content =
        file.isPresent() && (file.get().isFile() || file.get().type() == Entry.Type.HARDLINK);
    if (!content) {
      return List.of();
    }
    try (InputStream in = Channels.newInputStream(tree.open(file.get()))) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1).lines().toList();
    }
  }
}
