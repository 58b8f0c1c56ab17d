package io.github.slimmaven.keep;

import io.github.slimmaven.image.Entry;
import java.util.List;
import java.util.Locale;

/**
 * A package that the operating system's package manager installed in an image.
 *
 * @param manager whose database has it
 * @param id what tells it from the others: dpkg's {@code name:arch} where two can be installed
 * @param name without version or architecture
 * @param version as the manager writes it, or "" if it does not say
 * @param source what it was built from, as the manager writes it: {@code Source:} of
 *     deb-control(5), the origin of apk-package(5); "" if it does not say
 * @param installed false for one that was removed and left its configuration
 * @param files what it brought and is still there, directories among it
 */
public record InstalledPackage(
    Manager manager,
    String id,
    String name,
    String version,
    String source,
    boolean installed,
    List<Entry> files) {
  /** The package managers whose databases are read. */
  public enum Manager {
    DEB,
    APK,
    RPM;

    /** The type in a package URL (purl-spec, {@code PURL-TYPES}). */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public InstalledPackage {
    files = List.copyOf(files);
  }
}
