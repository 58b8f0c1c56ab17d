package io.github.slimmaven.pipeline;

import io.github.slimmaven.inspect.BuildContext;
import io.github.slimmaven.source.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A build context on disk. */
final class ContextFiles implements BuildContext {
  private static final int MOST_BYTES = 1 << 20;

  private final Path directory;
  private final List<String> names;

  /** Lists its names. */
  ContextFiles(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new SourceException(
          "The build context '" + directory + "' is no directory. Correct 'context'.");
    }
    this.directory = directory;
    try (Stream<Path> files = Files.list(directory)) {
      this.names = files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public String text(String path) throws IOException {
    if (path.indexOf('\0') >= 0) {
      return "";
    }
    Path file = directory.resolve(path).normalize();
    boolean there = file.startsWith(directory.normalize()) && Files.isRegularFile(file);
    if (!there || Files.size(file) > MOST_BYTES) {
      return "";
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    }
  }
}
