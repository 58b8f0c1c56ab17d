package io.github.slimmaven.report;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.inventory.NestedJar;
import io.github.slimmaven.inventory.Owner;
import io.github.slimmaven.inventory.Owners;
import io.github.slimmaven.report.ImageSize.LayerPart;
import io.github.slimmaven.report.ImageSize.Part;
import io.github.slimmaven.report.ImageSize.Parts;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Adds up which directory, package and artifact takes how much of an image. */
public final class ImageParts {
  /** Parts of one kind that are told apart: an image can claim any number of packages. */
  static final int MOST = 2_000;

  static final String OTHERS = "(others)";
  static final String HIDDEN = "(hidden)";
  private static final int MOST_TEXT = 200;
  private static final int LEVELS = 3;

  private final Map<String, List<String>> trails;
  private final Map<String, Long> directories = new HashMap<>();
  private final Map<String, Sum> packages = new HashMap<>();
  private final Map<String, Sum> artifacts = new HashMap<>();

  private static final class Sum {
    private final TreeSet<String> versions = new TreeSet<>();
    private List<String> via = List.of();
    private long size;
  }

  private ImageParts(Map<String, List<String>> trails) {
    this.trails = trails;
  }

  /**
   * The size of an image with its parts.
   *
   * @param tree its files
   * @param owners of these
   * @param trails {@code group:artifact:version} to the dependencies that lead to it, itself last
   */
  public static ImageSize of(
      Report.ImageSummary image, FileTree tree, Owners owners, Map<String, List<String>> trails) {
    ImageParts parts = new ImageParts(trails);
    long visible = 0;
    for (Entry entry : tree.entries()) {
      if (!entry.isDirectory()) {
        visible += entry.size();
        parts.directories.merge(directory(entry.path()), entry.size(), Long::sum);
        parts.owned(entry, owners);
      }
    }
    if (image.size() > visible) {
      parts.directories.put(HIDDEN, image.size() - visible);
    }
    return ImageSize.of(image)
        .with(
            new Parts(
                image.layers().stream()
                    .map(layer -> new LayerPart(text(layer.createdBy()), layer.size()))
                    .toList(),
                bounded(parts.directories),
                bounded(parts(parts.packages)),
                bounded(parts(parts.artifacts))));
  }

  private void owned(Entry entry, Owners owners) {
    Owner owner = owners.files().get(entry.path());
    List<NestedJar> nested = owners.nested().getOrDefault(entry.path(), List.of());
    long inside = nested.stream().mapToLong(NestedJar::bytes).sum();
    if (owner == null || !owner.isArtifact() || inside > entry.size()) {
      nested = List.of();
      inside = 0;
    }
    for (NestedJar jar : nested) {
      add(jar.owner(), jar.bytes());
    }
    if (owner != null) {
      add(owner, entry.size() - inside);
    }
  }

  private void add(Owner owner, long bytes) {
    String name =
        owner.type().equals(Owner.MAVEN) ? owner.name() : owner.type() + ":" + owner.name();
    Map<String, Sum> sums = owner.isArtifact() ? artifacts : packages;
    Sum sum = sums.computeIfAbsent(text(name), n -> new Sum());
    sum.size += bytes;
    if (!owner.version().isEmpty()) {
      sum.versions.add(text(owner.version()));
    }
    List<String> trail = trails.getOrDefault(owner.name() + ":" + owner.version(), List.of());
    if (trail.size() > 1 && owner.type().equals(Owner.MAVEN)) {
      sum.via = trail.subList(0, trail.size() - 1);
    }
  }

  /** "/usr/lib/jvm" of "/usr/lib/jvm/java/bin/java". */
  private static String directory(String path) {
    int end = 0;
    for (int level = 0; level < LEVELS; level++) {
      int next = path.indexOf('/', end + 1);
      if (next < 0) {
        break;
      }
      end = next;
    }
    return end == 0 ? "/" : text(path.substring(0, end));
  }

  private static Map<String, Part> parts(Map<String, Sum> sums) {
    Map<String, Part> parts = new TreeMap<>();
    sums.forEach(
        (name, sum) ->
            parts.put(name, new Part(text(String.join(", ", sum.versions)), sum.size, sum.via)));
    return parts;
  }

  private static <T> Map<String, T> bounded(Map<String, T> parts) {
    if (parts.size() <= MOST) {
      return parts;
    }
    List<Map.Entry<String, T>> largest =
        parts.entrySet().stream()
            .sorted(
                Comparator.comparingLong((Map.Entry<String, T> part) -> size(part.getValue()))
                    .reversed()
                    .thenComparing(Map.Entry::getKey))
            .toList();
    Map<String, T> bounded =
        largest.subList(0, MOST).stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    long rest =
        largest.subList(MOST, largest.size()).stream()
            .mapToLong(part -> size(part.getValue()))
            .sum();
    @SuppressWarnings("unchecked")
    T others =
        largest.get(0).getValue() instanceof Part
            ? (T) new Part("", rest, List.of())
            : (T) Long.valueOf(rest);
    bounded.put(OTHERS, others);
    return bounded;
  }

  private static long size(Object part) {
    return part instanceof Part owned ? owned.size() : (Long) part;
  }

  private static String text(String text) {
    String printable = PrintableText.of(text);
    return printable.length() <= MOST_TEXT ? printable : printable.substring(0, MOST_TEXT) + "...";
  }
}
