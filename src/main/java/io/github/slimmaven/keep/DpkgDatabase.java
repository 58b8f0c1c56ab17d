package io.github.slimmaven.keep;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.keep.InstalledPackage.Manager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The packages that dpkg installed in an image (dpkg(1), deb-control(5), dpkg-divert(1)). */
final class DpkgDatabase {
  private static final String LIST = ".list";
  private static final String SUMS = ".md5sums";

  private final FileTree tree;
  private final Map<String, ControlData> known = new LinkedHashMap<>();
  private final Map<String, ControlData> byName = new HashMap<>();
  private final Map<String, Diversion> diversions = new HashMap<>();

  /** Where a file of all packages but one lies. */
  private record Diversion(String to, String by) {}

  DpkgDatabase(FileTree tree) {
    this.tree = tree;
  }

  /** Gives each package: those whose files are listed, then those of which none are. */
  void packages(InstalledPackages.Found found) throws IOException {
    ControlData.read(TextFile.lines(tree, InstalledPackages.DPKG + "/status"), this::know);
    diversions(TextFile.lines(tree, InstalledPackages.DPKG + "/diversions"));
    Set<ControlData> listed = new HashSet<>();
    for (Entry entry : tree.children(InstalledPackages.DPKG + "/info")) {
      String file = fileName(entry);
      if (file.endsWith(LIST)) {
        String id = file.substring(0, file.length() - LIST.length());
        List<String> paths = new ArrayList<>();
        for (String line : TextFile.lines(tree, entry.path())) {
          paths.add(diverted(line, name(id)));
        }
        ControlData control = control(id);
        listed.add(control);
        found.add(Manager.DEB, id, control, paths);
      }
    }
    for (Map.Entry<String, ControlData> unlisted : known.entrySet()) {
      if (unlisted.getValue().installed() && !listed.contains(unlisted.getValue())) {
        found.add(Manager.DEB, unlisted.getKey(), unlisted.getValue(), List.of());
      }
    }
    distroless(found);
  }

  private void know(ControlData control) {
    known.putIfAbsent(control.name() + ":" + control.architecture(), control);
    byName.putIfAbsent(control.name(), control);
  }

  /** Lists are named by {@code name:arch} where two architectures can be installed. */
  private ControlData control(String id) {
    ControlData exact = known.get(id);
    return exact != null ? exact : byName.getOrDefault(name(id), ControlData.of(name(id), ""));
  }

  /** One file of control data for each package, and in most images one of checksums. */
  private void distroless(InstalledPackages.Found found) throws IOException {
    for (Entry entry : tree.children(InstalledPackages.DPKG + "/status.d")) {
      if (entry.isDirectory() || entry.path().endsWith(SUMS)) {
        continue;
      }
      List<String> paths = new ArrayList<>();
      for (String line : TextFile.lines(tree, entry.path() + SUMS)) {
        paths.add("/" + line.replaceFirst("^\\S+\\s+", ""));
      }
      List<ControlData> controls = new ArrayList<>();
      ControlData.read(TextFile.lines(tree, entry.path()), controls::add);
      for (ControlData control : controls) {
        found.add(Manager.DEB, fileName(entry), control, paths);
      }
    }
  }

  /** Three lines each: where it was, where it is, and whose file may be there now. */
  private void diversions(List<String> lines) {
    for (int i = 0; i + 2 < lines.size(); i += 3) {
      diversions.put(lines.get(i), new Diversion(lines.get(i + 1), lines.get(i + 2)));
    }
  }

  private String diverted(String path, String name) {
    Diversion diversion = diversions.get(path);
    return diversion == null || diversion.by().equals(name) ? path : diversion.to();
  }

  private static String name(String id) {
    return id.indexOf(':') < 0 ? id : id.substring(0, id.indexOf(':'));
  }

  private static String fileName(Entry entry) {
    return entry.path().substring(entry.path().lastIndexOf('/') + 1);
  }
}
