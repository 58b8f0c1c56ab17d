package io.github.slimmaven.keep;

import io.github.slimmaven.elf.ElfFiles;
import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/** Shows a tree to the dynamic linker. */
final class TreeFiles implements ElfFiles {
  private final FileTree tree;

  TreeFiles(FileTree tree) {
    this.tree = tree;
  }

  @Override
  public Optional<Found> find(String path) {
    FileTree.Resolution resolution = tree.resolve(path);
    return resolution
        .target()
        .filter(file -> TextFile.readable(tree, file))
        .map(file -> new Found(resolution.links().stream().map(Entry::path).toList(), file.path()));
  }

  @Override
  public List<String> list(String directory) {
    return tree
        .resolve(directory)
        .target()
        .map(found -> tree.children(found.path()))
        .orElse(List.of())
        .stream()
        .map(entry -> entry.path().substring(entry.path().lastIndexOf('/') + 1))
        .toList();
  }

  @Override
  public SeekableByteChannel open(String path) throws IOException {
    return tree.open(tree.get(path).orElseThrow(() -> new NoSuchFileException(path)));
  }
}
