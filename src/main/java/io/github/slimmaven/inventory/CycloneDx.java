package io.github.slimmaven.inventory;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.inventory.scan.Component;
import java.time.Instant;
import java.util.Optional;

/** A list of packages as CycloneDX 1.6 has it (https://cyclonedx.org/docs/1.6/json/). */
final class CycloneDx {
  private CycloneDx() {}

  static ObjectNode of(Sbom sbom) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("bomFormat", "CycloneDX").put("specVersion", "1.6");
    document.put("serialNumber", "urn:uuid:" + sbom.uuid()).put("version", 1);
    metadata(sbom, document.putObject("metadata"));
    ArrayNode components = document.putArray("components");
    system(sbom).ifPresent(release -> system(release, components.addObject()));
    for (Sbom.Item item : sbom.items()) {
      component(item, components.addObject());
    }
    return document;
  }

  private static void metadata(Sbom sbom, ObjectNode metadata) {
    if (!sbom.created().equals(Instant.EPOCH)) {
      metadata.put("timestamp", sbom.created().toString());
    }
    ObjectNode tool = metadata.putObject("tools").putArray("components").addObject();
    tool.put("type", "application").put("group", "io.github.slimmaven");
    tool.put("name", "slim-maven-plugin");
    if (!sbom.tool().isEmpty()) {
      tool.put("version", sbom.tool());
    }
    ObjectNode image = metadata.putObject("component");
    image.put("type", "container").put("bom-ref", sbom.purl()).put("name", sbom.name());
    image.put("version", sbom.digest().toString()).put("purl", sbom.purl());
  }

  /** The distribution, by which scanners choose their data. */
  private static Optional<OsRelease> system(Sbom sbom) {
    return sbom.items().stream()
        .map(item -> item.part().release())
        .filter(release -> !release.id().isEmpty())
        .findFirst();
  }

  private static void system(OsRelease release, ObjectNode component) {
    component.put("type", "operating-system").put("bom-ref", "os:" + release.id());
    component.put("name", release.id());
    if (!release.version().isEmpty()) {
      component.put("version", release.version());
    }
  }

  private static void component(Sbom.Item item, ObjectNode node) {
    Component component = item.component();
    node.put("type", "library").put("bom-ref", item.id());
    if (!component.namespace().isEmpty()) {
      node.put("group", component.namespace());
    }
    node.put("name", component.name());
    if (!component.version().isEmpty()) {
      node.put("version", component.version());
    }
    item.part()
        .sha1()
        .ifPresent(
            sha1 -> node.putArray("hashes").addObject().put("alg", "SHA-1").put("content", sha1));
    node.put("purl", component.purl());
    ArrayNode properties = node.putArray("properties");
    property(properties, "slim:presence", component.presence().state().label());
    property(properties, "slim:files", String.valueOf(component.presence().files()));
    property(properties, "slim:keptFiles", String.valueOf(component.presence().kept()));
    if (!item.part().isOfSystem()) {
      property(properties, "slim:place", item.part().place());
    }
    component
        .built()
        .ifPresent(
            built -> {
              property(properties, "slim:sourceName", built.name());
              property(properties, "slim:sourceVersion", built.version());
            });
  }

  private static void property(ArrayNode properties, String name, String value) {
    properties.addObject().put("name", name).put("value", value);
  }
}
