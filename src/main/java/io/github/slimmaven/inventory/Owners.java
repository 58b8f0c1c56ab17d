package io.github.slimmaven.inventory;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.keep.InstalledPackage;
import io.github.slimmaven.keep.InstalledPackages;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The owner of each file of an image, by the image's own databases. Where two name a file, the
 * operating system's package manager decides over the others.
 *
 * @param files absolute path to owner; no directories
 * @param nested path of a jar to the jars in it
 */
public record Owners(Map<String, Owner> files, Map<String, List<NestedJar>> nested) {
  /** An image of which nothing is known. */
  public static final Owners NONE = new Owners(Map.of(), Map.of());

  /** Where dpkg has a package's scripts and lists, {@code name:arch.postinst}; it lists none. */
  private static final String DPKG_INFO = "/var/lib/dpkg/info";

  public Owners {
    files = Collections.unmodifiableMap(new TreeMap<>(files));
    nested = Collections.unmodifiableMap(new TreeMap<>(nested));
  }

  /**
   * Reads an image. A database that is corrupt or of an unknown form owns nothing.
   *
   * @param dependencies file name of a jar to {@code group:artifact:version}, as Maven resolved it
   */
  public static Owners of(FileTree tree, Map<String, String> dependencies) throws IOException {
    Map<String, Owner> files = new TreeMap<>();
    Set<String> shared = new HashSet<>();
    Map<String, Owner> byId = new HashMap<>();
    for (InstalledPackage installed : InstalledPackages.of(tree).packages()) {
      Owner owner = new Owner(installed.manager().label(), installed.name(), installed.version());
      byId.put(installed.id(), owner);
      for (Entry entry : installed.files()) {
        if (!entry.isDirectory()) {
          Owner other = files.putIfAbsent(entry.path(), owner);
          if (other != null && entry.isSymlink()) {
            shared.add(entry.path()); // a directory to them, as /lib is a link to usr/lib
          }
        }
      }
    }
    files.keySet().removeAll(shared);
    for (Entry entry : tree.children(DPKG_INFO)) {
      int dot = Math.max(entry.path().lastIndexOf('.'), DPKG_INFO.length() + 1);
      Owner owner = byId.get(entry.path().substring(DPKG_INFO.length() + 1, dot));
      if (owner != null) {
        files.putIfAbsent(entry.path(), owner);
      }
    }
    PythonPackages.of(tree).forEach(files::putIfAbsent);
    Directories directories = Directories.of(tree);
    Jars jars = new Jars(tree, dependencies);
    for (Entry entry : tree.entries()) {
      if (entry.isDirectory()) {
        continue;
      }
      if (!files.containsKey(entry.path())) {
        directories
            .owner(entry.path())
            .or(() -> bytecode(entry.path(), files))
            .ifPresent(owner -> files.put(entry.path(), owner));
      }
      jars.read(entry).ifPresent(owner -> files.putIfAbsent(entry.path(), owner));
    }
    return new Owners(files, jars.nested());
  }

  /** What Python compiled when a package was installed: no database lists it. */
  private static Optional<Owner> bytecode(String path, Map<String, Owner> files) {
    int folder = path.lastIndexOf("/__pycache__/");
    if (folder < 0 || !path.endsWith(".pyc")) {
      return Optional.empty();
    }
    int name = folder + "/__pycache__/".length();
    int end = path.indexOf('.', name);
    return Optional.ofNullable(
        files.get(path.substring(0, folder + 1) + path.substring(name, end) + ".py"));
  }

  /** Absolute path to {@link Owner#toString}. */
  public Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    Map<Owner, String> names = new HashMap<>(); // one text for all files of an owner
    files.forEach((path, owner) -> labels.put(path, names.computeIfAbsent(owner, Owner::toString)));
    return labels;
  }
}
