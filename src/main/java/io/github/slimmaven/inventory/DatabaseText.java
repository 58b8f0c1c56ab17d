package io.github.slimmaven.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What stays of the texts in which package managers note what they installed. */
final class DatabaseText {
  /** What scanners and dpkg itself ask of a package (deb-control(5)). */
  private static final List<String> FIELDS =
      List.of(
          "Package:",
          "Status:",
          "Maintainer:",
          "Architecture:",
          "Multi-Arch:",
          "Source:",
          "Version:",
          "Description:");

  private DatabaseText() {}

  /**
   * The paragraphs of dpkg's {@code status} that stay, with these fields' first lines.
   *
   * @param stays by {@code name:arch}
   */
  static List<String> status(List<String> lines, Predicate<String> stays) {
    List<String> kept = new ArrayList<>();
    for (List<String> paragraph : paragraphs(lines)) {
      if (stays.test(value(paragraph, "Package:") + ":" + value(paragraph, "Architecture:"))) {
        paragraph.stream()
            .filter(line -> FIELDS.stream().anyMatch(line::startsWith))
            .forEach(kept::add);
        kept.add("");
      }
    }
    return kept;
  }

  /**
   * The paragraphs of apk's {@code installed} that stay, with the files that stay.
   *
   * @param stays by name
   * @param keeps by the path as it is written there
   */
  static List<String> installed(
      List<String> lines, Predicate<String> stays, Predicate<String> keeps) {
    List<String> kept = new ArrayList<>();
    for (List<String> paragraph : paragraphs(lines)) {
      if (stays.test(value(paragraph, "P:"))) {
        files(paragraph, keeps, kept);
        kept.add("");
      }
    }
    return kept;
  }

  /**
   * {@code F:} and {@code M:} are of a directory, {@code R:}, {@code a:} and {@code Z:} of a file.
   */
  private static void files(List<String> paragraph, Predicate<String> keeps, List<String> kept) {
    List<String> directory = new ArrayList<>();
    String path = "";
    boolean stays = true;
    for (String line : paragraph) {
      if (line.startsWith("F:")) {
        directory = new ArrayList<>(List.of(line));
        path = line.substring(2);
        stays = false;
      } else if (line.startsWith("M:")) {
        directory.add(line);
      } else if (line.startsWith("R:")) {
        stays = keeps.test((path.isEmpty() ? "/" : "/" + path + "/") + line.substring(2));
        if (stays) {
          kept.addAll(directory);
          directory = new ArrayList<>();
          kept.add(line);
        }
      } else if (stays) {
        kept.add(line);
      }
    }
  }

  /** The fields of a Python package's {@code METADATA} that say what it is. */
  static List<String> metadata(List<String> lines) {
    List<String> kept = new ArrayList<>();
    for (String line : lines) {
      if (line.isBlank()) {
        break;
      }
      if (Set.of("Metadata-Version:", "Name:", "Version:").stream().anyMatch(line::startsWith)) {
        kept.add(line.stripTrailing());
      }
    }
    return kept;
  }

  private static List<List<String>> paragraphs(List<String> lines) {
    List<List<String>> paragraphs = new ArrayList<>();
    List<String> paragraph = new ArrayList<>();
    for (String line : lines) {
      if (!line.isBlank()) {
        paragraph.add(line);
      } else if (!paragraph.isEmpty()) {
        paragraphs.add(paragraph);
        paragraph = new ArrayList<>();
      }
    }
    if (!paragraph.isEmpty()) {
      paragraphs.add(paragraph);
    }
    return paragraphs;
  }

  private static String value(List<String> paragraph, String key) {
    return paragraph.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()).strip())
        .findFirst()
        .orElse("");
  }
}
