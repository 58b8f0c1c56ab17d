package io.github.slimmaven.inventory.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Versions of Alpine (apk-package(5), "Package version"; apk-tools 3, {@code src/version.c}):
 * {@code number{.number}[letter]{_suffix[number]}[~hash][-r#]}.
 */
final class ApkOrder implements VersionOrder {
  private static final Pattern VERSION =
      Pattern.compile(
          "\\d++(?:\\.\\d++)*+[a-z]?"
              + "(?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)\\d*+)*+(?:~[0-9a-f]+)?(?:-r\\d+)?");
  private static final Pattern PART = Pattern.compile("\\.?\\d+|_[a-z]+|~[0-9a-f]+|-r\\d+|[a-z]");

  /** Before the version without a suffix; then those after it. */
  private static final List<String> BEFORE = List.of("_alpha", "_beta", "_pre", "_rc");

  private static final List<String> AFTER = List.of("_cvs", "_svn", "_git", "_hg", "_p");

  /** In the order in which parts can follow; what ends sooner is older. */
  private enum Kind {
    FIRST,
    NUMBER,
    LETTER,
    SUFFIX,
    SUFFIX_NUMBER,
    HASH,
    REVISION,
    END
  }

  private record Part(Kind kind, String text) {
    /** Negative for what is before a release. */
    int suffix() {
      return kind != Kind.SUFFIX
          ? 0
          : BEFORE.contains(text) ? BEFORE.indexOf(text) - BEFORE.size() : AFTER.indexOf(text) + 1;
    }
  }

  @Override
  public boolean isVersion(String text) {
    return text.length() <= MOST && VERSION.matcher(text).matches();
  }

  @Override
  public int compare(String one, String other) {
    List<Part> a = parts(checked(one));
    List<Part> b = parts(checked(other));
    for (int i = 0; ; i++) {
      Part x = a.get(i);
      Part y = b.get(i);
      if (x.kind() != y.kind()) {
        if (x.suffix() < 0 || y.suffix() < 0) {
          return x.suffix() < 0 ? -1 : 1;
        }
        return y.kind().compareTo(x.kind());
      }
      int order = x.kind() == Kind.END ? 0 : order(x, y);
      if (order != 0 || x.kind() == Kind.END) {
        return order;
      }
    }
  }

  private static int order(Part a, Part b) {
    return switch (a.kind()) {
      case FIRST, SUFFIX_NUMBER, REVISION -> Digits.compare(a.text(), b.text());
      // With a leading zero it is a fraction: 1.10 is newer than 1.1, and 1.01 older.
      case NUMBER ->
          a.text().startsWith("0") || b.text().startsWith("0")
              ? a.text().compareTo(b.text())
              : Digits.compare(a.text(), b.text());
      case SUFFIX -> Integer.compare(a.suffix(), b.suffix());
      case LETTER, HASH, END -> a.text().compareTo(b.text());
    };
  }

  private static List<Part> parts(String version) {
    List<Part> parts = new ArrayList<>();
    Matcher matcher = PART.matcher(version);
    while (matcher.find()) {
      String text = matcher.group();
      Kind last = parts.isEmpty() ? null : parts.get(parts.size() - 1).kind();
      if (last == null) {
        parts.add(new Part(Kind.FIRST, text));
      } else if (text.startsWith("-r")) {
        parts.add(new Part(Kind.REVISION, text.substring(2)));
      } else if (text.startsWith("~")) {
        parts.add(new Part(Kind.HASH, text));
      } else if (text.startsWith("_")) {
        parts.add(new Part(Kind.SUFFIX, text));
      } else if (text.startsWith(".")) {
        parts.add(new Part(Kind.NUMBER, text.substring(1)));
      } else if (Digits.is(text.charAt(0))) {
        parts.add(new Part(Kind.SUFFIX_NUMBER, text));
      } else {
        parts.add(new Part(Kind.LETTER, text));
      }
    }
    parts.add(new Part(Kind.END, ""));
    return parts;
  }
}
