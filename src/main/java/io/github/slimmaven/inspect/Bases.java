package io.github.slimmaven.inspect;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Images that an application may be built on, side by side.
 *
 * @param schemaVersion of the JSON form
 * @param bases in the order in which the user named them
 */
public record Bases(int schemaVersion, List<Base> bases) {
  /** Of the JSON form. */
  public static final int SCHEMA_VERSION = 1;

  /**
   * One of them.
   *
   * @param reference how the user named it
   * @param digest of the manifest, or of the config where the image's home has no manifest
   * @param size bytes of file content over all layers
   * @param compressedSize bytes of the layers' blobs; empty where the image's home does not
   *     compress them
   * @param files over all layers; directories are none
   * @param packages that package managers installed, of the system and of languages
   * @param setuid programs that run with more rights than their caller
   * @param vulnerabilities known ones; empty if they were not assessed
   * @param notAssessed why not, and what to do; empty if they were
   */
  public record Base(
      String reference,
      String digest,
      long size,
      Optional<Long> compressedSize,
      long files,
      int packages,
      int setuid,
      Optional<Vulnerabilities> vulnerabilities,
      Optional<String> notAssessed) {}

  /**
   * Known vulnerabilities; each counts once.
   *
   * @param bySeverity {@code critical}, {@code high}, {@code medium}, {@code low}, {@code none} and
   *     {@code unknown} to their number, all of them
   * @param notAssessable packages, not vulnerabilities: how many these have is unknown
   */
  public record Vulnerabilities(int all, Map<String, Integer> bySeverity, int notAssessable) {}

  /** With this number of bases. */
  public static Bases of(List<Base> bases) {
    return new Bases(SCHEMA_VERSION, List.copyOf(bases));
  }

  /** The smallest one; the first of equals. */
  public Optional<Base> smallest() {
    return least(base -> true, Base::size);
  }

  /**
   * The one with the fewest known vulnerabilities, if all were assessed without a gap: fewer that
   * are known are not fewer where nothing is known of some packages.
   */
  public Optional<Base> fewestVulnerabilities() {
    boolean comparable =
        bases.stream()
            .allMatch(
                base -> base.vulnerabilities().filter(v -> v.notAssessable() == 0).isPresent());
    return least(base -> comparable, base -> (long) base.vulnerabilities().orElseThrow().all());
  }

  private Optional<Base> least(Predicate<Base> counts, Function<Base, Long> amount) {
    return bases.size() < 2
        ? Optional.empty()
        : bases.stream().filter(counts).min(Comparator.comparing(amount));
  }
}
