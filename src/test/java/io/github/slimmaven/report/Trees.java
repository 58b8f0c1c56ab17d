package io.github.slimmaven.report;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import java.nio.channels.SeekableByteChannel;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A tree of entries without contents. */
record Trees(Collection<Entry> entries, Map<String, Entry> byPath) implements FileTree {
  static Trees of(Entry... entries) {
    return new Trees(
        List.of(entries),
        List.of(entries).stream().collect(Collectors.toMap(Entry::path, Function.identity())));
  }

  @Override
  public Optional<Entry> get(String path) {
    return Optional.ofNullable(byPath.get(path));
  }

  @Override
  public List<Entry> children(String directory) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Resolution resolve(String path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SeekableByteChannel open(Entry entry) {
    throw new UnsupportedOperationException();
  }
}
