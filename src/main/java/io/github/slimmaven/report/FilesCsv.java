package io.github.slimmaven.report;

import io.github.slimmaven.image.AtomicFile;
import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.keep.KeepSet;
import io.github.slimmaven.keep.Reason;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

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
