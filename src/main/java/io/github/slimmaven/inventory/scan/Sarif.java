package io.github.slimmaven.inventory.scan;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The vulnerabilities of a minified image in SARIF 2.1.0 (OASIS), for code scanning. A removed
 * package has none; what a document clears is a result that is suppressed.
 */
public final class Sarif {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private final String image;
  private final ArrayNode results = MAPPER.createArrayNode();
  private final Map<String, ObjectNode> rules = new TreeMap<>();

  private Sarif(String image) {
    this.image = URLEncoder.encode(image, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * Writes the log; the same input gives the same bytes.
   *
   * @param image its name
   * @param version of this plugin, or ""
   */
  public static byte[] of(Scan scan, String image, String version) {
    Sarif sarif = new Sarif(image);
    if (scan instanceof Scan.Assessed assessed) {
      for (Vulnerability found : assessed.vulnerabilities()) {
        found.matches().stream()
            .filter(match -> match.component().presence().state() != Presence.State.REMOVED)
            .forEach(match -> sarif.add(found, match));
      }
      assessed.notAffected().forEach(sarif::add);
    }
    ObjectNode log = MAPPER.createObjectNode().put("$schema", SCHEMA).put("version", "2.1.0");
    ObjectNode run = log.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "slim-maven-plugin");
    if (!version.isEmpty()) {
      driver.put("version", version);
    }
    ArrayNode described = driver.putArray("rules");
    sarif.rules.values().forEach(described::add);
    ObjectNode invocation = run.putArray("invocations").addObject();
    invocation.put("executionSuccessful", scan instanceof Scan.Assessed);
    if (scan instanceof Scan.NotAssessed none) {
      invocation
          .putArray("toolExecutionNotifications")
          .addObject()
          .put("level", "error")
          .putObject("message")
          .put("text", none.reason());
    }
    run.set("results", sarif.results);
    return PrettyJson.bytes(log);
  }

  private void add(Vulnerability found, Vulnerability.Match match) {
    Component component = match.component();
    Presence presence = component.presence();
    String text =
        (found.update() ? "" : found.id() + " in ")
            + (found.update() ? found.id() + ": " : "")
            + component.name()
            + " "
            + component.version()
            + (presence.state() == Presence.State.PARTIAL
                ? " (%d of %d files are left)".formatted(presence.kept(), presence.files())
                : "")
            + match.fixed().map(fixed -> ", fixed in " + fixed).orElse(", no fix is known")
            + (found.summary().isEmpty() ? "" : ": " + found.summary());
    add(found.id(), found.severity(), component, text);
  }

  private void add(Scan.NotAffected cleared) {
    ObjectNode suppression =
        add(
                cleared.id(),
                cleared.severity(),
                cleared.component(),
                "%s in %s %s: %s by %s"
                    .formatted(
                        cleared.id(),
                        cleared.component().name(),
                        cleared.component().version(),
                        cleared.status(),
                        cleared.document()))
            .putArray("suppressions")
            .addObject()
            .put("kind", "external");
    suppression.put(
        "justification",
        cleared.status() + (cleared.note().isEmpty() ? "" : ": " + cleared.note()));
  }

  private ObjectNode add(String id, Severity severity, Component component, String text) {
    rules.computeIfAbsent(id, i -> rule(i, severity));
    ObjectNode result = results.addObject().put("ruleId", id).put("level", level(severity));
    result.putObject("message").put("text", JsonText.line(text));
    ObjectNode location = result.putArray("locations").addObject();
    location.putObject("physicalLocation").putObject("artifactLocation").put("uri", image);
    location
        .putArray("logicalLocations")
        .addObject()
        .put("fullyQualifiedName", component.purl())
        .put("kind", "module");
    result.putObject("partialFingerprints").put("package/v1", id + " " + component.purl());
    return result;
  }

  private static ObjectNode rule(String id, Severity severity) {
    ObjectNode rule = MAPPER.createObjectNode().put("id", id);
    rule.putObject("shortDescription").put("text", id + ", severity " + severity.label());
    rule.putObject("defaultConfiguration").put("level", level(severity));
    rule.putObject("properties").putArray("tags").add("security").add(severity.label());
    return rule;
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case CRITICAL, HIGH -> "error";
      case MEDIUM -> "warning";
      case LOW, NONE, UNKNOWN -> "note";
    };
  }
}
