package io.github.slimmaven.inventory.scan;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.image.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * {@code slim.vex.json}: the vulnerabilities that the minified image no longer has, for scanners
 * (OpenVEX 0.2.0, https://github.com/openvex/spec). It says so only of packages of which every file
 * is removed. Of all others it says nothing.
 */
public final class OpenVex {
  private static final String ID = "https://openvex.dev/docs/public/vex-";
  private static final JsonMapper MAPPER = new JsonMapper();

  private OpenVex() {}

  /**
   * Writes the document; the same input gives the same bytes. Empty if there is nothing to state: a
   * document has at least one statement.
   *
   * @param product package URL of the minified image, {@code pkg:oci/web@sha256%3A...}
   * @param author who makes the statements
   * @param asOf the date of the scan
   */
  public static Optional<byte[]> of(
      Scan.Assessed scan, String product, String author, Instant asOf) {
    ArrayNode statements = MAPPER.createArrayNode();
    for (Vulnerability found : scan.vulnerabilities()) {
      ArrayNode removed = MAPPER.createArrayNode();
      if (found.update()) {
        continue; // it has no name that others know
      }
      removed(found).forEach(purl -> removed.addObject().put("@id", purl));
      if (!removed.isEmpty()) {
        ObjectNode statement = statements.addObject();
        statement.putObject("vulnerability").put("name", found.id());
        statement
            .putArray("products")
            .addObject()
            .put("@id", product)
            .set("subcomponents", removed);
        statement.put("status", "not_affected").put("justification", "component_not_present");
      }
    }
    if (statements.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode document =
        MAPPER
            .createObjectNode()
            .put("@context", "https://openvex.dev/ns/v0.2.0")
            .put("@id", ID + digest(product, author, asOf.toString(), statements.toString()))
            .put("author", author)
            .put("timestamp", asOf.toString())
            .put("version", 1);
    document.set("statements", statements);
    return Optional.of(PrettyJson.bytes(document));
  }

  /** A package may be there twice, as those of Node.js: the copy that is left has the same name. */
  private static Set<String> removed(Vulnerability found) {
    Set<String> removed = purls(found, true);
    removed.removeAll(purls(found, false));
    return removed;
  }

  private static Set<String> purls(Vulnerability found, boolean removed) {
    return found.matches().stream()
        .map(Vulnerability.Match::component)
        .filter(component -> removed == (component.presence().state() == Presence.State.REMOVED))
        .map(Component::purl)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String digest(String... parts) {
    return Digest.ofContent(String.join("\n", parts).getBytes(StandardCharsets.UTF_8)).hex();
  }
}
