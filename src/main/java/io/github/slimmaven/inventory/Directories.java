package io.github.slimmaven.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.keep.TextFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Packages that own all that is below a directory: of Node.js, and Java runtimes. */
final class Directories {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int MOST_JSON = 1 << 20;
  private static final Pattern NODE =
      Pattern.compile("(.*/node_modules/((?:@[^/]+/)?[^/@][^/]*))/package\\.json", Pattern.DOTALL);

  private final Map<String, Owner> owners = new HashMap<>();

  private final Map<String, String> shownBy = new HashMap<>();
  private final FileTree tree;

  private Directories(FileTree tree) {
    this.tree = tree;
  }

  static Directories of(FileTree tree) throws IOException {
    Directories directories = new Directories(tree);
    for (Entry entry : tree.entries()) {
      String path = entry.path();
      if (!TextFile.readable(tree, entry) || entry.size() > MOST_JSON) {
        continue;
      }
      if (path.endsWith("/package.json")) {
        Matcher node = NODE.matcher(path);
        if (node.matches()) {
          String version = version(TextFile.text(tree, entry));
          directories.put(node.group(1), path, new Owner("npm", node.group(2), version));
        }
      } else if (path.endsWith("/release")) {
        String home = path.substring(0, path.length() - "/release".length());
        if (tree.get(home + "/lib/modules").isPresent()
            || tree.get(home + "/lib/rt.jar").isPresent()
            || tree.get(home + "/jre/lib/rt.jar").isPresent()) {
          directories.put(home, path, runtime(TextFile.text(tree, entry)));
        }
      }
    }
    return directories;
  }

  private static String version(String text) {
    try {
      JsonNode json = MAPPER.readTree(text);
      return json == null ? "" : json.path("version").asText("");
    } catch (JsonProcessingException e) {
      return "";
    }
  }

  /** The file {@code release} of a Java runtime has lines of {@code KEY="value"}. */
  private static Owner runtime(String release) {
    String name =
        value(release, "IMPLEMENTOR")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    return new Owner("jdk", name.isEmpty() ? "openjdk" : name, value(release, "JAVA_VERSION"));
  }

  private static String value(String release, String key) {
    Matcher line = Pattern.compile("(?m)^" + key + "=\"?([^\"\\n\\r]*)").matcher(release);
    return line.find() ? line.group(1) : "";
  }

  private void put(String directory, String file, Owner owner) {
    owners.put(directory, owner);
    shownBy.put(directory, file);
  }

  /** Each with all files below that are not of a nearer one. */
  List<Part> parts() {
    Map<String, TreeSet<String>> files = new TreeMap<>();
    owners.keySet().forEach(directory -> files.put(directory, new TreeSet<>()));
    for (Entry entry : tree.entries()) {
      if (!entry.isDirectory()) {
        nearest(entry.path()).ifPresent(at -> files.get(at).add(entry.path()));
      }
    }
    List<Part> parts = new ArrayList<>();
    files.forEach((at, own) -> parts.add(Part.of(owners.get(at), shownBy.get(at), own)));
    return parts;
  }

  /** The owner of the nearest directory that has one. */
  Optional<Owner> owner(String path) {
    return nearest(path).map(owners::get);
  }

  private Optional<String> nearest(String path) {
    if (owners.isEmpty()) {
      return Optional.empty();
    }
    for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      String directory = path.substring(0, end);
      if (owners.containsKey(directory)) {
        return Optional.of(directory);
      }
    }
    return Optional.empty();
  }
}
