package io.github.slimmaven.inventory;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.PathName;
import io.github.slimmaven.keep.InstalledPackages;
import io.github.slimmaven.keep.KeepSet;
import io.github.slimmaven.keep.NewContent;
import io.github.slimmaven.keep.Reason;
import io.github.slimmaven.keep.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Package databases that name what is left, so that a scanner of the minified image sees no more
 * and no less. A database that stays for another reason, such as that the app reads it, stays as it
 * is.
 */
public final class PrunedDatabases {
  private static final String DPKG = InstalledPackages.DPKG;

  private final FileTree tree;
  private final Inventory inventory;
  private final KeepSet kept;
  private final Set<String> unwanted;
  private final Path folder;
  private final SortedMap<String, NewContent> contents = new TreeMap<>();
  private final SortedMap<String, Reason> reasons = new TreeMap<>();

  private PrunedDatabases(
      FileTree tree, Inventory inventory, KeepSet kept, Set<String> unwanted, Path folder) {
    this.tree = tree;
    this.inventory = inventory;
    this.kept = kept;
    this.unwanted = unwanted;
    this.folder = folder;
  }

  /**
   * Adds the databases to what is kept.
   *
   * @param inventory of the tree
   * @param unwanted paths that the user dropped
   * @param folder where the new contents go; they must outlive the image
   */
  public static KeepSet add(
      FileTree tree, Inventory inventory, KeepSet kept, Set<String> unwanted, Path folder)
      throws IOException {
    PrunedDatabases databases = new PrunedDatabases(tree, inventory, kept, unwanted, folder);
    databases.language();
    databases.dpkg();
    databases.apk();
    databases.rpm();
    return databases.reasons.isEmpty()
        ? kept
        : kept.with(databases.contents, databases.reasons, List.of());
  }

  /** The files of a language's package manager, of packages of which other files are left. */
  private void language() throws IOException {
    for (Part part : inventory.parts()) {
      String place = part.place();
      boolean shows = part.files().isEmpty() || part.files().contains(place);
      if (part.isOfSystem() || !shows || !remains(part)) {
        continue;
      }
      Optional<Entry> file = addable(place);
      if (file.isEmpty()) {
        continue;
      }
      boolean python = place.endsWith("/METADATA") || place.endsWith("/PKG-INFO");
      if (python && file.get().isFile()) {
        write(file.get(), DatabaseText.metadata(TextFile.lines(tree, place)));
      } else if (file.get().isFile()) {
        keep(file.get(), Reason.PACKAGE_DATABASE);
      }
    }
  }

  private void dpkg() throws IOException {
    Set<String> left = new HashSet<>();
    for (Part part : inventory.parts()) {
      if (part.owner().type().equals("deb") && remains(part)) {
        left.add(part.place());
        list(part);
      }
    }
    if (left.isEmpty()) {
      return;
    }
    Optional<Entry> status = addable(DPKG + "/status");
    if (status.isPresent()) {
      List<String> lines = TextFile.lines(tree, status.get().path());
      write(
          status.get(),
          DatabaseText.status(
              lines, id -> left.contains(id) || left.contains(id.substring(0, id.indexOf(':')))));
    }
  }

  /** The list of a package's files, or in distroless images what is said of it and its sums. */
  private void list(Part part) throws IOException {
    Optional<Entry> list = addable(DPKG + "/info/" + part.place() + ".list");
    if (list.isPresent()) {
      write(list.get(), part.files().stream().filter(kept::keeps).toList());
    }
    Optional<Entry> control = addable(DPKG + "/status.d/" + part.place());
    if (control.isPresent()) {
      write(
          control.get(),
          DatabaseText.status(TextFile.lines(tree, control.get().path()), id -> true));
    }
    Optional<Entry> sums = addable(DPKG + "/status.d/" + part.place() + ".md5sums");
    if (sums.isPresent()) {
      write(
          sums.get(),
          TextFile.lines(tree, sums.get().path()).stream()
              .filter(line -> keeps("/" + line.replaceFirst("^\\S+\\s+", "")))
              .toList());
    }
  }

  private void apk() throws IOException {
    Set<String> left = new HashSet<>();
    for (Part part : inventory.parts()) {
      if (part.owner().type().equals("apk") && remains(part)) {
        left.add(part.owner().name());
      }
    }
    for (String database : InstalledPackages.APK) {
      Optional<Entry> installed =
          left.isEmpty() ? Optional.empty() : addable(database + "/installed");
      if (installed.isPresent()) {
        List<String> lines = TextFile.lines(tree, installed.get().path());
        write(installed.get(), DatabaseText.installed(lines, left::contains, this::keeps));
      }
    }
  }

  /** Nothing writes rpm's databases but rpm: they stay whole. */
  private void rpm() {
    if (inventory.parts().stream()
        .noneMatch(part -> part.owner().type().equals("rpm") && remains(part))) {
      return;
    }
    for (String directory : InstalledPackages.RPM) {
      for (Entry file : tree.children(directory)) {
        if (file.isFile() && addable(file.path()).isPresent()) {
          keep(file, Reason.WHOLE_DATABASE);
        }
      }
    }
  }

  /**
   * Whether the minified image has something of a package; nothing shows that one without files is
   * gone.
   */
  private boolean remains(Part part) {
    return part.files().isEmpty() || part.files().stream().anyMatch(kept::keeps);
  }

  /** Databases may name a file by a path through links. */
  private boolean keeps(String path) {
    return tree.resolve(path.substring(0, path.lastIndexOf('/') + 1))
        .target()
        .map(parent -> parent.path().equals("/") ? "" : parent.path())
        .filter(parent -> kept.keeps(parent + path.substring(path.lastIndexOf('/'))))
        .isPresent();
  }

  /**
   * A plain file that may be added: it is there, it does not stay anyway, and nobody dropped it.
   */
  private Optional<Entry> addable(String path) {
    return tree.get(path)
        .or(() -> tree.resolve(path).target())
        .filter(Entry::isFile)
        .filter(file -> !reasons.containsKey(file.path()))
        .filter(file -> !kept.keeps(file.path()) && !unwanted.contains(file.path()));
  }

  private void write(Entry file, List<String> lines) throws IOException {
    if (lines.isEmpty() && file.size() > 0 && !file.path().endsWith(".list")) {
      return;
    }
    Path text = folder.resolve(contents.size() + ".txt");
    Files.write(text, PathName.encode(lines.isEmpty() ? "" : String.join("\n", lines) + "\n"));
    contents.put(file.path(), NewContent.of(text));
    keep(file, Reason.PACKAGE_DATABASE);
  }

  private void keep(Entry file, Reason reason) {
    reasons.put(file.path(), reason);
    String path = file.path();
    for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      String directory = path.substring(0, end);
      if (!kept.keeps(directory)) {
        reasons.putIfAbsent(directory, new Reason(Reason.Kind.DIRECTORY, ""));
      }
    }
  }
}
