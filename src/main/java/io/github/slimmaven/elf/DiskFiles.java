package io.github.slimmaven.elf;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The files of this machine, or below a directory of it as if that were the root. */
public final class DiskFiles implements ElfFiles {
  private static final int MAX_LINKS = 40;

  private final Path root;

  /** Shows what is below this directory; {@code /} for this machine itself. */
  public DiskFiles(Path root) {
    this.root = root;
  }

  @Override
  public Optional<Found> find(String path) throws IOException {
    List<String> links = new ArrayList<>();
    Optional<String> real = walk(path, links);
    return real.filter(p -> Files.isRegularFile(below(p), LinkOption.NOFOLLOW_LINKS))
        .map(p -> new Found(links, p));
  }

  @Override
  public List<String> list(String directory) throws IOException {
    List<String> names = new ArrayList<>();
    Optional<Path> real =
        walk(directory, new ArrayList<>())
            .map(this::below)
            .filter(p -> Files.isDirectory(p, LinkOption.NOFOLLOW_LINKS));
    if (real.isPresent()) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(real.get())) {
        entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
      }
    }
    Collections.sort(names);
    return names;
  }

  @Override
  public SeekableByteChannel open(String path) throws IOException {
    return Files.newByteChannel(below(path));
  }

  private Path below(String path) {
    return root.resolve(path.substring(1));
  }

  /** path_resolution(7) below the root; empty if something is missing, or links go in circles. */
  private Optional<String> walk(String path, List<String> links) throws IOException {
    try {
      return follow(path, links);
    } catch (InvalidPathException e) {
      return Optional.empty(); // a name that this machine's file system cannot have
    }
  }

  private Optional<String> follow(String path, List<String> links) throws IOException {
    Deque<String> pending = new ArrayDeque<>(Arrays.asList(path.split("/")));
    Deque<String> done = new ArrayDeque<>();
    while (!pending.isEmpty()) {
      String name = pending.removeFirst();
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        done.pollLast();
        continue;
      }
      done.addLast(name);
      String here = "/" + String.join("/", done);
      Path file = below(here);
      if (Files.isSymbolicLink(file)) {
        links.add(here);
        if (links.size() > MAX_LINKS) {
          return Optional.empty();
        }
        String target = Files.readSymbolicLink(file).toString();
        if (target.startsWith("/")) {
          done.clear();
        } else {
          done.removeLast();
        }
        List<String> steps = Arrays.asList(target.split("/"));
        for (int i = steps.size() - 1; i >= 0; i--) {
          pending.addFirst(steps.get(i));
        }
      } else if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
    }
    return Optional.of("/" + String.join("/", done));
  }
}
