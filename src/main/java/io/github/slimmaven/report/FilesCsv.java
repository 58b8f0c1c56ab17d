package io.github.slimmaven.report;

import io.github.slimmaven.image.AtomicFile;
import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.keep.KeepSet;
import io.github.slimmaven.keep.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes {@code files.csv}: every path of the source image, kept or removed, one line each.
 *
 * <p>RFC 4180 with a header line. What can't stand in a line or would mislead a reader is escaped
 * inside the fields: a backslash as {@code \\}, a byte that is no UTF-8 as {@code \xNN}, a control
 * or format character as a backslash, {@code u} and four hexadecimal digits. A field that a
 * spreadsheet would take for a formula starts with an apostrophe.
 */
public final class FilesCsv {
  private static final Pattern KEPT =
      Pattern.compile("(\"(?:[^\"]|\"\")*+\"|[^,]*+),kept,[0-9]++,([^,]*+),");

  private static final String HEADER = "path,status,size,reason,detail,layer\r\n";

  private FilesCsv() {}

  /**
   * Writes one line for each entry: sizes in bytes (of a kept one in the minified image), layer 0
   * is the lowest.
   */
  public static void write(FileTree tree, KeepSet kept, Path file) throws IOException {
    AtomicFile.write(
        file,
        part -> {
          try (Writer out = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
            out.write(HEADER);
            for (Entry entry : tree.entries()) {
              out.write(line(entry, kept.reasons().get(entry.path()), kept.size(entry)));
            }
          }
        });
  }

  /**
   * What stays by a file that {@link #write} wrote.
   *
   * @return path as it is there to the label of its reason
   */
  public static SortedMap<String, String> kept(Path file) throws IOException {
    SortedMap<String, String> kept = new TreeMap<>();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher matcher = KEPT.matcher(line);
        if (matcher.lookingAt()) {
          String path = matcher.group(1);
          kept.put(
              path.startsWith("\"")
                  ? path.substring(1, path.length() - 1).replace("\"\"", "\"")
                  : path,
              matcher.group(2));
        }
      }
    }
    return kept;
  }

  /** The same of what would be written. */
  public static SortedMap<String, String> kept(FileTree tree, KeepSet kept) {
    SortedMap<String, String> reasons = new TreeMap<>();
    for (Entry entry : tree.entries()) {
      Reason reason = kept.reasons().get(entry.path());
      if (reason != null) {
        reasons.put(shown(entry.path()), reason.kind().label());
      }
    }
    return reasons;
  }

  /** A path as it is in the file, without quotes. */
  public static String shown(String path) {
    return PrintableText.of(path);
  }

  private static String line(Entry entry, Reason reason, long size) {
    return String.join(
            ",",
            field(entry.path()),
            reason == null ? "removed" : "kept",
            Long.toString(size),
            reason == null ? "" : reason.kind().label(),
            reason == null ? "" : field(reason.detail()),
            Integer.toString(entry.layer()))
        + "\r\n";
  }

  private static String field(String text) {
    String safe = PrintableText.of(text);
    if (!safe.isEmpty() && "=+-@".indexOf(safe.charAt(0)) >= 0) {
      safe = "'" + safe;
    }
    return safe.indexOf(',') >= 0 || safe.indexOf('"') >= 0
        ? '"' + safe.replace("\"", "\"\"") + '"'
        : safe;
  }
}
