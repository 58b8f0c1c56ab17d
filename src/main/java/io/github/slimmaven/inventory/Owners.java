package io.github.slimmaven.inventory;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

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
    return Inventory.of(tree, dependencies).owners();
  }

  /** Reads an image, and gives what of it is no package of the operating system. */
  static Owners of(
      FileTree tree, Map<String, String> dependencies, List<Part> system, Consumer<Part> others)
      throws IOException {
    Map<String, Owner> files = new TreeMap<>();
    Map<String, Owner> byId = new HashMap<>();
    for (Part part : system) {
      byId.put(part.place(), part.owner());
      part.files().forEach(file -> files.putIfAbsent(file, part.owner()));
    }
    for (Entry entry : tree.children(DPKG_INFO)) {
      int dot = Math.max(entry.path().lastIndexOf('.'), DPKG_INFO.length() + 1);
      Owner owner = byId.get(entry.path().substring(DPKG_INFO.length() + 1, dot));
      if (owner != null) {
        files.putIfAbsent(entry.path(), owner);
      }
    }
    Set<String> installed = Set.copyOf(files.keySet());
    List<Part> found = new ArrayList<>(PythonPackages.of(tree));
    found.addAll(RubyGems.of(tree));
    found.forEach(part -> part.files().forEach(file -> files.putIfAbsent(file, part.owner())));
    Directories directories = Directories.of(tree);
    found.addAll(directories.parts());
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
      List<Part> modules = GoBinary.of(tree, entry);
      modules.stream().findFirst().ifPresent(m -> files.putIfAbsent(entry.path(), m.owner()));
      found.addAll(modules);
    }
    found.addAll(jars.parts());
    found.stream().filter(part -> !installed.contains(part.shownBy())).forEach(others);
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
