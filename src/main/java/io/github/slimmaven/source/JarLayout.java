package io.github.slimmaven.source;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * An executable jar, put as it is below the app root and started with {@code java -jar}; beside it
 * the jars that its {@code Class-Path} names, and theirs.
 */
final class JarLayout {
  private static final Pattern URL_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*");

  private final BuildRequest request;
  private final Path jar;
  private final String root;

  JarLayout(BuildRequest request, Path jar) {
    this.request = request;
    this.jar = jar;
    this.root = request.container().appRoot();
  }

  AppLayout plan() throws IOException {
    JarManifest manifest = JarManifest.of(jar);
    if (manifest.get("Main-Class").isEmpty() && request.container().mainClass().isEmpty()) {
      throw new SourceException(
          "The jar '"
              + jar
              + "' is not executable: its manifest has no 'Main-Class'. Set 'mainClass', or have"
              + " the jar plugin write one.");
    }
    String place = Path.of(root).resolve(jar.getFileName()).toString();
    Map<String, Path> libraries = libraries(place);
    List<AppFile> dependencies = new ArrayList<>();
    libraries.forEach((path, file) -> dependencies.add(AppFile.of(path, file)));
    List<AppLayer> layers =
        List.of(
            new AppLayer("dependencies", dependencies),
            new AppLayer("application", List.of(AppFile.of(place, jar))));

    List<String> entrypoint = new ArrayList<>(List.of("java"));
    entrypoint.addAll(request.container().jvmFlags());
    List<String> extra = request.container().extraClasspath();
    if (request.container().mainClass().isEmpty() && extra.isEmpty()) {
      entrypoint.addAll(List.of("-jar", place));
    } else {
      List<String> classpath = new ArrayList<>(extra);
      classpath.add(place);
      String mainClass =
          request.container().mainClass().or(() -> manifest.get("Main-Class")).orElseThrow();
      entrypoint.addAll(List.of("-cp", String.join(":", classpath), mainClass));
    }
    return new AppLayout(layers, entrypoint);
  }

  /**
   * Path in the image to file. Entries that name nothing are left out, as the JVM ignores them;
   * directories as well (JAR file specification, "Class-Path Attribute").
   */
  private Map<String, Path> libraries(String place) throws IOException {
    Map<String, Path> found = new LinkedHashMap<>();
    Deque<Map.Entry<String, Path>> pending = new ArrayDeque<>();
    pending.add(Map.entry(place, jar.toAbsolutePath()));
    while (!pending.isEmpty()) {
      Map.Entry<String, Path> at = pending.removeFirst();
      for (String url : JarManifest.of(at.getValue()).classPath()) {
        if (URL_SCHEME.matcher(url).matches() || url.startsWith("/")) {
          continue;
        }
        String relative = URLDecoder.decode(url.replace("+", "%2B"), StandardCharsets.UTF_8);
        Path file = at.getValue().resolveSibling(relative).normalize();
        String path = Path.of(at.getKey()).resolveSibling(relative).normalize().toString();
        if (Files.isRegularFile(file) && !path.equals(place) && !found.containsKey(path)) {
          found.put(path, file);
          if (path.endsWith(".jar")) {
            pending.add(Map.entry(path, file));
          }
        }
      }
    }
    return found;
  }
}
