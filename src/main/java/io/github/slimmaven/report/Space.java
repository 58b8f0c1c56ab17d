package io.github.slimmaven.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.keep.KeepSet;
import io.github.slimmaven.keep.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What took the space and what still does: short lists, the most bytes first. Paths are in {@link
 * io.github.slimmaven.image.PathName}'s notation.
 *
 * @param removedFrom directories of which much went. None counts what another one counts; what is
 *     left over is in none
 * @param owners packages of which something went
 * @param largestKept files of the minified image
 * @param largestRemoved files of the source image
 */
public record Space(
    List<Place> removedFrom,
    List<Owner> owners,
    List<LargeFile> largestKept,
    List<LargeFile> largestRemoved) {
  private static final int MOST = 20;

  /** No image was compared. */
  public static final Space NONE = new Space(List.of(), List.of(), List.of(), List.of());

  /**
   * A directory that lost much.
   *
   * @param path with all below it but the places that are listed themselves
   * @param files number of entries that went
   * @param bytes their content, and what kept files lost of theirs
   */
  public record Place(@JsonProperty(required = true) String path, long files, long bytes) {
    Place plus(long moreFiles, long moreBytes) {
      return new Place(path, files + moreFiles, bytes + moreBytes);
    }
  }

  /**
   * A package.
   *
   * @param name as in {@code files.csv}
   * @param files number of its entries in the source image
   * @param bytes their content
   * @param removedFiles how many of them went
   * @param removedBytes their content, and what kept files lost of theirs
   */
  public record Owner(
      @JsonProperty(required = true) String name,
      long files,
      long bytes,
      long removedFiles,
      long removedBytes) {}

  /**
   * A file.
   *
   * @param bytes its content in the image that has it
   * @param reason label of the kind of reason why it stays; empty if it went
   * @param detail what made the rule apply; empty if nothing did
   * @param owner its package; empty if none is known
   */
  public record LargeFile(
      @JsonProperty(required = true) String path,
      long bytes,
      Optional<String> reason,
      Optional<String> detail,
      Optional<String> owner) {
    public LargeFile {
      reason = Report.optional(reason);
      detail = Report.optional(detail);
      owner = Report.optional(owner);
    }
  }

  public Space {
    removedFrom = Report.listOf(removedFrom);
    owners = Report.listOf(owners);
    largestKept = Report.listOf(largestKept);
    largestRemoved = Report.listOf(largestRemoved);
  }

  /**
   * Measures.
   *
   * @param packages path to the package that owns it
   */
  public static Space of(FileTree source, KeepSet kept, Map<String, String> packages) {
    List<Entry> files = source.entries().stream().filter(entry -> !entry.isDirectory()).toList();
    return new Space(
        places(files, kept),
        owners(files, kept, packages),
        largest(files.stream().filter(e -> kept.keeps(e.path())).toList(), kept, packages),
        largest(files.stream().filter(e -> !kept.keeps(e.path())).toList(), kept, packages));
  }

  private static long removed(Entry entry, KeepSet kept) {
    return kept.keeps(entry.path()) ? entry.size() - kept.size(entry) : entry.size();
  }

  /** Each directory gives what it lost to the one above it, unless that is much. */
  private static List<Place> places(List<Entry> files, KeepSet kept) {
    Map<String, Place> open =
        new TreeMap<>(
            Comparator.comparingLong(Space::depth)
                .reversed()
                .thenComparing(Comparator.naturalOrder()));
    long all = 0;
    for (Entry entry : files) {
      long bytes = removed(entry, kept);
      all += bytes;
      give(open, parent(entry.path()), kept.keeps(entry.path()) ? 0 : 1, bytes);
    }
    long much = Math.max(all / MOST, 1);
    List<Place> places = new ArrayList<>();
    while (!open.isEmpty()) {
      Place place = open.remove(open.keySet().iterator().next());
      if (place.bytes() >= much) {
        places.add(place);
      } else if (!place.path().equals("/")) {
        give(open, parent(place.path()), place.files(), place.bytes());
      }
    }
    places.sort(Comparator.comparingLong(Place::bytes).reversed().thenComparing(Place::path));
    return places;
  }

  private static void give(Map<String, Place> open, String path, long files, long bytes) {
    open.put(path, open.getOrDefault(path, new Place(path, 0, 0)).plus(files, bytes));
  }

  private static long depth(String path) {
    return path.equals("/") ? 0 : path.chars().filter(c -> c == '/').count();
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(path.lastIndexOf('/'), 1));
  }

  private static List<Owner> owners(List<Entry> files, KeepSet kept, Map<String, String> packages) {
    Map<String, Owner> owners = new TreeMap<>();
    for (Entry entry : files) {
      String name = packages.getOrDefault(entry.path(), "");
      if (!name.isEmpty()) {
        Owner one =
            new Owner(
                name, 1, entry.size(), kept.keeps(entry.path()) ? 0 : 1, removed(entry, kept));
        owners.merge(name, one, Space::plus);
      }
    }
    return owners.values().stream()
        .filter(owner -> owner.removedFiles() > 0 || owner.removedBytes() != 0)
        .sorted(Comparator.comparingLong(Owner::removedBytes).reversed().thenComparing(Owner::name))
        .limit(MOST)
        .toList();
  }

  private static Owner plus(Owner one, Owner other) {
    return new Owner(
        one.name(),
        one.files() + other.files(),
        one.bytes() + other.bytes(),
        one.removedFiles() + other.removedFiles(),
        one.removedBytes() + other.removedBytes());
  }

  private static List<LargeFile> largest(
      List<Entry> files, KeepSet kept, Map<String, String> packages) {
    return files.stream()
        .filter(entry -> kept.size(entry) > 0)
        .sorted(Comparator.comparingLong(kept::size).reversed().thenComparing(Entry::path))
        .limit(MOST)
        .map(
            entry -> {
              Optional<Reason> reason = Optional.ofNullable(kept.reasons().get(entry.path()));
              return new LargeFile(
                  entry.path(),
                  kept.size(entry),
                  reason.map(why -> why.kind().label()),
                  reason.map(Reason::detail).filter(detail -> !detail.isEmpty()),
                  Optional.ofNullable(packages.get(entry.path())));
            })
        .toList();
  }
}
