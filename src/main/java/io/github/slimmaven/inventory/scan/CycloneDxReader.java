package io.github.slimmaven.inventory.scan;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.slimmaven.inventory.scan.Statement.Product;
import io.github.slimmaven.inventory.scan.Statement.Status;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * Reads the vulnerabilities of CycloneDX documents in JSON, 1.4 to 1.6 (https://cyclonedx.org): a
 * VEX, or an SBOM that has some.
 */
final class CycloneDxReader {
  private final String name;
  private final Map<String, PackageUrl> components = new HashMap<>();
  private final Optional<PackageUrl> image;

  private CycloneDxReader(JsonNode document, String name) {
    this.name = name;
    JsonNode about = document.path("metadata").path("component");
    this.image = PackageUrl.of(JsonText.of(about, "purl")).filter(PackageUrl::isImage);
    Deque<JsonNode> left = new ArrayDeque<>();
    left.add(about);
    document.path("components").forEach(left::add);
    while (!left.isEmpty()) {
      JsonNode component = left.removeFirst();
      PackageUrl.of(JsonText.of(component, "purl"))
          .ifPresent(url -> components.put(JsonText.of(component, "bom-ref"), url));
      component.path("components").forEach(left::add);
    }
  }

  static boolean reads(JsonNode document) {
    return JsonText.of(document, "bomFormat").equals("CycloneDX");
  }

  /**
   * What a document states.
   *
   * @param name of the document's file
   * @throws AdvisoryException if an analysis has an unknown state: it could be one that matters
   */
  static List<Statement> read(JsonNode document, String name) throws AdvisoryException {
    CycloneDxReader reader = new CycloneDxReader(document, name);
    List<Statement> statements = new ArrayList<>();
    for (JsonNode vulnerability : document.path("vulnerabilities")) {
      statements.add(reader.statement(vulnerability));
    }
    return statements;
  }

  private Statement statement(JsonNode node) throws AdvisoryException {
    NavigableSet<String> ids = new TreeSet<>();
    ids.add(JsonText.of(node, "id"));
    node.path("references").forEach(other -> ids.add(JsonText.of(other, "id")));
    ids.remove("");
    List<Product> products = new ArrayList<>();
    node.path("affects")
        .forEach(affected -> product(JsonText.of(affected, "ref")).ifPresent(products::add));
    JsonNode analysis = node.path("analysis");
    String why = JsonText.of(analysis, "justification");
    String detail = JsonText.of(analysis, "detail");
    return new Statement(
        name,
        ids,
        status(JsonText.of(analysis, "state")),
        JsonText.line(why + (why.isEmpty() || detail.isEmpty() ? "" : ": ") + detail),
        severity(node),
        products);
  }

  private Status status(String state) throws AdvisoryException {
    return switch (state) {
      case "not_affected", "false_positive" -> Status.NOT_AFFECTED;
      case "resolved", "resolved_with_pedigree" -> Status.FIXED;
      case "exploitable", "" -> Status.AFFECTED;
      case "in_triage" -> Status.UNDER_INVESTIGATION;
      default ->
          throw new AdvisoryException(
              "'"
                  + name
                  + "' has an analysis of the state '"
                  + JsonText.line(state)
                  + "': expected one of CycloneDX 1.6, as 'not_affected'. Correct the document");
    };
  }

  /** What is said of an image holds in that image alone. */
  private Optional<Product> product(String ref) {
    Optional<PackageUrl> named =
        Optional.ofNullable(components.get(ref))
            .or(() -> PackageUrl.of(ref))
            .or(() -> PackageUrl.of(fragment(ref)));
    return named.map(
        url -> url.isImage() ? new Product(named, List.of()) : new Product(image, List.of(url)));
  }

  /** A BOM-Link, {@code urn:cdx:<serial>/<version>#<bom-ref>}. */
  private static String fragment(String ref) {
    if (!ref.startsWith("urn:cdx:") || ref.indexOf('#') < 0) {
      return "";
    }
    try {
      String part = ref.substring(ref.indexOf('#') + 1).replace("+", "%2B");
      return URLDecoder.decode(part, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static Severity severity(JsonNode node) {
    Severity worst = Severity.UNKNOWN;
    for (JsonNode rating : node.path("ratings")) {
      OptionalInt score = Cvss.score(JsonText.of(rating, "vector"));
      worst =
          worst.or(
              score.isPresent()
                  ? Severity.ofScore(score.getAsInt())
                  : Severity.ofLabel(JsonText.of(rating, "severity").toUpperCase(Locale.ROOT)));
    }
    return worst;
  }
}
