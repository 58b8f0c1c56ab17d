package io.github.slimmaven.inventory.scan;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What somebody says of a vulnerability in a document: OpenVEX 0.2.0, or CycloneDX ({@code
 * vulnerabilities}).
 *
 * @param document its file
 * @param ids of the vulnerability, all that the document gives
 * @param note why: the justification and what is said besides; or ""
 * @param severity if the document rates it
 * @param products what it is said of
 */
record Statement(
    String document,
    NavigableSet<String> ids,
    Status status,
    String note,
    Severity severity,
    List<Product> products) {
  /** OpenVEX, "Status Labels". */
  enum Status {
    AFFECTED,
    NOT_AFFECTED,
    FIXED,
    UNDER_INVESTIGATION;

    /** Whether who says so takes the vulnerability for none. */
    boolean clears() {
      return this == NOT_AFFECTED || this == FIXED;
    }

    /** As in OpenVEX. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * An image or package, or packages in it.
   *
   * @param whole empty if the document names none
   * @param parts empty for all of it
   */
  record Product(Optional<PackageUrl> whole, List<PackageUrl> parts) {
    Product {
      parts = List.copyOf(parts);
      if (whole.isEmpty() && parts.isEmpty()) {
        throw new IllegalArgumentException("a product without a name");
      }
    }

    private Stream<Component> among(Collection<Component> all, ScannedImage image) {
      boolean here =
          whole.isEmpty() || image.is(whole.get()) || all.stream().anyMatch(whole.get()::names);
      if (!here) {
        return Stream.empty();
      }
      if (parts.isEmpty()) {
        PackageUrl url = whole.orElseThrow();
        return all.stream().filter(component -> image.is(url) || url.names(component));
      }
      return all.stream().filter(component -> parts.stream().anyMatch(p -> p.names(component)));
    }

    /** Whether it names packages, and not just the image. */
    private boolean isNamed() {
      return !parts.isEmpty() || !whole.orElseThrow().isImage();
    }
  }

  Statement {
    products = List.copyOf(products);
  }

  /** The packages that it is about. */
  Set<Component> about(Collection<Component> all, ScannedImage image) {
    return products.stream()
        .flatMap(product -> product.among(all, image))
        .collect(Collectors.toSet());
  }

  /** The packages that it names: an image that is affected does not say which of its packages. */
  Set<Component> named(Collection<Component> all, ScannedImage image) {
    return products.stream()
        .filter(Product::isNamed)
        .flatMap(product -> product.among(all, image))
        .collect(Collectors.toSet());
  }
}
