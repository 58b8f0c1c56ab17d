package io.github.slimmaven.source;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import io.github.slimmaven.source.BuildRequest.Dependency;
import io.github.slimmaven.source.BuildRequest.Stability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A project's classes and the jars behind them, where Jib would put them: {@code libs}, {@code
 * resources}, {@code classes} below the app root. Unlike Jib's {@code libs/*} the class path names
 * each jar, in Maven's order: a wildcard leaves the order to the file system, and another file
 * system (the minified image's) may have another order.
 */
final class ClassesLayout {
  private final BuildRequest request;
  private final AbsoluteUnixPath root;

  ClassesLayout(BuildRequest request) {
    this.request = request;
    this.root = AbsoluteUnixPath.get(request.container().appRoot());
  }

  AppLayout plan() throws IOException {
    Path classes =
        request
            .classes()
            .filter(Files::isDirectory)
            .orElseThrow(
                () ->
                    new SourceException(
                        "There are no classes in '"
                            + request.classes().map(Path::toString).orElse("")
                            + "'. Compile the project first (phase 'compile' or later), or set"
                            + " 'jar' to an executable jar."));
    String mainClass = MainClass.of(request);
    Map<Dependency, AbsoluteUnixPath> places = places();
    List<AppLayer> layers = new ArrayList<>();
    layers.add(jars("dependencies", Stability.RELEASE, places));
    layers.add(jars("snapshot dependencies", Stability.SNAPSHOT, places));
    layers.add(jars("project dependencies", Stability.PROJECT, places));
    layers.add(files("resources", classes, false));
    layers.add(files("classes", classes, true));

    List<String> classpath = new ArrayList<>(request.container().extraClasspath());
    classpath.add(root.resolve("resources").toString());
    classpath.add(root.resolve("classes").toString());
    request.dependencies().forEach(d -> classpath.add(places.get(d).toString()));
    List<String> entrypoint = new ArrayList<>(List.of("java"));
    entrypoint.addAll(request.container().jvmFlags());
    entrypoint.addAll(List.of("-cp", String.join(":", classpath), mainClass));
    return new AppLayout(layers, entrypoint);
  }

  /** A place for each jar; two jars of one name both keep a place. */
  private Map<Dependency, AbsoluteUnixPath> places() throws IOException {
    Map<Dependency, AbsoluteUnixPath> places = new HashMap<>();
    Map<String, Integer> seen = new HashMap<>();
    for (Dependency dependency : request.dependencies()) {
      String name = dependency.name();
      if (name.contains("/") || name.contains(":")) {
        throw new SourceException(
            "The dependency '" + name + "' cannot be named so on a class path. Rename the file.");
      }
      if (!Files.isRegularFile(dependency.file())) {
        throw new SourceException(
            "The dependency '"
                + dependency.file()
                + "' is no file. Run the build at phase 'package' or later.");
      }
      int count = seen.merge(name, 1, Integer::sum);
      places.putIfAbsent(
          dependency, root.resolve("libs").resolve(count == 1 ? name : count + "-" + name));
    }
    return places;
  }

  private AppLayer jars(
      String name, Stability stability, Map<Dependency, AbsoluteUnixPath> places) {
    return new AppLayer(
        name,
        request.dependencies().stream()
            .filter(dependency -> dependency.stability() == stability)
            .distinct()
            .map(d -> AppFile.of(places.get(d).toString(), d.file()))
            .toList());
  }

  private AppLayer files(String name, Path directory, boolean classFiles) throws IOException {
    List<AppFile> entries = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(directory)) {
      List<Path> files = walk.filter(Files::isRegularFile).sorted().toList();
      for (Path file : files) {
        if (file.toString().endsWith(".class") == classFiles) {
          String path = root.resolve(name).resolve(directory.relativize(file)).toString();
          entries.add(AppFile.of(path, file));
        }
      }
    }
    return new AppLayer(name, entries);
  }
}
