package io.github.slimmaven.inventory.scan;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Texts of documents that others wrote. */
final class JsonText {
  /** Characters of what is to be one line. */
  private static final int MOST = 200;

  private JsonText() {}

  /** The text of a key, or "". */
  static String of(JsonNode node, String key) {
    return node.path(key).asText("");
  }

  /** Without control characters, for logs and pages; cut where it is long. */
  static String line(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() <= MOST ? line : line.substring(0, MOST) + "...";
  }

  /** RFC 3339; empty if it is not. */
  static Optional<Instant> instant(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
