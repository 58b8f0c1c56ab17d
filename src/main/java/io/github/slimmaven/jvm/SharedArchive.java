package io.github.slimmaven.jvm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.slimmaven.image.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A default archive for class-data sharing, as the runtime's own {@code java} makes it. It is valid
 * for one {@code lib/modules} only, by its size and its time of modification.
 *
 * @param home of the runtime
 * @param path of the archive
 * @param options what the runs need that use this archive
 * @param collector the option that chooses the collector of the dump
 * @param key tells it from all others: the same key has the same content
 */
public record SharedArchive(
    String home, String path, List<String> options, String collector, String key) {
  /** Raised when the same input is to give another archive. */
  private static final int RECIPE = 3;

  /**
   * From which version on two dumps with archived objects, for G1, are known to be the same bytes.
   */
  private static final int SAME_OBJECTS = 25;

  /** By name ({@code make/Images.gmk} of OpenJDK); the usual one has no options. */
  private static final Map<String, List<String>> OPTIONS =
      Map.of(
          "classes.jsa", List.of(),
          "classes_nocoops.jsa", List.of("-XX:-UseCompressedOops"),
          "classes_coh.jsa", List.of("-XX:+UseCompactObjectHeaders"),
          "classes_nocoops_coh.jsa",
              List.of("-XX:-UseCompressedOops", "-XX:+UseCompactObjectHeaders"));

  /** Variables of the image that would change what {@code java} does. */
  public static final List<String> FOREIGN =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH");

  public SharedArchive {
    options = List.copyOf(options);
  }

  /** The archive of this path; empty if its name is not that of a default one. */
  static Optional<SharedArchive> of(TrimmedRuntime runtime, String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return Optional.ofNullable(OPTIONS.get(name))
        .map(
            options ->
                new SharedArchive(
                    runtime.home(),
                    path,
                    options,
                    runtime.feature() < SAME_OBJECTS ? "-XX:+UseSerialGC" : "-XX:+UseG1GC",
                    Digest.ofContent(
                            ("recipe " + RECIPE + "\n" + runtime.key() + "\n" + path)
                                .getBytes(UTF_8))
                        .hex()));
  }

  /** The program that makes it, by absolute path. */
  public String java() {
    return home + "/bin/java";
  }

  /** The list of the classes that go into it. */
  public String classes() {
    return home + "/lib/classlist";
  }

  /**
   * The command that makes it, the same bytes on every machine: {@code sensor steady} (see {@code
   * src/main/native/steady.c}) takes the environment, the directory and the race of the first
   * threads out; the options take out what depends on the machine's processors and memory, and on
   * what was compiled when.
   *
   * @param sensor where that program is
   * @param file where the archive goes
   */
  public List<String> dump(String sensor, String file) {
    List<String> command =
        new ArrayList<>(List.of(sensor, "steady", classes(), java(), "-Xshare:dump"));
    command.addAll(options);
    command.addAll(
        List.of(
            "-XX:SharedArchiveFile=" + file,
            collector,
            "-Xint",
            "-Xms128m",
            "-Xmx128m",
            "-XX:ActiveProcessorCount=1"));
    return command;
  }

  /** The command that fails if the runtime cannot use it. */
  public List<String> use() {
    List<String> command = new ArrayList<>(List.of(java(), "-Xshare:on"));
    command.addAll(options);
    command.add("-version");
    return command;
  }
}
