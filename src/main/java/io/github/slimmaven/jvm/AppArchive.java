package io.github.slimmaven.jvm;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.ImageConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An archive for class-data sharing with the classes of an app: of AppCDS, or from 24 on the AOT
 * cache (JEP 483). It is valid for one runtime, one class path and the jars on it, by their sizes
 * and times; a JVM that cannot use it does without.
 *
 * @param home of the runtime
 * @param feature first number of its version
 * @param command what is executed
 * @param java index of the program {@code java} in the command
 * @param inEntrypoint whether that is in the image's entrypoint, else it is in its cmd
 * @param fixed options that do not leave to this machine what the archive depends on
 */
public record AppArchive(
    String home,
    int feature,
    List<String> command,
    int java,
    boolean inEntrypoint,
    List<String> fixed) {
  /** Archives of custom class lists came with 10, lists with lambdas with 13. */
  private static final int OLDEST = 13;

  private static final int AOT = 24;

  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final Pattern COLLECTOR = Pattern.compile("-XX:\\+Use\\w+GC");
  private static final Pattern HEAP = Pattern.compile("-Xm[nsx].*|-XX:.*(?:Heap|RAM|NewSize).*");
  private static final Pattern OTHER =
      Pattern.compile("-XX:(?:SharedArchiveFile|ArchiveClassesAtExit|\\+?AOT|\\+AutoCreate).*");

  public AppArchive {
    command = List.copyOf(command);
    fixed = List.copyOf(fixed);
  }

  /**
   * The archive of what an image starts.
   *
   * @param args replaces the image's cmd, if present
   * @param env {@code NAME=value}, of the user
   * @throws JvmException saying why there can be none
   */
  public static AppArchive of(
      ImageConfig config, Optional<List<String>> args, List<String> env, FileTree tree)
      throws IOException {
    List<String> command = new ArrayList<>(config.entrypoint());
    command.addAll(args.orElse(config.cmd()));
    int java = 0;
    while (java < command.size() && !command.get(java).matches("(?:.*/)?java")) {
      java++;
    }
    if (java == command.size()) {
      throw new JvmException(
          "the image starts '%s', not 'java' itself, so there is no place for the option that names"
                  .formatted(String.join(" ", command))
              + " the archive: have the entrypoint name java and its options one by one");
    }
    boolean inEntrypoint = java < config.entrypoint().size();
    if (!inEntrypoint && args.isPresent()) {
      throw new JvmException(
          "'java' is in <args>, which are not part of the image: have its entrypoint start it");
    }
    List<String> variables = new ArrayList<>(config.env());
    variables.addAll(env);
    List<String> options = new ArrayList<>(command.subList(java + 1, command.size()));
    for (String name : SharedArchive.FOREIGN) {
      last(variables, name).ifPresent(value -> options.addAll(List.of(value.split("\\s+"))));
    }
    for (String option : options) {
      if (option.equals("-Xshare:off") || OTHER.matcher(option).matches()) {
        throw new JvmException(
            "the app's own option '%s' rules it out: remove that".formatted(option));
      }
    }
    String home = home(command.get(java), variables, tree);
    return new AppArchive(home, feature(home, tree), command, java, inEntrypoint, fixed(options));
  }

  private static List<String> fixed(List<String> options) {
    List<String> fixed = new ArrayList<>();
    if (options.stream().noneMatch(option -> COLLECTOR.matcher(option).matches())) {
      fixed.add("-XX:+UseG1GC"); // only with it objects are archived that others can use as well
    }
    if (options.stream().noneMatch(option -> HEAP.matcher(option).matches())) {
      fixed.addAll(List.of("-Xms256m", "-Xmx256m"));
    }
    return fixed;
  }

  private static String home(String java, List<String> variables, FileTree tree)
      throws JvmException {
    List<String> places = new ArrayList<>();
    if (java.contains("/")) {
      places.add(java);
    } else {
      for (String directory : last(variables, "PATH").orElse(DEFAULT_PATH).split(":")) {
        places.add(directory + "/" + java);
      }
    }
    String program =
        places.stream()
            .filter(place -> place.startsWith("/"))
            .flatMap(place -> tree.resolve(place).target().stream())
            .filter(entry -> entry.isFile() || entry.type() == Entry.Type.HARDLINK)
            .map(Entry::path)
            .findFirst()
            .orElse("");
    if (!program.endsWith("/bin/java")) {
      throw new JvmException("'%s' is no program of a Java runtime".formatted(java));
    }
    return program.substring(0, program.length() - "/bin/java".length());
  }

  private static int feature(String home, FileTree tree) throws IOException {
    Optional<Release> release = Release.read(tree, home);
    int feature = release.flatMap(Release::feature).orElse(0);
    if (feature < OLDEST) {
      throw new JvmException(
          "the runtime '%s' is of version '%s', and %d is the first that archives an app's classes"
              .formatted(home, feature == 0 ? "unknown" : feature, OLDEST));
    }
    if (release.orElseThrow().text().toLowerCase(Locale.ROOT).contains("openj9")) {
      throw new JvmException("the runtime '%s' is OpenJ9, not HotSpot".formatted(home));
    }
    return feature;
  }

  private static Optional<String> last(List<String> variables, String name) {
    return variables.stream()
        .filter(variable -> variable.startsWith(name + "="))
        .map(variable -> variable.substring(name.length() + 1))
        .reduce((first, last) -> last);
  }

  /** Where it goes. */
  public String path() {
    return home + (feature < AOT ? "/lib/app.jsa" : "/lib/app.aot");
  }

  /** Where the dump finds what the app was seen to load. */
  public String recorded() {
    return home + (feature < AOT ? "/lib/app.classlist" : "/lib/app.aotconf");
  }

  /**
   * The app, which leaves at its end what it loaded.
   *
   * @param file where that goes
   */
  public List<String> record(String file) {
    return feature < AOT
        ? with(List.of("-Xshare:auto", "-XX:DumpLoadedClassList=" + file))
        : with(List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + file));
  }

  /**
   * The command that makes the archive of what is {@link #recorded}; the app itself does not run.
   *
   * @param file where it goes
   */
  public List<String> dump(String file) {
    List<String> options = new ArrayList<>(fixed);
    options.addAll(
        feature < AOT
            ? List.of(
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + recorded(),
                "-XX:SharedArchiveFile=" + file)
            : List.of(
                "-XX:AOTMode=create",
                "-XX:AOTConfiguration=" + recorded(),
                "-XX:AOTCache=" + file));
    return with(options);
  }

  /** The command that fails if the app cannot use it; the app itself does not run. */
  public List<String> check() {
    return with(List.of(option(), feature < AOT ? "-Xshare:on" : "-XX:AOTMode=on", "--dry-run"));
  }

  /** The app's config with the option that names it; layers and all else stay. */
  public ImageConfig named(ImageConfig config) {
    List<String> list = new ArrayList<>(inEntrypoint ? config.entrypoint() : config.cmd());
    list.add(java - (inEntrypoint ? 0 : config.entrypoint().size()) + 1, option());
    return inEntrypoint ? config.withEntrypoint(list) : config.withCmd(list);
  }

  private String option() {
    return (feature < AOT ? "-XX:SharedArchiveFile=" : "-XX:AOTCache=") + path();
  }

  private List<String> with(List<String> options) {
    List<String> all = new ArrayList<>(command);
    all.addAll(java + 1, options);
    return all;
  }
}
