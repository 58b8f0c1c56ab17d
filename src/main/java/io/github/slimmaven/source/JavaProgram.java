package io.github.slimmaven.source;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.MergedTree;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How {@code java} is called in an image. */
final class JavaProgram {
  private static final int EXECUTABLE = 0111;

  /** What engines assume where the image says nothing. */
  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private JavaProgram() {}

  /**
   * {@code java} if it is on the image's {@code PATH}, else the one below its {@code JAVA_HOME}.
   *
   * @param environment of the application, which wins over the image's
   * @throws SourceException if there is neither
   */
  static String in(Image image, Map<String, String> environment) throws IOException {
    FileTree tree = MergedTree.of(image);
    String path = variable("PATH", image, environment).orElse(DEFAULT_PATH);
    for (String directory : path.split(":")) {
      if (directory.startsWith("/") && isProgram(tree, directory + "/java")) {
        return "java";
      }
    }
    Optional<String> home = variable("JAVA_HOME", image, environment);
    String program = home.orElse("") + "/bin/java";
    if (home.isPresent() && isProgram(tree, program)) {
      return program;
    }
    throw new SourceException(
        "The base image '"
            + image.reference()
            + "' has no 'java', neither on its PATH '"
            + path
            + "' nor below JAVA_HOME '"
            + home.orElse("")
            + "'. Set 'from' to an image with a Java runtime, or 'container.entrypoint' to the"
            + " program to start.");
  }

  private static boolean isProgram(FileTree tree, String path) {
    return tree.resolve(path)
        .target()
        .filter(entry -> entry.isFile() || entry.type() == Entry.Type.HARDLINK)
        .filter(entry -> (entry.mode() & EXECUTABLE) != 0)
        .isPresent();
  }

  private static Optional<String> variable(
      String name, Image image, Map<String, String> environment) {
    if (environment.containsKey(name)) {
      return Optional.of(environment.get(name));
    }
    List<String> env = image.config().env();
    return env.stream()
        .filter(variable -> variable.startsWith(name + "="))
        .map(variable -> variable.substring(name.length() + 1))
        .filter(value -> !value.isEmpty())
        .reduce((first, last) -> last);
  }
}
