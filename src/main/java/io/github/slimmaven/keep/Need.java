package io.github.slimmaven.keep;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One thing that a pack detects and what that brings. The named groups of both expressions are the
 * variables of the {@link Take}s.
 *
 * @param path matches the whole path of a kept entry that is no directory
 * @param content found any number of times in the text of that file; absent: the path is enough
 * @param own counts for the app's own files only, not for those of libraries and the system
 * @param takes what stays
 */
record Need(Expression path, Optional<Expression> content, boolean own, List<Take> takes) {
  Need {
    takes = List.copyOf(takes);
  }

  /** A kept path like this brings these. */
  static Need of(String path, Take... takes) {
    return new Need(Expression.of(path, Pattern.DOTALL), Optional.empty(), false, List.of(takes));
  }

  /** Each place like this in a kept file like this brings these. */
  static Need reading(String path, String content, Take... takes) {
    return reading(path, content, false, takes);
  }

  /** Each place like this in a file like this of the app's own brings these. */
  static Need readingOwn(String path, String content, Take... takes) {
    return reading(path, content, true, takes);
  }

  private static Need reading(String path, String content, boolean own, Take... takes) {
    return new Need(
        Expression.of(path, Pattern.DOTALL),
        Optional.of(Expression.of(content, Pattern.MULTILINE)),
        own,
        List.of(takes));
  }
}
