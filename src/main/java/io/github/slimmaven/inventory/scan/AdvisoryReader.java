package io.github.slimmaven.inventory.scan;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.slimmaven.inventory.scan.Affected.Event;
import io.github.slimmaven.inventory.scan.Affected.Kind;
import io.github.slimmaven.inventory.scan.Affected.Range;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads OSV records. Keys of later schemas are ignored. */
final class AdvisoryReader {
  private AdvisoryReader() {}

  /**
   * Reads a record.
   *
   * @param record that has an {@code id}
   */
  static Advisory read(JsonNode record) {
    String id = text(record, "id");
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
        JsonText.instant(text(record, "modified")),
        !text(record, "withdrawn").isEmpty(),
        severity == Severity.UNKNOWN
            ? Severity.ofLabel(text(record.path("database_specific"), "severity"))
            : severity,
        JsonText.line(text(record, "summary")),
        affected,
        false);
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

  /** The worst of those whose vector can be computed. */
  private static Severity severity(JsonNode node) {
    Severity worst = Severity.UNKNOWN;
    for (JsonNode rated : node.path("severity")) {
      OptionalInt score = Cvss.score(text(rated, "score"));
      if (score.isPresent()) {
        worst = worst.or(Severity.ofScore(score.getAsInt()));
      }
    }
    return worst;
  }

  private static String text(JsonNode node, String key) {
    return JsonText.of(node, key);
  }
}
