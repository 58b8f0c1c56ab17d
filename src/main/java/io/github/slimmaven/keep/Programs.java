package io.github.slimmaven.keep;

import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.ImageConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds programs as a shell in the container would. */
final class Programs {
  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final FileTree tree;
  private final List<String> directories;
  private final String workingDir;

  Programs(FileTree tree, ImageConfig config) {
    this.tree = tree;
    this.workingDir = config.workingDir();
    String path =
        config.env().stream()
            .filter(variable -> variable.startsWith("PATH="))
            .map(variable -> variable.substring("PATH=".length()))
            .reduce((first, last) -> last)
            .orElse(DEFAULT_PATH);
    this.directories =
        Arrays.stream(path.split(":")).filter(directory -> directory.startsWith("/")).toList();
  }

  /** The path of a program, by the image's PATH; links are not followed yet. */
  Optional<String> find(String name) {
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      return Optional.empty();
    }
    if (name.contains("/")) {
      return Optional.of(name.startsWith("/") ? name : workingDir + "/" + name)
          .filter(this::isProgram);
    }
    return directories.stream()
        .map(directory -> directory + "/" + name)
        .filter(this::isProgram)
        .findFirst();
  }

  private boolean isProgram(String path) {
    return tree.resolve(path).target().filter(file -> TextFile.readable(tree, file)).isPresent();
  }
}
