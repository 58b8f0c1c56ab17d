package io.github.slimmaven.source;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.image.ImageConfig;
import io.github.slimmaven.source.HostFile.Copy;
import io.github.slimmaven.source.HostFile.Directory;
import io.github.slimmaven.source.HostFile.Link;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a base image made of this machine's Java runtime holds, in two layers: the system's files,
 * and the JDK's.
 *
 * @param javaHome absolute path in the image
 * @param system libraries, certificates, time zones, names
 * @param jdk the JDK without {@code jmods}, sources, headers and manuals, and what its links lead
 *     to
 */
record HostRuntime(
    String javaHome, SortedMap<String, HostFile> system, SortedMap<String, HostFile> jdk) {

  /** Where a JDK goes that is in somebody's home or another private place. */
  private static final String NEUTRAL_HOME = "/opt/java";

  private static final List<String> SYSTEM_PLACES = List.of("/usr/", "/opt/");

  private static final Set<String> NOT_NEEDED_TO_RUN =
      Set.of("/jmods", "/src.zip", "/lib/src.zip", "/man", "/demo", "/sample", "/include", "/docs");

  private static final String OTHERS =
      "Use another base image: '[HOST/]NAME[:TAG]', 'docker://NAME', 'tar://PATH' or 'oci://DIR'.";

  /**
   * Looks the files up; reads no more of them than ELF headers.
   *
   * @param root {@code /}, or a directory that stands for it
   * @param javaHome absolute path of a JDK or JRE below the root
   * @throws SourceException if there is none, or this is no Linux
   */
  static HostRuntime of(Path root, String javaHome, String osName) throws IOException {
    if (!osName.equals("Linux")) {
      throw new SourceException(
          "'host://' takes the runtime of a Linux machine, and this is '"
              + osName
              + "'. "
              + OTHERS);
    }
    HostTree probe = new HostTree(root);
    String home = probe.directory(javaHome).orElse("");
    if (home.isEmpty() || !Files.isRegularFile(root.resolve(home.substring(1) + "/bin/java"))) {
      throw new SourceException(
          "'"
              + javaHome
              + "' holds no Java runtime: there is no 'bin/java'. Give the home of a JDK, as in"
              + " 'host:///usr/lib/jvm/java-17', or 'host://' for the one that runs Maven.");
    }
    HostTree jdk = new HostTree(root);
    jdk.addTree(home, path -> isExcluded(home, path));
    HostTree system = new HostTree(root);
    new HostSystem(system).collect(programs(home, jdk.files()), home);

    boolean neutral = SYSTEM_PLACES.stream().anyMatch(home::startsWith);
    TreeMap<String, HostFile> jdkFiles = new TreeMap<>(jdk.files());
    if (!neutral) {
      jdkFiles = moved(root, jdk.files(), home);
    }
    jdkFiles.entrySet().removeIf(e -> e.getValue().equals(system.files().get(e.getKey())));
    return new HostRuntime(neutral ? home : NEUTRAL_HOME, system.files(), jdkFiles);
  }

  /** The config of the base image, without its layers. */
  ImageConfig config(String architecture) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("created", "1970-01-01T00:00:00Z");
    json.put("architecture", architecture);
    json.put("os", "linux");
    json.putObject("config")
        .putArray("Env")
        .add(
            "PATH="
                + javaHome
                + "/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
        .add("JAVA_HOME=" + javaHome)
        .add("LANG=C.UTF-8");
    return new ImageConfig(json);
  }

  private static boolean isExcluded(String home, String path) {
    return path.startsWith(home + "/") && NOT_NEEDED_TO_RUN.contains(path.substring(home.length()));
  }

  private static Set<String> programs(String home, Map<String, HostFile> files) {
    Set<String> programs = new TreeSet<>();
    files.forEach(
        (path, file) -> {
          if (file instanceof Copy
              && (path.contains(".so") || path.startsWith(home + "/bin/") || isTool(path))) {
            programs.add(path);
          }
        });
    return programs;
  }

  private static boolean isTool(String path) {
    return path.endsWith("/lib/jspawnhelper") || path.endsWith("/lib/jexec");
  }

  /** The home at a neutral place; links out of it become absolute. */
  private static TreeMap<String, HostFile> moved(
      Path root, SortedMap<String, HostFile> files, String home) throws IOException {
    Path realRoot = root.toRealPath();
    TreeMap<String, HostFile> moved = new TreeMap<>();
    moved.put("/opt", new Directory(0755, 0));
    for (Map.Entry<String, HostFile> entry : files.entrySet()) {
      String path = entry.getKey();
      HostFile file = entry.getValue();
      if ((home + "/").startsWith(path + "/") && !path.equals(home)) {
        continue;
      }
      if (!path.equals(home) && !path.startsWith(home + "/")) {
        moved.put(path, file);
        continue;
      }
      if (file instanceof Link) {
        String real = "/" + realRoot.relativize(realRoot.resolve(path.substring(1)).toRealPath());
        file =
            new Link(
                real.startsWith(home + "/") ? NEUTRAL_HOME + real.substring(home.length()) : real);
      }
      moved.put(NEUTRAL_HOME + path.substring(home.length()), file);
    }
    return moved;
  }
}
