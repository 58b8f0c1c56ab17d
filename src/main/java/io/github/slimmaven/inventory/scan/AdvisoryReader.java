package io.github.slimmaven.inventory.scan;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.slimmaven.inventory.scan.Affected.Event;
import io.github.slimmaven.inventory.scan.Affected.Kind;
import io.github.slimmaven.inventory.scan.Affected.Range;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads OSV records. Keys of later schemas are ignored. */
final class AdvisoryReader {
  /** Characters of a summary, which is to be one line. */
  private static final int MOST_SUMMARY = 200;

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private AdvisoryReader() {}

  /**
   * Reads a record.
   *
   * @param from for the message
   */
  static Advisory read(byte[] json, String from) throws AdvisoryException {
    JsonNode record;
    try {
      record = MAPPER.readTree(json);
    } catch (IOException e) {
      throw new AdvisoryException(
          "'" + from + "' is no valid JSON. Download the vulnerability data again", e);
    }
    String id = text(record, "id");
    if (id.isEmpty()) {
      throw new AdvisoryException(
          "'"
              + from
              + "' is no OSV record: it has no 'id'. Leave only OSV records among the"
              + " vulnerability data");
    }
    List<String> others = new ArrayList<>();
    record.path("aliases").forEach(alias -> others.add(alias.asText("")));
    record.path("upstream").forEach(alias -> others.add(alias.asText("")));
    others.removeIf(String::isEmpty);
    List<Affected> affected = new ArrayList<>();
    record.path("affected").forEach(node -> affected.add(affected(node)));
    Severity severity = severity(record);
    return new Advisory(
        id,
        others,
        instant(text(record, "modified")),
        !text(record, "withdrawn").isEmpty(),
        severity == Severity.UNKNOWN
            ? Severity.ofLabel(text(record.path("database_specific"), "severity"))
            : severity,
        summary(text(record, "summary")),
        affected);
  }

  private static Affected affected(JsonNode node) {
    List<Range> ranges = new ArrayList<>();
    for (JsonNode range : node.path("ranges")) {
      boolean semver = text(range, "type").equals("SEMVER");
      if (semver || text(range, "type").equals("ECOSYSTEM")) {
        ranges.add(new Range(semver, events(range)));
      }
    }
    Set<String> versions = new HashSet<>();
    node.path("versions").forEach(version -> versions.add(version.asText("")));
    JsonNode named = node.path("package");
    return new Affected(
        text(named, "ecosystem"), text(named, "name"), severity(node), ranges, versions);
  }

  private static List<Event> events(JsonNode range) {
    List<Event> events = new ArrayList<>();
    for (JsonNode event : range.path("events")) {
      event
          .properties()
          .forEach(
              field ->
                  kind(field.getKey())
                      .ifPresent(kind -> events.add(new Event(kind, field.getValue().asText("")))));
    }
    return events;
  }

  private static Optional<Kind> kind(String key) {
    return switch (key) {
      case "introduced" -> Optional.of(Kind.INTRODUCED);
      case "fixed" -> Optional.of(Kind.FIXED);
      case "last_affected" -> Optional.of(Kind.LAST_AFFECTED);
      case "limit" -> Optional.of(Kind.LIMIT);
      default -> Optional.empty();
    };
  }

  /**
   * The worst of those whose vector can be computed. Of CVSS 4 only a database's label is known.
   */
  private static Severity severity(JsonNode node) {
    Severity worst = Severity.UNKNOWN;
    for (JsonNode rated : node.path("severity")) {
      OptionalInt score = Cvss3.score(text(rated, "score"));
      if (score.isPresent()) {
        worst = worst.or(Severity.ofScore(score.getAsInt()));
      }
    }
    return worst;
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Without control characters, for logs and pages. */
  private static String summary(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() <= MOST_SUMMARY ? line : line.substring(0, MOST_SUMMARY) + "...";
  }

  private static String text(JsonNode node, String key) {
    return node.path(key).asText("");
  }
}
