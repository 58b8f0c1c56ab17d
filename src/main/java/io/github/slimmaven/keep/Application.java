package io.github.slimmaven.keep;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.ImageConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where the app lies: its layers and directories, the working directory, the directory of the
 * program that is launched, and those of the files (scripts, jars) that the entrypoint and the
 * command name. No layer that holds the operating system or its packages is the app's.
 *
 * @param layers indexes, 0 = lowest
 * @param directories absolute, without links in them
 */
record Application(Set<Integer> layers, Set<String> directories) {
  /** Directories of libraries that others wrote, by the custom of their languages. */
  private static final Pattern LIBRARY =
      Pattern.compile(
          ".*/(?:(?:site|dist)-packages|node_modules|gems|vendor|bower_components|\\.git)/.*",
          Pattern.DOTALL);

  static Application of(FileTree tree, ImageConfig config, KeepRequest request) throws IOException {
    Set<String> directories = new LinkedHashSet<>();
    for (String directory : request.applicationDirs()) {
      directories.add(tree.resolve(directory).target().map(Entry::path).orElse(directory));
    }
    List<String> guesses = new ArrayList<>(List.of(config.workingDir()));
    List<String> command = new ArrayList<>(config.entrypoint());
    command.addAll(config.cmd());
    program(tree, config, command).ifPresent(guesses::add);
    for (String word : command) {
      for (String path : word.split("[:=,]")) {
        if (path.startsWith("/") && path.endsWith("/*")) {
          guesses.add(path.substring(0, path.length() - 2));
        } else if (path.startsWith("/")) {
          besides(tree, path).ifPresent(guesses::add);
        }
      }
    }
    for (String guess : guesses) {
      tree.resolve(guess)
          .target()
          .map(Entry::path)
          .filter(path -> !SystemDirectories.system(path))
          .ifPresent(directories::add);
    }
    Set<Integer> layers = new HashSet<>(request.applicationLayers());
    layers.removeAll(ApplicationLayers.system(tree));
    return new Application(layers, directories);
  }

  /** The directory of the program that is launched, unless it is one of many programs' there. */
  private static Optional<String> program(FileTree tree, ImageConfig config, List<String> command) {
    return command.stream()
        .findFirst()
        .flatMap(new Programs(tree, config)::find)
        .flatMap(path -> tree.resolve(path).target())
        .map(file -> Selection.parent(file.path()))
        .filter(directory -> !directory.endsWith("/bin") && !directory.endsWith("/sbin"));
  }

  /** The directory of a script, jar or other file that is no program of the system. */
  private static Optional<String> besides(FileTree tree, String path) throws IOException {
    Optional<Entry> file = tree.resolve(path).target().filter(f -> TextFile.readable(tree, f));
    boolean own = file.isPresent() && !Magic.isElf(TextFile.head(tree, file.get(), Magic.BYTES));
    return own ? Optional.of(Selection.parent(file.get().path())) : Optional.empty();
  }

  /** Whether this entry is of the app. */
  boolean has(Entry entry) {
    return layers.contains(entry.layer())
        || directories.stream().anyMatch(d -> entry.path().startsWith(d + "/"));
  }

  /** Whether this entry is of the app and no library that others wrote. */
  boolean own(Entry entry) {
    return has(entry) && !LIBRARY.matcher(entry.path()).matches();
  }
}
