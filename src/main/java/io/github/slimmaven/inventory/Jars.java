package io.github.slimmaven.inventory;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.keep.TextFile;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** The jars of an image and the jars in them. */
final class Jars {
  private static final Pattern ARCHIVE = Pattern.compile(".*\\.(?:jar|war|ear|sar|rar|hpi|jpi)");

  /** A compressed jar within a jar is read in memory: bytes, each and all of one jar. */
  private static final int MOST_INFLATED = 64 << 20;

  private static final long MOST_INFLATED_OF_ONE = 1L << 30;

  private final FileTree tree;
  private final Map<String, String> dependencies;
  private final Map<String, List<NestedJar>> nested = new TreeMap<>();
  private final List<Part> parts = new ArrayList<>();

  /**
   * The jars of an image.
   *
   * @param dependencies file name to {@code group:artifact:version}
   */
  Jars(FileTree tree, Map<String, String> dependencies) {
    this.tree = tree;
    this.dependencies = dependencies;
  }

  /** What a jar is; empty if this is none. */
  Optional<Owner> read(Entry entry) throws IOException {
    if (!isArchive(entry.path()) || !TextFile.readable(tree, entry)) {
      return Optional.empty();
    }
    try (SeekableByteChannel file = tree.open(entry)) {
      Optional<ZipDirectory> directory = ZipDirectory.read(file, 0, file.size());
      if (directory.isEmpty()) {
        return Optional.empty();
      }
      List<NestedJar> inside = inside(entry.path(), file, directory.get());
      if (!inside.isEmpty() && entry.isFile()) {
        nested.put(entry.path(), inside);
      }
      Owner owner = owner(entry.path(), directory.get());
      add(entry.path(), entry.path(), owner, Optional.of(Sha1.of(file, 0, file.size())));
      return Optional.of(owner);
    }
  }

  /** Path of each jar that holds others, and these in order of name. */
  Map<String, List<NestedJar>> nested() {
    return nested;
  }

  /** Each jar, and each in one. */
  List<Part> parts() {
    return parts;
  }

  private void add(String file, String place, Owner owner, Optional<String> sha1) {
    parts.add(Part.of(owner, place, new TreeSet<>(Set.of(file))).withSha1(sha1));
  }

  private List<NestedJar> inside(String path, SeekableByteChannel file, ZipDirectory directory)
      throws IOException {
    List<NestedJar> inside = new ArrayList<>();
    long inflated = 0;
    long taken = 0;
    for (ZipDirectory.Member member : directory.members()) {
      if (!isArchive(member.name())) {
        continue;
      }
      taken += member.compressed();
      if (taken > file.size()) {
        return List.of(); // a directory that lies
      }
      String known = dependencies.get(fileName(member.name()));
      Owner owner;
      Optional<String> sha1 = Optional.empty();
      if (member.isStored()) {
        long start = directory.content(member);
        owner = owner(member.name(), file, start, member.compressed());
        if (isIn(file, start, member.compressed())) {
          sha1 = Optional.of(Sha1.of(file, start, member.compressed()));
        }
      } else if (inflated + member.size() <= MOST_INFLATED_OF_ONE) {
        inflated += member.size();
        byte[] jar = directory.read(member, MOST_INFLATED);
        SeekableByteChannel content = new SeekableInMemoryByteChannel(jar);
        owner = owner(member.name(), content, 0, jar.length);
        if (jar.length == member.size()) {
          sha1 = Optional.of(Sha1.of(content, 0, jar.length));
        }
      } else {
        owner = known != null ? Owner.maven(known) : JarName.of(fileName(member.name()));
      }
      add(path, path + Part.INSIDE + member.name(), owner, sha1);
      inside.add(new NestedJar(member.name(), owner, member.compressed()));
    }
    inside.sort(Comparator.comparing(NestedJar::name));
    return List.copyOf(inside);
  }

  private Owner owner(String path, SeekableByteChannel file, long start, long length)
      throws IOException {
    Optional<ZipDirectory> directory =
        isIn(file, start, length) ? ZipDirectory.read(file, start, length) : Optional.empty();
    String known = dependencies.get(fileName(path));
    return known != null
        ? Owner.maven(known)
        : directory.isPresent()
            ? JarName.of(fileName(path), directory.get())
            : JarName.of(fileName(path));
  }

  private static boolean isIn(SeekableByteChannel file, long start, long length)
      throws IOException {
    return start >= 0 && start <= file.size() && length <= file.size() - start;
  }

  private Owner owner(String path, ZipDirectory directory) throws IOException {
    String known = dependencies.get(fileName(path));
    return known != null ? Owner.maven(known) : JarName.of(fileName(path), directory);
  }

  private static boolean isArchive(String path) {
    return ARCHIVE.matcher(fileName(path).toLowerCase(Locale.ROOT)).matches();
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
