package io.github.slimmaven.image;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The merged file system of an image, read from the headers of its layers (OCI image spec, {@code
 * layer.md}). It holds one record per path; contents stay in the layers.
 *
 * <ul>
 *   <li>Whiteouts hide what lower layers have, never what their own layer has.
 *   <li>Each layer is applied by itself, as Docker's and containerd's overlay drivers do: see
 *       {@link LayerFiles}.
 *   <li>A directory that no layer has an entry for is there with mode 0755, owner 0:0 and an empty
 *       range ({@code start == end}).
 *   <li>A {@link Entry.Type#HARDLINK} names a path that is visible, in the same layer and the same
 *       file; a link whose first name is hidden or in another layer appears as the file itself, and
 *       the further names link to it.
 * </ul>
 */
public final class MergedTree implements FileTree {
  static final long MAX_ENTRIES = 2_000_000;
  private static final int HOPS = 40;

  private final List<Layer> layers;
  private final Map<String, Entry> byPath;
  private final List<Entry> sorted;
  private final Map<String, Entry> linked;
  private final Entry root;
  private final List<Content> contents;
  private Map<String, List<Entry>> children;

  private MergedTree(
      List<Layer> layers,
      NavigableMap<String, Entry> entries,
      Map<String, Entry> linked,
      Entry root,
      List<Content> contents) {
    this.layers = layers;
    this.byPath = new HashMap<>(entries);
    this.sorted = List.copyOf(entries.values());
    this.linked = linked;
    this.root = root;
    this.contents = List.copyOf(contents);
  }

  /**
   * Reads the layers' headers and merges them.
   *
   * @throws ImageException if a layer is no tar, is truncated or hostile
   */
  public static MergedTree of(Image image) throws IOException {
    return of(image, changes -> {});
  }

  /**
   * The same, and shows what each layer changes, lowest first.
   *
   * @throws ImageException if a layer is no tar, is truncated or hostile
   */
  public static MergedTree of(Image image, Consumer<LayerChanges> seen) throws IOException {
    NavigableMap<String, Entry> merged = new TreeMap<>();
    Map<String, Entry> linked = new HashMap<>();
    Entry root = LayerFiles.implied("/", 0);
    List<Content> contents = new ArrayList<>();
    for (int i = 0; i < image.layers().size(); i++) {
      LayerFiles files =
          LayerFiles.read(image.layers().get(i), i, merged, MAX_ENTRIES - merged.size());
      contents.add(Content.of(files.entries.values()));
      linkContents(files, linked);
      List<Entry> hidden = new ArrayList<>();
      if (merged.isEmpty()) {
        merged.putAll(files.entries); // both are sorted, so that no path is compared
      } else {
        hide(merged, files, hidden);
        files.entries.forEach((path, entry) -> overlay(merged, path, entry, hidden));
      }
      root = files.root.orElse(root);
      seen.accept(new LayerChanges(i, files.entries, hidden));
    }
    HardLinks.settle(merged, linked);
    return new MergedTree(image.layers(), merged, linked, root, contents);
  }

  private static void linkContents(LayerFiles files, Map<String, Entry> linked) {
    Map<String, Entry> own = new HashMap<>();
    files.linked.forEach(
        (path, content) -> {
          boolean lower = content.type() == Entry.Type.HARDLINK;
          own.put(path, lower ? linked.getOrDefault(content.path(), content) : content);
        });
    files.entries.keySet().forEach(linked::remove);
    linked.putAll(own);
  }

  private static void hide(
      NavigableMap<String, Entry> merged, LayerFiles files, List<Entry> hidden) {
    for (String directory : files.opaque) {
      clear(merged, directory, hidden);
    }
    for (String path : files.whiteouts) {
      Entry lower = merged.remove(path);
      if (lower != null) {
        hidden.add(lower);
      }
      clear(merged, path, hidden);
    }
  }

  private static void overlay(
      NavigableMap<String, Entry> merged, String path, Entry entry, List<Entry> hidden) {
    boolean implied = entry.isDirectory() && entry.start() == entry.end();
    if (implied && merged.containsKey(path) && merged.get(path).isDirectory()) {
      return;
    }
    Entry lower = merged.put(path, entry);
    if (lower != null) {
      if (lower.isDirectory() && !entry.isDirectory()) {
        clear(merged, path, hidden);
      }
      hidden.add(lower);
    }
  }

  private static void clear(
      NavigableMap<String, Entry> merged, String directory, List<Entry> hidden) {
    SortedMap<String, Entry> below = LayerFiles.below(merged, directory);
    hidden.addAll(below.values());
    below.clear();
  }

  /**
   * What one layer holds, whether upper layers hide it or not.
   *
   * @param files number of entries but directories
   * @param bytes of file content
   */
  public record Content(long files, long bytes) {
    private static Content of(Collection<Entry> entries) {
      return new Content(
          entries.stream().filter(entry -> !entry.isDirectory()).count(),
          entries.stream().mapToLong(Entry::size).sum());
    }
  }

  /** What each layer holds, lowest first. */
  public List<Content> contents() {
    return contents;
  }

  @Override
  public Optional<Entry> get(String path) {
    return path.equals("/") ? Optional.of(root) : Optional.ofNullable(byPath.get(path));
  }

  @Override
  public Collection<Entry> entries() {
    return sorted;
  }

  @Override
  public synchronized List<Entry> children(String directory) {
    if (children == null) {
      Map<String, List<Entry>> byDirectory = new HashMap<>();
      for (Entry entry : sorted) {
        int slash = entry.path().lastIndexOf('/');
        String parent = slash == 0 ? "/" : entry.path().substring(0, slash);
        byDirectory.computeIfAbsent(parent, p -> new ArrayList<>(4)).add(entry);
      }
      children = byDirectory;
    }
    return Collections.unmodifiableList(children.getOrDefault(directory, List.of()));
  }

  @Override
  public Resolution resolve(String path) {
    List<Entry> links = new ArrayList<>();
    PathWalk walk = new PathWalk(path, HOPS);
    Optional<Entry> at = Optional.of(root);
    while (walk.hasNext()) {
      if (!at.orElseThrow().isDirectory()) {
        return new Resolution(links, Optional.empty());
      }
      String next = walk.next();
      Entry entry = byPath.get(next);
      if (entry == null) {
        return new Resolution(links, Optional.empty());
      }
      Entry content = content(entry);
      if (content.isSymlink()) {
        links.add(entry);
        if (!walk.follow(content.link())) {
          return new Resolution(links, Optional.empty());
        }
        at = get(walk.path().isEmpty() ? "/" : walk.path());
      } else {
        walk.enter();
        at = Optional.of(entry);
      }
    }
    Optional<Entry> target = get(walk.path().isEmpty() ? "/" : walk.path());
    boolean throughFile = !at.orElseThrow().isDirectory() && !at.equals(target); // "file/.."
    return new Resolution(links, throughFile ? Optional.empty() : target);
  }

  /**
   * {@inheritDoc}
   *
   * @throws ImageException if the entry is no file, or its layer can't be read
   */
  @Override
  public SeekableByteChannel open(Entry entry) throws IOException {
    Entry content = content(entry);
    if (!content.isFile()) {
      throw new ImageException("'" + entry.path() + "' is no file but a " + content.type());
    }
    Layer layer = layers.get(content.layer());
    SeekableByteChannel tar = layer.open();
    try {
      TarReader reader = new TarReader(tar, "layer '" + layer.diffId() + "'", content.start());
      if (reader.next().orElse(null) instanceof TarRecord.Member member) {
        return new ExtentChannel(tar, reader.extents(member), member.size());
      }
      throw new ImageException("'" + entry.path() + "' is no longer in " + layer.diffId());
    } catch (IOException | RuntimeException e) {
      tar.close();
      throw e;
    }
  }

  /** The entry that holds the content of this one: of a hard link the file, else itself. */
  public Entry content(Entry entry) {
    Entry content = linked.get(entry.path());
    return content != null && entry.equals(byPath.get(entry.path())) ? content : entry;
  }
}
