package io.github.slimmaven.keep;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.keep.InstalledPackage.Manager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The packages that dpkg installed in an image (dpkg(1), deb-control(5), dpkg-divert(1)). */
final class DpkgDatabase {
  private static final String LIST = ".list";
  private static final String SUMS = ".md5sums";

  private final FileTree tree;
  private final Map<String, String> versions = new HashMap<>();
  private final Map<String, Diversion> diversions = new HashMap<>();

  /** Where a file of all packages but one lies. */
  private record Diversion(String to, String by) {}

  DpkgDatabase(FileTree tree) {
    this.tree = tree;
  }

  /** Gives each package. */
  void packages(InstalledPackages.Found found) throws IOException {
    status(TextFile.lines(tree, InstalledPackages.DPKG + "/status"));
    diversions(TextFile.lines(tree, InstalledPackages.DPKG + "/diversions"));
    for (Entry entry : tree.children(InstalledPackages.DPKG + "/info")) {
      String file = fileName(entry);
      if (file.endsWith(LIST)) {
        String id = file.substring(0, file.length() - LIST.length());
        List<String> paths = new ArrayList<>();
        for (String line : TextFile.lines(tree, entry.path())) {
          paths.add(diverted(line, name(id)));
        }
        found.add(Manager.DEB, id, name(id), version(id), paths);
      }
    }
    distroless(found);
  }

  /** One file of control data and one of checksums for each package. */
  private void distroless(InstalledPackages.Found found) throws IOException {
    for (Entry entry : tree.children(InstalledPackages.DPKG + "/status.d")) {
      String file = fileName(entry);
      if (file.endsWith(SUMS)) {
        String id = file.substring(0, file.length() - SUMS.length());
        status(
            TextFile.lines(tree, entry.path().substring(0, entry.path().length() - SUMS.length())));
        List<String> paths = new ArrayList<>();
        for (String line : TextFile.lines(tree, entry.path())) {
          paths.add("/" + line.replaceFirst("^\\S+\\s+", ""));
        }
        found.add(Manager.DEB, id, name(id), version(id), paths);
      }
    }
  }

  private void status(List<String> lines) {
    String name = "";
    String architecture = "";
    String version = "";
    for (String line : lines) {
      if (line.startsWith("Package: ")) {
        name = value(line);
        architecture = "";
        version = "";
      } else if (line.startsWith("Architecture: ")) {
        architecture = value(line);
      } else if (line.startsWith("Version: ")) {
        version = value(line);
      } else {
        continue;
      }
      if (!name.isEmpty() && !version.isEmpty()) {
        versions.put(name, version);
        versions.put(name + ":" + architecture, version);
      }
    }
  }

  private static String value(String line) {
    return line.substring(line.indexOf(':') + 1).trim();
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

  private String version(String id) {
    return versions.getOrDefault(id, versions.getOrDefault(name(id), ""));
  }

  private static String name(String id) {
    return id.indexOf(':') < 0 ? id : id.substring(0, id.indexOf(':'));
  }

  private static String fileName(Entry entry) {
    return entry.path().substring(entry.path().lastIndexOf('/') + 1);
  }
}
