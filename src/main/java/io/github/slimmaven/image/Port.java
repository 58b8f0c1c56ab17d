package io.github.slimmaven.image;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A port inside a container.
 *
 * @param number 1 to 65535
 * @param protocol {@code tcp} or {@code udp}
 */
public record Port(int number, String protocol) implements Comparable<Port> {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,5})(?:/(tcp|udp|sctp))?");

  public Port {
    if (number < 1 || number > 65535) {
      throw new IllegalArgumentException(
          "'" + number + "' is no port: expected 1 to 65535, as in '8080' or '53/udp'");
    }
  }

  /** Parses {@code 8080}, {@code 8080/tcp} or {@code 53/udp}. */
  public static Port of(String text) {
    Matcher matcher = FORM.matcher(text.trim().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no port: expected a number, as in '8080' or '53/udp'");
    }
    return new Port(
        Integer.parseInt(matcher.group(1)), matcher.group(2) == null ? "tcp" : matcher.group(2));
  }

  @Override
  public int compareTo(Port other) {
    int byNumber = Integer.compare(number, other.number);
    return byNumber != 0 ? byNumber : protocol.compareTo(other.protocol);
  }

  @Override
  public String toString() {
    return number + "/" + protocol;
  }
}
