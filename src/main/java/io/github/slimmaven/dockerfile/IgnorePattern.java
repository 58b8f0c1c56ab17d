package io.github.slimmaven.dockerfile;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * One pattern of a {@code .dockerignore}. It takes time in proportion to its length and the path's,
 * whatever it looks like: all places in the pattern that a path's beginning leads to go on
 * together.
 */
final class IgnorePattern {
  /** What one character of a path may be. */
  private enum Kind {
    /** The character itself. */
    LITERAL,
    /** One of a set. */
    SET,
    /** All but a slash. */
    ANY,
    /** Any number of characters but slashes. */
    STAR,
    /** Any number of characters. */
    ALL,
    /** The beginning of any number of directories, maybe none. */
    DIRECTORIES,
    /** Within these, up to a slash. */
    WITHIN
  }

  private record Token(Kind kind, char literal, Pattern set) {
    boolean takes(char c) {
      return switch (kind) {
        case LITERAL -> c == literal;
        case SET -> set.matcher(String.valueOf(c)).matches();
        case ANY, STAR -> c != '/';
        case ALL, DIRECTORIES, WITHIN -> true;
      };
    }

    boolean isOptional() {
      return kind == Kind.STAR || kind == Kind.ALL || kind == Kind.DIRECTORIES;
    }
  }

  private static final Pattern NONE = Pattern.compile("");

  private final List<Token> tokens = new ArrayList<>();

  /**
   * Reads a pattern.
   *
   * @param pattern relative, without empty, "." and ".." parts
   * @throws IllegalArgumentException if its set of characters is none
   */
  IgnorePattern(String pattern) {
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      int end = c == '[' ? pattern.indexOf(']', i + 1) : -1;
      if (pattern.startsWith("**/", i)) {
        add(Kind.DIRECTORIES);
        add(Kind.WITHIN);
        i += 2;
      } else if (pattern.startsWith("**", i)) {
        add(Kind.ALL);
        i++;
      } else if (c == '*') {
        add(Kind.STAR);
      } else if (c == '?') {
        add(Kind.ANY);
      } else if (end > 0) {
        tokens.add(new Token(Kind.SET, c, set(pattern.substring(i + 1, end))));
        i = end;
      } else {
        boolean escaped = c == '\\' && i + 1 < pattern.length();
        tokens.add(new Token(Kind.LITERAL, escaped ? pattern.charAt(++i) : c, NONE));
      }
    }
  }

  private void add(Kind kind) {
    tokens.add(new Token(kind, '/', NONE));
  }

  private static Pattern set(String characters) {
    try {
      return Pattern.compile("[" + characters.replace("[", "\\[") + "]", Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "'[" + characters + "]' is no set of characters: expected one as in '[a-z]'", e);
    }
  }

  /** Whether a path, relative and with {@code /}, or a directory above it, is meant. */
  boolean matches(String path) {
    BitSet places = new BitSet();
    enter(0, places);
    for (int i = 0; i < path.length() && !places.isEmpty(); i++) {
      char c = path.charAt(i);
      if (c == '/' && places.get(tokens.size())) {
        return true;
      }
      BitSet next = new BitSet();
      int at = places.nextSetBit(0);
      while (at >= 0 && at < tokens.size()) {
        step(at, c, next);
        at = places.nextSetBit(at + 1);
      }
      places = next;
    }
    return places.get(tokens.size());
  }

  private void step(int at, char c, BitSet next) {
    Token token = tokens.get(at);
    if (!token.takes(c)) {
      return;
    }
    switch (token.kind()) {
      case LITERAL, SET, ANY -> enter(at + 1, next);
      case STAR, ALL -> enter(at, next);
      case DIRECTORIES -> within(at + 1, c, next);
      case WITHIN -> within(at, c, next);
    }
  }

  private void within(int at, char c, BitSet next) {
    next.set(at);
    if (c == '/') {
      enter(at + 1, next);
    }
  }

  /** A place, and those behind it that need nothing more to be reached; each only once. */
  private void enter(int from, BitSet places) {
    int at = from;
    while (!places.get(at)) {
      places.set(at);
      if (at == tokens.size() || !tokens.get(at).isOptional()) {
        return;
      }
      at += tokens.get(at).kind() == Kind.DIRECTORIES ? 2 : 1;
    }
  }
}
