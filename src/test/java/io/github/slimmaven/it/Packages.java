package io.github.slimmaven.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;

/** The lists of packages of a Debian image say what dpkg says, and what is on disk. */
public final class Packages {
  private static final String FORMAT = "${Package} ${Version} ${db:Status-Status}\n";

  private final Path target;
  private final String source;

  private Packages(Path target, String source) {
    this.target = target;
    this.source = source;
  }

  /**
   * The lists that a build left in {@code target/LEVEL}.
   *
   * @param source name of the source image in the Docker engine
   */
  public static Packages of(File basedir, String source) {
    return new Packages(basedir.toPath().resolve("target"), source);
  }

  /** Holds both lists of a level against dpkg's own, and the files of the minified image. */
  public void prove(String level, String slim) throws Exception {
    same(
        "packages of '" + source + "'",
        dpkg(
            Command.call(
                "docker",
                "run",
                "--rm",
                "--network=none",
                "--entrypoint=dpkg-query",
                source,
                "-W",
                "-f",
                FORMAT)),
        listed(level, "source").keySet());

    Path database = Files.createDirectories(target.resolve("dpkg-" + level));
    String container = Command.call("docker", "create", slim, "none");
    String files;
    try {
      Command.call("docker", "cp", container + ":/var/lib/dpkg/.", database.toString());
      files = Command.call("sh", "-c", "docker export " + container + " | tar -t");
    } finally {
      Command.call("docker", "rm", container);
    }
    Command names =
        Command.run(List.of("dpkg-query", "--admindir=" + database, "-W", "-f", FORMAT));
    same("packages of '" + slim + "'", dpkg(names.output()), listed(level, "slim").keySet());
    same("files of '" + slim + "'", onDisk(files), left(listed(level, "slim")));
  }

  private static void same(String what, Object expected, Object actual) {
    if (!expected.equals(actual)) {
      throw new AssertionError("The " + what + " are " + expected + ", but listed are " + actual);
    }
  }

  private static Set<String> dpkg(String lines) {
    return lines
        .lines()
        .filter(line -> line.endsWith(" installed"))
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Name and version to the number of files that are left. */
  private Map<String, Integer> listed(String level, String image) throws Exception {
    File list = target.resolve(level).resolve(image + ".cdx.json").toFile();
    if (!new JsonParser().isValid(list, Version.VERSION_16)) {
      throw new AssertionError(list + ": " + new JsonParser().validate(list, Version.VERSION_16));
    }
    Map<String, Integer> packages = new TreeMap<>();
    for (JsonNode component : new ObjectMapper().readTree(list).path("components")) {
      if (component.path("purl").asText().startsWith("pkg:deb/")) {
        packages.merge(
            component.path("name").asText() + " " + component.path("version").asText(),
            component.path("properties").get(2).path("value").asInt(),
            Integer::sum);
      }
    }
    return packages;
  }

  private static Map<String, Integer> left(Map<String, Integer> listed) {
    Map<String, Integer> left = new TreeMap<>();
    listed.forEach(
        (name, files) -> {
          if (files > 0) {
            left.put(name.substring(0, name.indexOf(' ')), files);
          }
        });
    return left;
  }

  /**
   * Counts the files that the source's lists name and the minified image has; {@code /bin}, {@code
   * /lib} and the like lead into {@code /usr}.
   */
  private Map<String, Integer> onDisk(String tar) throws IOException, InterruptedException {
    Set<String> files = new TreeSet<>();
    tar.lines().filter(path -> !path.endsWith("/")).forEach(path -> files.add("/" + path));
    String lists =
        Command.call(
            "docker",
            "run",
            "--rm",
            "--network=none",
            "--entrypoint=sh",
            source,
            "-c",
            "cd /var/lib/dpkg/info && grep -H . *.list; sed 's/^/diversion:/' ../diversions");
    Map<String, String> diverted = new HashMap<>();
    List<String> diversions =
        lists
            .lines()
            .filter(line -> line.startsWith("diversion:"))
            .map(l -> l.substring(10))
            .toList();
    for (int i = 0; i + 2 < diversions.size(); i += 3) {
      diverted.put(diversions.get(i + 2) + " " + diversions.get(i), diversions.get(i + 1));
    }
    Map<String, Integer> left = new TreeMap<>();
    Set<String> counted = new TreeSet<>();
    for (String line : lists.lines().filter(l -> l.contains(".list:/")).toList()) {
      int end = line.indexOf(".list:/");
      String id = line.substring(0, end);
      String name = id.replaceFirst(":.*", "");
      String path = line.substring(end + ".list:".length());
      String to =
          diversions.contains(path) && !diverted.containsKey(name + " " + path)
              ? diversions.get(diversions.indexOf(path) + 1)
              : path;
      String real = to.replaceFirst("^/(bin|sbin|lib|lib32|lib64|libx32)/", "/usr/$1/");
      if (files.contains(real) && real.lastIndexOf('/') > 0 && counted.add(id + real)) {
        left.merge(name, 1, Integer::sum);
      }
    }
    return left;
  }
}
