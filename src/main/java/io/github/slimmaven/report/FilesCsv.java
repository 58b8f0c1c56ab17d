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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
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
  private static final String HEADER = "path,status,size,reason,detail,layer,owner\r\n";

  private static final String AGAIN = ": run slim:minify first, which writes it";
  private static final Pattern FIELDS =
      Pattern.compile(
          "(?:\"((?:[^\"]|\"\")*+)\"|([^,\"]*+)),(kept|added|removed),(\\d{1,18}),([^,]*+),");

  private FilesCsv() {}

  /**
   * Writes one line for each entry: sizes in bytes (of a kept one in the minified image), layer 0
   * is the lowest. What only the minified image has follows, as {@code added}, without a layer.
   *
   * @param slim the minified image
   * @param owners path to package
   */
  public static void write(
      FileTree tree, FileTree slim, KeepSet kept, Map<String, String> owners, Path file)
      throws IOException {
    AtomicFile.write(
        file,
        part -> {
          try (Writer out = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
            out.write(HEADER);
            for (Entry entry : tree.entries()) {
              out.write(
                  line(
                      entry,
                      kept.reasons().get(entry.path()),
                      kept.size(entry),
                      owners.getOrDefault(entry.path(), "")));
            }
            for (Entry entry : slim.entries()) {
              if (tree.get(entry.path()).isEmpty()) {
                out.write(line(entry.path(), "added", entry.size(), "", "", "", ""));
              }
            }
          }
        });
  }

  /**
   * The files of the minified image.
   *
   * @return path as it stands in the file, which escapes what can't be seen, to bytes
   * @throws ReportException naming the file if it is missing or no such one
   */
  public static Map<String, Long> sizes(Path file) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    read(
        file,
        fields -> {
          if (!fields.group(3).equals("removed")) {
            sizes.put(path(fields), Long.parseLong(fields.group(4)));
          }
        });
    return sizes;
  }

  /**
   * What of the source stays by a file that {@link #write} wrote.
   *
   * @return path as it is there to the label of its reason
   * @throws ReportException naming the file if it is missing or no such one
   */
  public static SortedMap<String, String> kept(Path file) throws IOException {
    SortedMap<String, String> kept = new TreeMap<>();
    read(
        file,
        fields -> {
          if (fields.group(3).equals("kept")) {
            kept.put(path(fields), fields.group(5));
          }
        });
    return kept;
  }

  private static void read(Path file, Consumer<Matcher> rows) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file)) {
      if (!(in.readLine() + "\r\n").startsWith("path,status,size,")) {
        throw new ReportException("The file '" + file + "' is no files.csv" + AGAIN);
      }
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        Matcher fields = FIELDS.matcher(line);
        if (!fields.lookingAt()) {
          throw new ReportException(
              "The file '" + file + "' has a broken line '" + line + "'" + AGAIN);
        }
        rows.accept(fields);
      }
    } catch (NoSuchFileException e) {
      throw new ReportException("There is no file '" + file + "'" + AGAIN, e);
    }
  }

  private static String path(Matcher fields) {
    String quoted = fields.group(1);
    return quoted == null ? fields.group(2) : quoted.replace("\"\"", "\"");
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

  private static String line(Entry entry, Reason reason, long size, String owner) {
    return line(
        entry.path(),
        reason == null ? "removed" : "kept",
        size,
        reason == null ? "" : reason.kind().label(),
        reason == null ? "" : reason.detail(),
        Integer.toString(entry.layer()),
        owner);
  }

  private static String line(
      String path,
      String status,
      long size,
      String reason,
      String detail,
      String layer,
      String owner) {
    return String.join(
            ",",
            field(path),
            status,
            Long.toString(size),
            reason,
            field(detail),
            layer,
            field(owner))
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
