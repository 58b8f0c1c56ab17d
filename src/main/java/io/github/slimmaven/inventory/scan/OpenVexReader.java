package io.github.slimmaven.inventory.scan;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.slimmaven.inventory.scan.Statement.Product;
import io.github.slimmaven.inventory.scan.Statement.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** Reads OpenVEX documents, 0.0.1 to 0.2.0 (https://github.com/openvex/spec). */
final class OpenVexReader {
  private OpenVexReader() {}

  static boolean reads(JsonNode document) {
    return JsonText.of(document, "@context").startsWith("https://openvex.dev/ns");
  }

  /**
   * What a document states.
   *
   * @param name of the document's file
   * @throws AdvisoryException if a statement has an unknown status: it could be one that matters
   */
  static List<Statement> read(JsonNode document, String name) throws AdvisoryException {
    List<Statement> statements = new ArrayList<>();
    for (JsonNode node : document.path("statements")) {
      statements.add(
          new Statement(
              name,
              ids(node.path("vulnerability")),
              status(JsonText.of(node, "status"), name),
              note(node),
              Severity.UNKNOWN,
              products(node)));
    }
    return statements;
  }

  private static NavigableSet<String> ids(JsonNode vulnerability) {
    NavigableSet<String> ids = new TreeSet<>();
    ids.add(vulnerability.asText(""));
    ids.add(JsonText.of(vulnerability, "name"));
    vulnerability.path("aliases").forEach(alias -> ids.add(alias.asText("")));
    ids.remove("");
    return ids;
  }

  private static Status status(String text, String name) throws AdvisoryException {
    return switch (text) {
      case "not_affected" -> Status.NOT_AFFECTED;
      case "fixed" -> Status.FIXED;
      case "affected" -> Status.AFFECTED;
      case "under_investigation" -> Status.UNDER_INVESTIGATION;
      default ->
          throw new AdvisoryException(
              "'"
                  + name
                  + "' has a statement of the status '"
                  + JsonText.line(text)
                  + "': expected 'not_affected', 'affected', 'fixed' or 'under_investigation'."
                  + " Correct the document");
    };
  }

  private static String note(JsonNode node) {
    String justification = JsonText.of(node, "justification");
    String impact = JsonText.of(node, "impact_statement");
    return JsonText.line(
        justification + (justification.isEmpty() || impact.isEmpty() ? "" : ": ") + impact);
  }

  private static List<Product> products(JsonNode node) {
    List<Product> products = new ArrayList<>();
    for (JsonNode product : node.path("products")) {
      List<PackageUrl> parts = new ArrayList<>();
      JsonNode named = product.path("subcomponents");
      named.forEach(part -> url(part).ifPresent(parts::add));
      Optional<PackageUrl> whole = url(product);
      // Parts that cannot be read are not all of it.
      if (whole.isPresent() && (named.isEmpty() || !parts.isEmpty())) {
        products.add(new Product(whole, parts));
      }
    }
    return products;
  }

  private static Optional<PackageUrl> url(JsonNode node) {
    String id = node.isTextual() ? node.asText() : JsonText.of(node, "@id");
    return PackageUrl.of(id).or(() -> PackageUrl.of(JsonText.of(node.path("identifiers"), "purl")));
  }
}
