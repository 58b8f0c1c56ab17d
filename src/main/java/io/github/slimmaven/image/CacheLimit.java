package io.github.slimmaven.image;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Keeps the cache within a size. What was unused for longest goes first; images of a Docker engine
 * that the engine has no more go before. While other builds read the cache, only what nobody has
 * used for a day goes.
 */
public final class CacheLimit {
  private static final Duration IN_USE = Duration.ofDays(1);

  /** Whose files are remembered one by one; what lies in folders of theirs, too. */
  private static final List<String> FILES =
      List.of("app", "archives", "blobs", "cds", "jvm", "layers", "registry", "verified");

  private static final String USED = ".used";

  private final Path cache;
  private final long limit;
  private final Predicate<String> gone;

  private CacheLimit(Path cache, long limit, Predicate<String> gone) {
    this.cache = cache.toAbsolutePath();
    this.limit = limit;
    this.gone = gone;
  }

  /**
   * What was removed.
   *
   * @param bytes that were freed
   * @param left bytes of the cache
   */
  public record Freed(int entries, long bytes, long left) {}

  /**
   * Removes what is too much. Looks at each file's size and time only, where nothing is.
   *
   * @param limit bytes
   * @param gone whether the Docker engine has lost an image, given its id with a dash for the
   *     colon; asked only if something is to go
   */
  public static Freed trim(Path cache, long limit, Predicate<String> gone)
      throws IOException, InterruptedException {
    CacheLimit trimmed = new CacheLimit(cache, limit, gone);
    List<Item> items = trimmed.items();
    long total = items.stream().mapToLong(Item::size).sum();
    return total <= limit
        ? new Freed(0, 0, total)
        : CacheUse.apart(cache, read -> trimmed.remove(read));
  }

  /** Remembers that something of the cache is used now, where its own time must not change. */
  public static void used(Path item) throws IOException {
    try {
      Files.createFile(mark(item));
    } catch (FileAlreadyExistsException e) {
      Files.setLastModifiedTime(mark(item), FileTime.from(Instant.now()));
    }
  }

  private static Path mark(Path item) {
    return item.resolveSibling(item.getFileName() + USED);
  }

  private record Item(Path path, long size, Instant used) {}

  private Freed remove(boolean read) throws IOException {
    List<Item> items = items(); // anew: others may have removed some
    items.sort(Comparator.comparing((Item item) -> !isGone(item)).thenComparing(Item::used));
    long total = items.stream().mapToLong(Item::size).sum();
    Instant inUse = Instant.now().minus(IN_USE);
    int entries = 0;
    long bytes = 0;
    for (Item item : items) {
      if (total - bytes <= limit) {
        break;
      }
      if (!read || item.used().isBefore(inUse)) {
        delete(item.path());
        entries++;
        bytes += item.size();
      }
    }
    return new Freed(entries, bytes, total - bytes);
  }

  private boolean isGone(Item item) {
    String name = item.path().getFileName().toString();
    return item.path().startsWith(cache.resolve("daemon"))
        && name.endsWith(".tar")
        && gone.test(name.substring(0, name.length() - ".tar".length()));
  }

  /** In one step out of sight, then for good: nobody finds half of it. */
  private static void delete(Path item) throws IOException {
    if (Files.isDirectory(item, LinkOption.NOFOLLOW_LINKS)) {
      Path aside = item.resolveSibling(item.getFileName() + "." + UUID.randomUUID() + ".partial");
      Files.move(item, aside, StandardCopyOption.ATOMIC_MOVE);
      Trees.delete(aside);
      Files.deleteIfExists(item.resolveSibling(item.getFileName() + ".limits"));
    } else {
      Files.deleteIfExists(item);
    }
    Files.deleteIfExists(mark(item));
  }

  private List<Item> items() throws IOException {
    List<Item> items = new ArrayList<>();
    for (String folder : FILES) {
      for (Path file : below(cache.resolve(folder))) {
        add(items, file);
      }
    }
    for (Path file : in(cache.resolve("daemon"))) {
      if (file.toString().endsWith(".tar")) {
        add(items, file);
      }
    }
    for (Path image : in(cache.resolve("host"))) {
      add(items, image, image.resolve("config.json"));
    }
    for (Path user : in(cache.resolve("unpacked"))) {
      for (Path layer : in(user)) {
        if (Files.isDirectory(layer, LinkOption.NOFOLLOW_LINKS)) {
          add(items, layer, mark(layer));
        }
      }
    }
    return items;
  }

  private static void add(List<Item> items, Path file) throws IOException {
    Optional<BasicFileAttributes> attributes = attributes(file);
    if (attributes.isPresent() && attributes.get().isRegularFile()) {
      Instant used = attributes.get().lastModifiedTime().toInstant();
      Instant marked = attributes(mark(file)).map(CacheLimit::time).orElse(used);
      items.add(new Item(file, attributes.get().size(), marked.isAfter(used) ? marked : used));
    }
  }

  /** A directory whose last use the time of another file says. */
  private static void add(List<Item> items, Path directory, Path used) throws IOException {
    Optional<BasicFileAttributes> attributes = attributes(used);
    if (attributes.isEmpty()) {
      attributes = attributes(directory);
    }
    if (attributes.isPresent()) {
      items.add(new Item(directory, size(directory), time(attributes.get())));
    }
  }

  private static Instant time(BasicFileAttributes attributes) {
    return attributes.lastModifiedTime().toInstant();
  }

  /** Counted once, and kept in its mark: an unpacked layer may have a million files. */
  private static long size(Path directory) throws IOException {
    Path mark = mark(directory);
    try {
      return Long.parseLong(Files.readString(mark).strip());
    } catch (NoSuchFileException | NumberFormatException e) {
      long size = 0;
      for (Path file : below(directory)) {
        size += attributes(file).map(BasicFileAttributes::size).orElse(0L);
      }
      Optional<BasicFileAttributes> marked = attributes(mark);
      if (marked.isPresent()) {
        Files.writeString(mark, size + "\n");
        Files.setLastModifiedTime(mark, marked.get().lastModifiedTime());
      }
      return size;
    }
  }

  private static Optional<BasicFileAttributes> attributes(Path file) throws IOException {
    try {
      return Optional.of(
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static List<Path> in(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    }
  }

  /** Regular files; what is just being written or vanishes is left out. */
  private static List<Path> below(Path directory) throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (attributes.isRegularFile() && !file.getFileName().toString().startsWith(".")) {
                files.add(file);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE;
            }
          });
    }
    return files;
  }
}
