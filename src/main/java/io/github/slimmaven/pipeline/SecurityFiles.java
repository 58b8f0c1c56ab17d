package io.github.slimmaven.pipeline;

import io.github.slimmaven.inventory.scan.OpenVex;
import io.github.slimmaven.inventory.scan.Sarif;
import io.github.slimmaven.inventory.scan.Scan;
import io.github.slimmaven.report.Report;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Writes what other programs read of a scan: SARIF, and OpenVEX of a published image. */
final class SecurityFiles {
  static final String AUTHOR = "slim-maven-plugin";

  private SecurityFiles() {}

  /**
   * Writes them. Without a statement there is no OpenVEX document.
   *
   * @param published whether there is an image
   * @param folder where to
   */
  static void write(Scan scan, SlimRequest request, boolean published, Report report, Path folder)
      throws IOException {
    String name = SecurityScan.name(request.name() + ":slim");
    Files.write(folder.resolve(Outputs.SARIF), Sarif.of(scan, request.name(), version()));
    if (published && scan instanceof Scan.Assessed assessed) {
      Optional<byte[]> vex =
          OpenVex.of(
              assessed,
              product(name, report.slim().orElseThrow().digest()),
              AUTHOR,
              request.created());
      if (vex.isPresent()) {
        Files.write(folder.resolve(Outputs.VEX), vex.get());
      }
    }
  }

  /** purl-spec, type {@code oci}: the name in lower case, the digest as its version. */
  private static String product(String name, String digest) {
    return "pkg:oci/"
        + URLEncoder.encode(name.toLowerCase(Locale.ROOT), StandardCharsets.UTF_8)
        + "@"
        + URLEncoder.encode(digest, StandardCharsets.UTF_8);
  }

  static String version() {
    return Optional.ofNullable(SecurityFiles.class.getPackage().getImplementationVersion())
        .orElse("");
  }
}
