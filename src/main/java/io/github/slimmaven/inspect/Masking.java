package io.github.slimmaven.inspect;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Masks the values of variables whose names say that they are secret, and passwords in URLs. */
final class Masking {
  private static final String MASK = "***";

  /** What is longer is cut: no instruction that a person wrote is. */
  private static final int LONGEST = 1 << 16;

  private static final Pattern SECRET =
      Pattern.compile(
          "passw(?:or)?d|passphrase|secret|token|credential|(?:api|auth|access|private|encryption)"
              + "[_.-]?key|(?:^|[_.-])(?:pwd|auth)$",
          Pattern.CASE_INSENSITIVE);

  /** Such a variable says where a secret is, not what it is. */
  private static final Pattern PLACE =
      Pattern.compile("[_.-](?:file|path|dir)$", Pattern.CASE_INSENSITIVE);

  private static final Pattern ASSIGNMENT =
      Pattern.compile("([A-Za-z0-9_.-]{1,128}+)=(\"[^\"]{0,4096}+\"|'[^']{0,4096}+'|[^\\s;&|]*+)");
  private static final Pattern URL = Pattern.compile("://[^/\\s:@]{0,256}+:[^/\\s@]{1,1024}+@");

  private Masking() {}

  /** A line or a command of any length. */
  static String text(String text) {
    String cut =
        text.length() > LONGEST
            ? text.substring(0, LONGEST) + " (" + (text.length() - LONGEST) + " characters more)"
            : text;
    String masked =
        ASSIGNMENT
            .matcher(cut)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        secret(found.group(1)) && !found.group(2).isEmpty()
                            ? found.group(1) + "=" + MASK
                            : found.group()));
    return url(masked);
  }

  /** {@code NAME=value}, with all that the value has. */
  static String variable(String variable) {
    int equals = variable.indexOf('=');
    return equals < 0
        ? text(variable)
        : variable.substring(0, equals + 1)
            + value(variable.substring(0, equals), variable.substring(equals + 1));
  }

  /** The value of a variable of this name. */
  static String value(String name, String value) {
    return secret(name) && !value.isEmpty() ? MASK : text(value);
  }

  /** Whether the name says that the value is secret, and not only where it is. */
  static boolean secret(String name) {
    return SECRET.matcher(name).find() && !PLACE.matcher(name).find();
  }

  private static String url(String text) {
    return URL.matcher(text).replaceAll("://" + Matcher.quoteReplacement(MASK) + "@");
  }
}
