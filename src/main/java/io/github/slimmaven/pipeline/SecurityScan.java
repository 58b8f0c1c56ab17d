package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.inventory.Inventory;
import io.github.slimmaven.inventory.scan.Advisories;
import io.github.slimmaven.inventory.scan.Component;
import io.github.slimmaven.inventory.scan.Scan;
import io.github.slimmaven.inventory.scan.ScannedImage;
import io.github.slimmaven.report.Security;
import io.github.slimmaven.report.Security.Naive;
import io.github.slimmaven.report.SecurityAssembly;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Counts the known vulnerabilities of an image. The data are read before anything is launched, so
 * that what is wrong with them is said at once.
 */
final class SecurityScan {
  private final Inventory inventory;
  private final ScannedImage image;
  private final ScanSettings settings;
  private final Advisories advisories;
  private final List<Component> components;

  /**
   * What was found.
   *
   * @param scan of the source image, with what is left of its packages
   * @param security the same for reports
   */
  record Result(Scan scan, Security security) {}

  /**
   * Reads the data about what is installed.
   *
   * @param inventory of the image
   */
  SecurityScan(Image image, Inventory inventory, ScanSettings settings) throws IOException {
    this.inventory = inventory;
    this.settings = settings;
    this.image = new ScannedImage(name(image.reference()), Set.of(image.digest().toString()));
    this.components = inventory.components(Optional.empty());
    this.advisories = Advisories.read(settings.advisories(), components);
  }

  /** The last part of a repository: of {@code docker://shop/web:1.4} it is {@code web}. */
  static String name(String reference) {
    return reference
        .replaceFirst("@sha256:.*", "")
        .replaceFirst(".*/", "")
        .replaceFirst(":[^:]*$", "")
        .replaceFirst("\\.tar$", "");
  }

  /** Of the image alone. */
  Result ofSource() {
    return result(scan(components), components.size(), Optional.empty());
  }

  /** Of the image and what is left of it. */
  Result of(FileTree slim) throws IOException {
    List<Component> left = inventory.components(Optional.of(slim));
    List<Component> seen = Inventory.of(slim, Map.of()).components(Optional.empty());
    Scan scan = scan(left);
    return result(scan, left.size(), SecurityAssembly.naive(scan, scan(seen), seen.size()));
  }

  private Scan scan(List<Component> of) {
    return Scan.of(of, advisories, image, settings.asOf(), settings.mostAge());
  }

  private Result result(Scan scan, int packages, Optional<Naive> naive) {
    return new Result(scan, SecurityAssembly.of(scan, packages, naive, advisories.sources()));
  }
}
