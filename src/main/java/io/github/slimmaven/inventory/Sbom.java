package io.github.slimmaven.inventory;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.inventory.scan.Component;
import io.github.slimmaven.inventory.scan.Presence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A list of the packages of an image.
 *
 * @param name of the image
 * @param digest of the image's manifest, or of its config
 * @param items in order of their components, then places
 * @param tool version of this plugin, or ""
 * @param created when the image says it was made; {@link Instant#EPOCH} if nobody knows
 */
public record Sbom(String name, Digest digest, List<Item> items, String tool, Instant created) {
  private static final JsonMapper MAPPER = new JsonMapper();

  /** The forms in which it is written. */
  public enum Format {
    CYCLONEDX(".cdx.json"),
    SPDX(".spdx.json");

    private final String suffix;

    Format(String suffix) {
      this.suffix = suffix;
    }

    /** {@code source.cdx.json}, given {@code source}. */
    public String fileName(String image) {
      return image + suffix;
    }

    /**
     * Parses {@code cyclonedx} or {@code spdx}.
     *
     * @throws IllegalArgumentException naming the text and the legal forms
     */
    public static Format of(String text) {
      for (Format format : values()) {
        if (format.name().equals(text.strip().toUpperCase(Locale.ROOT))) {
          return format;
        }
      }
      throw new IllegalArgumentException(
          "'" + text + "' is no slim.sbom: expected 'cyclonedx' or 'spdx'");
    }
  }

  /**
   * A package in a place.
   *
   * @param id its package URL, with {@code #2} and so on behind where it is there again
   */
  record Item(String id, Component component, Part part) {}

  public Sbom {
    items = List.copyOf(items);
  }

  /** That of a source image, which says what is left of each package in a minified one. */
  public static Sbom ofSource(
      String name,
      Digest digest,
      Inventory inventory,
      FileTree slim,
      String tool,
      Instant created) {
    return new Sbom(name, digest, items(inventory, slim, true), tool, created);
  }

  /** That of a minified image: of the source's packages those that are not removed. */
  public static Sbom ofSlim(
      String name,
      Digest digest,
      Inventory inventory,
      FileTree slim,
      String tool,
      Instant created) {
    return new Sbom(name, digest, items(inventory, slim, false), tool, created);
  }

  private static List<Item> items(Inventory inventory, FileTree slim, boolean removed) {
    List<Item> items = new ArrayList<>();
    for (Part part : inventory.parts()) {
      Component component = part.component(Optional.of(slim));
      if (removed || component.presence().state() != Presence.State.REMOVED) {
        items.add(new Item(component.purl(), component, part));
      }
    }
    items.sort(Comparator.comparing(Item::component).thenComparing(item -> item.part().place()));
    Map<String, Integer> seen = new HashMap<>();
    return items.stream()
        .map(
            item -> {
              int again = seen.merge(item.id(), 1, Integer::sum);
              return again == 1
                  ? item
                  : new Item(item.id() + "#" + again, item.component(), item.part());
            })
        .toList();
  }

  /** Writes it; the same list gives the same bytes. */
  public void write(Format format, Path file) throws IOException {
    JsonNode document =
        switch (format) {
          case CYCLONEDX -> CycloneDx.of(this);
          case SPDX -> Spdx.of(this);
        };
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
    // Names may have bytes that are no text.
    String text =
        MAPPER.writer(printer).with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsString(document);
    Files.writeString(file, text + "\n", StandardCharsets.US_ASCII);
  }

  /** A UUID that the digest gives, the same for the same image (RFC 9562, version 8). */
  String uuid() {
    String hex = Digest.ofContent((digest + "\n" + items).getBytes(StandardCharsets.UTF_8)).hex();
    return hex.substring(0, 8)
        + "-"
        + hex.substring(8, 12)
        + "-8"
        + hex.substring(13, 16)
        + "-a"
        + hex.substring(17, 20)
        + "-"
        + hex.substring(20, 32);
  }

  /** Package URL of the image (purl-spec, {@code oci}). */
  String purl() {
    String last = name.substring(name.lastIndexOf('/') + 1).replaceFirst("[:@].*", "");
    String plain = last.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
    return "pkg:oci/"
        + (plain.isEmpty() ? "image" : plain)
        + "@"
        + digest.toString().replace(":", "%3A");
  }
}
