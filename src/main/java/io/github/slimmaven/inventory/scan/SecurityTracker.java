package io.github.slimmaven.inventory.scan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.slimmaven.inventory.scan.Affected.Event;
import io.github.slimmaven.inventory.scan.Affected.Kind;
import io.github.slimmaven.inventory.scan.Affected.Range;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Reads the data of Debian's security tracker
 * (https://security-tracker.debian.org/tracker/data/json): source package to vulnerability to state
 * in each release. One source package is in memory at a time.
 */
final class SecurityTracker {
  private static final Pattern VULNERABILITY = Pattern.compile("(?:CVE|TEMP)-[0-9A-Za-z-]{1,40}");

  /** Codename to release (https://wiki.debian.org/DebianReleases). */
  private static final Map<String, String> RELEASES =
      Map.of(
          "stretch",
          "9",
          "buster",
          "10",
          "bullseye",
          "11",
          "bookworm",
          "12",
          "trixie",
          "13",
          "forky",
          "14",
          "duke",
          "15");

  private SecurityTracker() {}

  /** Whether the second level of a document has this key. */
  static boolean reads(String key) {
    return VULNERABILITY.matcher(key).matches();
  }

  /**
   * Reads the data.
   *
   * @param parser at its start
   * @param date that nothing in it tells
   * @param each given the records of a source package
   */
  static void read(JsonParser parser, Instant date, Consumer<Advisory> each) throws IOException {
    parser.nextToken();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      JsonNode vulnerabilities = parser.readValueAsTree();
      vulnerabilities
          .properties()
          .forEach(entry -> each.accept(advisory(name, entry.getKey(), entry.getValue(), date)));
    }
  }

  private static Advisory advisory(String name, String id, JsonNode node, Instant date) {
    List<Affected> affected = new ArrayList<>();
    node.path("releases")
        .properties()
        .forEach(
            release -> {
              String number = RELEASES.get(release.getKey());
              if (number != null) {
                affected.add(affected("Debian:" + number, name, release.getValue()));
              }
            });
    return new Advisory(
        id,
        List.of(),
        Optional.of(date),
        false,
        Severity.UNKNOWN,
        JsonText.line(JsonText.of(node, "description")),
        affected,
        false);
  }

  private static Affected affected(String ecosystem, String name, JsonNode state) {
    String fixed = JsonText.of(state, "fixed_version");
    // Fixed in 0: the release never had it.
    List<Event> events =
        switch (JsonText.of(state, "status")) {
          case "open" -> List.of(new Event(Kind.INTRODUCED, "0"));
          case "resolved" ->
              fixed.isEmpty()
                  ? List.of()
                  : List.of(new Event(Kind.INTRODUCED, "0"), new Event(Kind.FIXED, fixed));
          default -> List.of();
        };
    // Without events nobody knows yet: it names no version, which makes the package doubtful.
    return new Affected(
        ecosystem,
        name,
        severity(JsonText.of(state, "urgency")),
        events.isEmpty() ? List.of() : List.of(new Range(false, events)),
        Set.of());
  }

  /** A star says that Debian took the urgency over from the NVD. */
  private static Severity severity(String urgency) {
    return switch (urgency.replace("*", "")) {
      case "high" -> Severity.HIGH;
      case "medium" -> Severity.MEDIUM;
      case "low", "unimportant" -> Severity.LOW;
      default -> Severity.UNKNOWN;
    };
  }
}
