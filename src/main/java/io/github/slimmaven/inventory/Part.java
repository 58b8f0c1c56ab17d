package io.github.slimmaven.inventory;

import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.inventory.scan.Component;
import io.github.slimmaven.inventory.scan.Presence;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A package of an image, once for each place where it is installed.
 *
 * @param owner what it is
 * @param release of the distribution for what its package manager installed, else ("", "")
 * @param built what it was built from, if its database says so
 * @param place the file or directory that shows it; of a jar in another, {@code outer!/inner}
 * @param files its own that are there, absolute; no directories
 * @param sha1 of a jar, hexadecimal
 */
public record Part(
    Owner owner,
    OsRelease release,
    Optional<Component.Built> built,
    String place,
    SortedSet<String> files,
    Optional<String> sha1) {
  private static final Set<String> SYSTEM = Set.of("deb", "apk", "rpm");
  static final String INSIDE = "!/";
  private static final OsRelease ANY = new OsRelease("", "");

  public Part {
    files = Collections.unmodifiableSortedSet(new TreeSet<>(files));
  }

  /** A package that needs no distribution. */
  static Part of(Owner owner, String place, SortedSet<String> files) {
    return new Part(owner, ANY, Optional.empty(), place, files, Optional.empty());
  }

  Part withSha1(Optional<String> hash) {
    return new Part(owner, release, built, place, files, hash);
  }

  /** Whether the operating system's package manager installed it. */
  boolean isOfSystem() {
    return SYSTEM.contains(owner.type());
  }

  /** The file that shows it, in which it may be. */
  String shownBy() {
    int inner = place.indexOf(INSIDE);
    return inner < 0 ? place : place.substring(0, inner);
  }

  /** What an image has of it: all of the source's, if there is no minified one. */
  Component component(Optional<FileTree> slim) {
    int kept =
        (int) files.stream().filter(f -> slim.isEmpty() || slim.get().get(f).isPresent()).count();
    return new Component(
        owner.purlType(),
        release.id().isEmpty() ? owner.namespace() : release.id(),
        owner.plainName(),
        owner.version(),
        release.version(),
        built,
        new Presence(kept, files.size()));
  }
}
