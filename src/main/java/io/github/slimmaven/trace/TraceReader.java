package io.github.slimmaven.trace;

import io.github.slimmaven.image.Port;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the sensor's raw trace (the format is described in {@code src/main/native/launch.h}). It
 * gives the whole trace or none: a smaller trace would make a broken image.
 */
public final class TraceReader {
  private static final Pattern HEADER = Pattern.compile("slim-trace[\t ]([0-9]+)[\t ](\\S+)");
  private static final int MAX_LINE = 64 * 1024;
  private static final String AGAIN = "; run the trace again, and report this if it stays so";

  private final Path raw;
  private final Map<String, Set<AccessTrace.Use>> paths = new TreeMap<>();
  private final Set<String> missing = new TreeSet<>();
  private final Set<String> syscalls = new TreeSet<>();
  private final Set<String> conventions = new TreeSet<>();
  private final Set<String> capabilities = new TreeSet<>();
  private final Set<Port> listening = new TreeSet<>();
  private final List<String> limits = new ArrayList<>();
  private boolean userNotification;
  private boolean fanotify;
  private int line;

  private TraceReader(Path raw) {
    this.raw = raw;
  }

  /**
   * Reads a raw trace.
   *
   * @throws TraceException if it is empty, cut short, has no header, comes from another version of
   *     the sensor, has a line that makes no sense, or if nothing watched or ran
   */
  public static AccessTrace read(Path raw) throws IOException {
    return new TraceReader(raw).read();
  }

  private AccessTrace read() throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(raw), 64 * 1024)) {
      String first = next(in);
      if (first == null) {
        throw new TraceException("The trace '" + raw + "' is empty" + AGAIN);
      }
      Matcher header = HEADER.matcher(first);
      if (!header.matches()) {
        throw bad("does not start with 'slim-trace', but with", first);
      }
      if (!header.group(1).equals("1")) {
        throw new TraceException(
            String.format(
                "The trace '%s' has version '%s', expected '1'; trace with the sensor of this"
                    + " plugin",
                raw, header.group(1)));
      }
      for (String text = next(in); text != null; text = next(in)) {
        record(text);
      }
      return finish(header.group(2));
    }
  }

  private AccessTrace finish(String architecture) throws TraceException {
    if (!userNotification && !fanotify) {
      throw new TraceException("The trace '" + raw + "' does not say what watched" + AGAIN);
    }
    if (paths.values().stream().noneMatch(uses -> uses.contains(AccessTrace.Use.EXECUTED))) {
      throw new TraceException("The trace '" + raw + "' has no program that ran" + AGAIN);
    }
    return new AccessTrace(
        architecture,
        new TreeMap<>(paths),
        new TreeSet<>(missing),
        new TreeSet<>(syscalls),
        new TreeSet<>(conventions),
        new TreeSet<>(capabilities),
        new TreeSet<>(listening),
        new TreeSet<>(),
        Optional.empty(),
        userNotification,
        fanotify,
        limits);
  }

  private void record(String text) throws TraceException {
    String[] fields = text.split("\t", -1);
    String value = fields[fields.length - 1];
    if (fields.length != (fields[0].equals("lis") ? 3 : 2) || value.isEmpty()) {
      throw bad("makes no sense", text);
    }
    switch (fields[0]) {
      case "by" -> by(value, text);
      case "see" -> touch(value, AccessTrace.Use.LOOKED_UP, text);
      case "get" -> touch(value, AccessTrace.Use.OPENED, text);
      case "run" -> touch(value, AccessTrace.Use.EXECUTED, text);
      case "via" -> touch(value, AccessTrace.Use.LINK, text);
      case "put" -> touch(value, AccessTrace.Use.WRITTEN, text);
      case "mis" -> missing.add(path(value, text));
      case "sys" -> syscalls.add(value);
      case "abi" -> conventions.add(value);
      case "cap" -> capabilities.add(value);
      case "lis" -> listening.add(port(fields, text));
      case "lim" -> limits.add(unescape(value, text));
      case "lost" ->
          throw new TraceException(
              String.format(
                  "The trace '%s' is incomplete: the sensor lost the app ('%s')%s",
                  raw, unescape(value, text), AGAIN));
      default -> throw bad("has an unknown record", text);
    }
  }

  private void by(String value, String text) throws TraceException {
    switch (value) {
      case "notify" -> userNotification = true;
      case "fanotify" -> fanotify = true;
      default -> throw bad("names an unknown watcher", text);
    }
  }

  private void touch(String value, AccessTrace.Use use, String text) throws TraceException {
    paths.computeIfAbsent(path(value, text), p -> EnumSet.noneOf(AccessTrace.Use.class)).add(use);
  }

  private Port port(String[] fields, String text) throws TraceException {
    try {
      return Port.of(fields[2] + "/" + fields[1]);
    } catch (IllegalArgumentException e) {
      throw bad("names an impossible port", text);
    }
  }

  /** An absolute path without empty, "." or ".." components. */
  private String path(String value, String text) throws TraceException {
    String path = unescape(value, text);
    if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
      throw bad("names no absolute path", text);
    }
    boolean plain = true;
    for (String name : path.substring(1).split("/", -1)) {
      if (name.equals("..")) {
        throw bad("names a path with '..'", text);
      }
      plain &= !name.isEmpty() && !name.equals(".");
    }
    return plain || path.equals("/") ? path : normalised(path);
  }

  private static String normalised(String path) {
    StringBuilder plain = new StringBuilder();
    for (String name : path.split("/")) {
      if (!name.isEmpty() && !name.equals(".")) {
        plain.append('/').append(name);
      }
    }
    return plain.length() == 0 ? "/" : plain.toString();
  }

  private String unescape(String value, String text) throws TraceException {
    try {
      return PathEscape.unescape(value);
    } catch (IllegalArgumentException e) {
      throw bad("has a broken escape", text);
    }
  }

  /** The next line, without its end; null at the end of the file. */
  private String next(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder(80);
    line++;
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 && text.length() == 0) {
        return null;
      }
      if (b < 0) {
        throw bad("is cut short at", text.toString());
      }
      boolean plain = (b >= 0x20 && b < 0x7F) || b == '\t';
      if (!plain || text.length() == MAX_LINE) {
        throw bad("is no text after", text.toString());
      }
      text.append((char) b);
    }
    return text.toString();
  }

  private TraceException bad(String what, String text) {
    String shown = text.length() > 200 ? text.substring(0, 200) + "..." : text;
    return new TraceException(
        String.format("The trace '%s', line %d, %s '%s'%s", raw, line, what, shown, AGAIN));
  }
}
