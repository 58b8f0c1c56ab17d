package io.github.slimmaven.keep;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps all that the operating system's packages brought which own a file that the app used or
 * loads, empty directories too, and the lists that say so: dpkg's ({@code
 * /var/lib/dpkg/info/*.list}, in distroless images {@code status.d}) and apk's ({@code installed},
 * apk-package(5)), rpm's. What these files need in turn stays without the rest of its package; else
 * nearly everything would.
 */
final class PackageRule implements Rule {
  private static final String DPKG = InstalledPackages.DPKG;

  /** Directories that change with the set of packages. */
  static final List<String> DATABASES =
      List.of(DPKG, "/lib/apk/db", "/usr/lib/apk/db", "/var/lib/rpm", "/usr/lib/sysimage/rpm");

  private static final Set<Reason.Kind> USED =
      EnumSet.of(Reason.Kind.TRACED, Reason.Kind.WRITTEN, Reason.Kind.ELF, Reason.Kind.JVM);

  private final List<String> unread;
  private final Map<String, List<Entry>> files = new HashMap<>();
  private final Map<String, List<String>> owners = new HashMap<>();

  /**
   * The rule for the packages of an image.
   *
   * @throws io.github.slimmaven.image.ImageException if rpm's database is corrupt
   */
  PackageRule(FileTree tree) throws IOException {
    InstalledPackages installed = InstalledPackages.of(tree);
    if (installed.corrupt().isPresent()) {
      throw installed.corrupt().get();
    }
    unread = installed.unread();
    for (InstalledPackage found : installed.packages()) {
      for (Entry entry : found.files()) {
        files.computeIfAbsent(found.id(), o -> new ArrayList<>()).add(entry);
        if (!entry.isDirectory()) { // many packages have the same directories
          owners.computeIfAbsent(entry.path(), p -> new ArrayList<>()).add(found.id());
        }
      }
    }
  }

  @Override
  public void apply(Selection selection) {
    Set<String> used = new TreeSet<>();
    for (Map.Entry<String, Reason> kept : selection.reasons().entrySet()) {
      if (USED.contains(kept.getValue().kind())) {
        used.addAll(owners.getOrDefault(kept.getKey(), List.of()));
      }
    }
    for (String owner : used) {
      Reason reason = new Reason(Reason.Kind.PACKAGE, owner);
      files.get(owner).forEach(file -> selection.add(file, reason));
    }
    database(selection);
  }

  /** Paths of databases that are there, but of a form that is not read. */
  List<String> unread() {
    return unread;
  }

  /**
   * Keeps a package whole.
   *
   * @param name as the package manager has it; dpkg's {@code name:arch} by its name too
   * @return whether the image has it
   */
  boolean keep(String name, Reason reason, Selection selection) {
    boolean any = false;
    for (Map.Entry<String, List<Entry>> owner : files.entrySet()) {
      if (owner.getKey().equals(name) || owner.getKey().startsWith(name + ":")) {
        owner.getValue().forEach(file -> selection.add(file, reason));
        any = true;
      }
    }
    return any;
  }

  /** Keeps the databases as they are. */
  static void database(Selection selection) {
    Reason reason = Reason.PACKAGE_DATABASE;
    selection.follow(DPKG + "/status", reason);
    selection.whole(DPKG + "/status.d", reason);
    for (Entry entry : selection.tree().children(DPKG + "/info")) {
      if (entry.path().endsWith(".list") || entry.path().endsWith(".md5sums")) {
        selection.add(entry, reason);
      }
    }
    InstalledPackages.APK.forEach(database -> selection.whole(database, reason));
    RpmDatabase.DIRECTORIES.forEach(database -> selection.whole(database, reason));
  }
}
