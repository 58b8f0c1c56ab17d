package io.github.slimmaven.keep;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.ImageConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the app's own files whole, so that what no probe reached still works: the layers and
 * directories that hold it, the working directory, and the directories of the files (scripts, jars)
 * that the entrypoint and the command name.
 */
final class ApplicationRule implements Rule {
  private final ImageConfig config;
  private final KeepRequest request;

  ApplicationRule(ImageConfig config, KeepRequest request) {
    this.config = config;
    this.request = request;
  }

  @Override
  public void apply(Selection selection) throws IOException {
    if (!request.applicationLayers().isEmpty()) {
      for (Entry entry : selection.tree().entries()) {
        if (request.applicationLayers().contains(entry.layer())) {
          selection.add(entry, new Reason(Reason.Kind.APPLICATION, "layer " + entry.layer()));
        }
      }
    }
    for (String directory : directories(selection.tree())) {
      selection.whole(directory, new Reason(Reason.Kind.APPLICATION, directory));
    }
  }

  private Set<String> directories(FileTree tree) throws IOException {
    Set<String> directories = new LinkedHashSet<>(request.applicationDirs());
    List<String> guesses = new ArrayList<>(List.of(config.workingDir()));
    List<String> command = new ArrayList<>(config.entrypoint());
    command.addAll(config.cmd());
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
    return directories;
  }

  /** The directory of a script, jar or other file that is no program of the system. */
  private static Optional<String> besides(FileTree tree, String path) throws IOException {
    Optional<Entry> file = tree.resolve(path).target().filter(f -> TextFile.readable(tree, f));
    boolean own = file.isPresent() && !Magic.isElf(TextFile.head(tree, file.get(), Magic.BYTES));
    return own ? Optional.of(Selection.parent(file.get().path())) : Optional.empty();
  }
}
