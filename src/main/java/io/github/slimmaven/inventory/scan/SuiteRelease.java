package io.github.slimmaven.inventory.scan;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a suite says of itself in {@code Release} or {@code InRelease} (Debian's repository format,
 * https://wiki.debian.org/DebianRepository/Format). Its signature is not verified: apt does that.
 *
 * @param codename {@code bookworm-security}
 * @param version of the distribution's release, {@code 12}
 */
record SuiteRelease(String origin, String codename, String version, Optional<Instant> date) {
  private static final int MOST_LINES = 200;
  private static final int HIGHEST = 3;

  /**
   * That of an index: in its directory, in one of the three above it, or as apt keeps it, {@code
   * HOST_dists_SUITE_InRelease} for {@code HOST_dists_SUITE_main_binary-amd64_Packages}.
   */
  static Optional<SuiteRelease> of(Path index) throws IOException {
    String name = index.getFileName().toString();
    int suite = name.indexOf("_dists_");
    int end = suite < 0 ? -1 : name.indexOf('_', suite + "_dists_".length());
    if (end > 0) {
      for (String kind : List.of("InRelease", "Release")) {
        Path file = index.resolveSibling(name.substring(0, end + 1) + kind);
        if (Files.isRegularFile(file)) {
          return Optional.of(read(file));
        }
      }
    }
    Path directory = index.toAbsolutePath().getParent();
    for (int up = 0; up <= HIGHEST && directory != null; up++) {
      for (String kind : List.of("InRelease", "Release")) {
        Path file = directory.resolve(kind);
        // Beside the index is a Release of the component alone, which has no date.
        if (Files.isRegularFile(file) && !read(file).codename().isEmpty()) {
          return Optional.of(read(file));
        }
      }
      directory = directory.getParent();
    }
    return Optional.empty();
  }

  private static SuiteRelease read(Path file) throws IOException {
    Map<String, String> fields = new HashMap<>();
    try (InputStream in = Files.newInputStream(file);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      IndexLines text = new IndexLines(lines, file.toString());
      for (int i = 0; i < MOST_LINES; i++) {
        Optional<String> line = text.next();
        if (line.isEmpty()) {
          break;
        }
        int colon = line.get().indexOf(": ");
        if (colon > 0) {
          fields.putIfAbsent(
              line.get().substring(0, colon), line.get().substring(colon + 2).strip());
        }
      }
    }
    return new SuiteRelease(
        fields.getOrDefault("Origin", ""),
        fields.getOrDefault("Codename", fields.getOrDefault("Suite", "")),
        fields.getOrDefault("Version", ""),
        date(fields.getOrDefault("Date", "")));
  }

  private static Optional<Instant> date(String text) {
    try {
      String offset = text.replaceFirst("(?:UTC|GMT|Z)$", "+0000");
      return Optional.of(
          ZonedDateTime.parse(offset, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  boolean isSecurity() {
    return codename.endsWith("-security") || codename.endsWith("/updates");
  }

  /** {@code Debian:12}; empty if packages of it cannot be told by their release. */
  Optional<String> ecosystem() {
    return origin.equals("Debian") && version.matches("\\d{1,4}(?:\\.\\d{1,4})?")
        ? Optional.of("Debian:" + version.replaceFirst("\\..*", ""))
        : Optional.empty();
  }
}
