package io.github.slimmaven.keep;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.ImageException;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The packages that rpm installed in an image. */
final class RpmDatabase {
  static final List<String> DIRECTORIES = List.of("/var/lib/rpm", "/usr/lib/sysimage/rpm");

  /** Berkeley DB, until rpm 4.16. */
  private static final String BERKELEY = "Packages";

  private final FileTree tree;
  private final List<String> unread = new ArrayList<>();

  RpmDatabase(FileTree tree) {
    this.tree = tree;
  }

  /**
   * Gives each package of each database.
   *
   * @throws ImageException if a database is corrupt
   */
  void packages(Consumer<RpmHeader> packages) throws IOException {
    Set<String> directories = new LinkedHashSet<>();
    for (String directory : DIRECTORIES) {
      tree.resolve(directory).target().map(Entry::path).ifPresent(directories::add);
    }
    for (String directory : directories) {
      read(directory + "/rpmdb.sqlite", file -> sqlite(file, packages));
      read(
          directory + "/Packages.db",
          file -> new NdbFile(file).packages(blob -> packages.accept(RpmHeader.of(blob))));
      file(directory + "/" + BERKELEY).ifPresent(entry -> unread.add(entry.path()));
    }
  }

  /** The databases of a form that is not read; known after {@link #packages}. */
  List<String> unread() {
    return unread;
  }

  private interface Reading {
    void of(SeekableByteChannel file) throws IOException;
  }

  private Optional<Entry> file(String path) {
    return tree.resolve(path).target().filter(entry -> TextFile.readable(tree, entry));
  }

  private void read(String path, Reading reading) throws IOException {
    Optional<Entry> database = file(path);
    if (database.isEmpty()) {
      return;
    }
    try (SeekableByteChannel file = tree.open(database.get())) {
      reading.of(file);
    } catch (IllegalArgumentException e) {
      throw new ImageException(
          "the rpm database '"
              + path
              + "' cannot be read: "
              + e.getMessage()
              + ". Repair it in the source image ('rpm --rebuilddb'), or do without 'keepPackages'"
              + " and the level 'conservative', which need it",
          e);
    }
  }

  private static void sqlite(SeekableByteChannel file, Consumer<RpmHeader> packages)
      throws IOException {
    boolean found =
        new SqliteTable(file)
            .rows(
                "Packages",
                columns -> {
                  if (columns.size() < 2) {
                    throw new IllegalArgumentException("a package has no header");
                  }
                  packages.accept(RpmHeader.of(columns.get(1)));
                });
    if (!found) {
      throw new IllegalArgumentException("it has no table 'Packages'");
    }
  }
}
