package io.github.slimmaven.source;

import com.google.cloud.tools.jib.api.MainClassFinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the class to start: given, named by the artifact's manifest, or the only candidate. */
final class MainClass {
  private static final String REMEDY = "Set 'mainClass' to the class to start.";

  private MainClass() {}

  /**
   * @throws SourceException if there is none, or more than one
   */
  static String of(BuildRequest request) throws IOException {
    Optional<String> given = request.container().mainClass();
    if (given.isPresent()) {
      return given.get();
    }
    Optional<Path> artifact = request.archive();
    if (artifact.isPresent()) {
      Optional<String> named = JarManifest.of(artifact.get()).get("Main-Class");
      if (named.isPresent()) {
        return named.get();
      }
    }
    Path classes = request.classes().orElseThrow();
    MainClassFinder.Result result = search(classes);
    return switch (result.getType()) {
      case MAIN_CLASS_FOUND -> result.getFoundMainClass();
      case MAIN_CLASS_NOT_FOUND ->
          throw new SourceException("No class in '" + classes + "' has a 'main' method. " + REMEDY);
      case MULTIPLE_MAIN_CLASSES ->
          throw new SourceException(
              "More than one class in '"
                  + classes
                  + "' has a 'main' method: '"
                  + String.join("', '", result.getFoundMainClasses().stream().sorted().toList())
                  + "'. "
                  + REMEDY);
    };
  }

  private static MainClassFinder.Result search(Path classes) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(classes)) {
      files = walk.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    }
    try {
      return MainClassFinder.find(files, event -> {});
    } catch (RuntimeException e) {
      throw new SourceException(
          "The classes in '"
              + classes
              + "' could not be searched for a 'main' method: "
              + e.getMessage()
              + ". "
              + REMEDY,
          e);
    }
  }
}
