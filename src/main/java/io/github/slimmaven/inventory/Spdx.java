package io.github.slimmaven.inventory;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.inventory.scan.Component;
import io.github.slimmaven.inventory.scan.Presence;

/** A list of packages as SPDX 2.3 has it (https://spdx.github.io/spdx-spec/v2.3/). */
final class Spdx {
  private static final String NONE = "NOASSERTION";
  private static final String IMAGE = "SPDXRef-Image";

  private Spdx() {}

  static ObjectNode of(Sbom sbom) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("spdxVersion", "SPDX-2.3").put("dataLicense", "CC0-1.0");
    document.put("SPDXID", "SPDXRef-DOCUMENT").put("name", sbom.name());
    document.put("documentNamespace", "urn:uuid:" + sbom.uuid());
    ObjectNode creation = document.putObject("creationInfo");
    creation.put("created", sbom.created().toString());
    creation
        .putArray("creators")
        .add("Tool: slim-maven-plugin" + (sbom.tool().isEmpty() ? "" : "-" + sbom.tool()));
    ArrayNode packages = document.putArray("packages");
    ArrayNode relationships = JsonNodeFactory.instance.arrayNode();
    ObjectNode image = packages.addObject().put("SPDXID", IMAGE).put("name", sbom.name());
    image.put("versionInfo", sbom.digest().toString()).put("primaryPackagePurpose", "CONTAINER");
    rest(image, sbom.purl());
    relation(relationships, "SPDXRef-DOCUMENT", "DESCRIBES", IMAGE);
    for (int i = 0; i < sbom.items().size(); i++) {
      String id = "SPDXRef-Package-" + (i + 1);
      add(sbom.items().get(i), packages.addObject().put("SPDXID", id));
      relation(relationships, IMAGE, "CONTAINS", id);
    }
    document.set("relationships", relationships);
    return document;
  }

  private static void add(Sbom.Item item, ObjectNode node) {
    Component component = item.component();
    boolean grouped = !component.namespace().isEmpty() && !item.part().isOfSystem();
    String separator = component.type().equals("maven") ? ":" : "/";
    node.put(
        "name", grouped ? component.namespace() + separator + component.name() : component.name());
    if (!component.version().isEmpty()) {
      node.put("versionInfo", component.version());
    }
    item.part()
        .sha1()
        .ifPresent(
            sha1 ->
                node.putArray("checksums")
                    .addObject()
                    .put("algorithm", "SHA1")
                    .put("checksumValue", sha1));
    Presence presence = component.presence();
    node.put(
        "comment",
        "slim: %s, %d of %d files"
            .formatted(presence.state().label(), presence.kept(), presence.files()));
    rest(node, component.purl());
  }

  private static void rest(ObjectNode node, String purl) {
    node.put("downloadLocation", NONE).put("filesAnalyzed", false);
    node.put("licenseConcluded", NONE).put("licenseDeclared", NONE).put("copyrightText", NONE);
    node.putArray("externalRefs")
        .addObject()
        .put("referenceCategory", "PACKAGE-MANAGER")
        .put("referenceType", "purl")
        .put("referenceLocator", purl);
  }

  private static void relation(ArrayNode relationships, String from, String type, String to) {
    relationships
        .addObject()
        .put("spdxElementId", from)
        .put("relationshipType", type)
        .put("relatedSpdxElement", to);
  }
}
