package io.github.slimmaven.jvm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.ImageConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the JVMs of an image are told to log the classes that they load: by the variable {@code
 * JAVA_TOOL_OPTIONS}, on which they print one line to standard error. A JVM that does not know the
 * option, or cannot write the file, would not start: where that may happen nothing is logged.
 *
 * @param variable with the value that the image or the user gives it extended; empty if nothing is
 *     logged
 * @param silence why an app with a Java runtime does not log
 */
public record ClassLog(Optional<String> variable, Optional<String> silence) {
  private static final String VARIABLE = "JAVA_TOOL_OPTIONS=";

  /** Names of the logs, as a glob. */
  static final String FILES = "classes-*.log";

  /** Unified logging came with 9; modules of older releases than this are not trimmed. */
  private static final int OLDEST = 11;

  /** Of an app without Java, or one that is not to be watched for it. */
  public static final ClassLog NONE = new ClassLog(Optional.empty(), Optional.empty());

  /**
   * How the JVMs of an image log.
   *
   * @param argv what is executed
   * @param env of the user
   * @param directory in the container, to which every user may write
   */
  public static ClassLog of(
      ImageConfig config, List<String> argv, List<String> env, FileTree tree, String directory)
      throws IOException {
    List<String> homes = homes(tree);
    if (homes.isEmpty()) {
      return NONE;
    }
    Optional<String> silent = silent(homes, tree);
    if (silent.isEmpty() && !runsJava(argv, tree)) {
      silent = Optional.of("its command is neither a script nor names java");
    }
    if (silent.isPresent()) {
      return new ClassLog(Optional.empty(), silent);
    }
    List<String> all = new ArrayList<>(config.env());
    all.addAll(env);
    String given = "";
    for (String variable : all) {
      if (variable.startsWith(VARIABLE)) {
        given = variable.substring(VARIABLE.length()) + " ";
      } else if (variable.equals("JAVA_TOOL_OPTIONS")) {
        given = "";
      }
    }
    return new ClassLog(
        Optional.of(
            "%s%s-Xlog:class+load:file=%s/classes-%%p.log:none:filecount=0"
                .formatted(VARIABLE, given, directory)),
        Optional.empty());
  }

  /** A command that names java, or a script. */
  private static boolean runsJava(List<String> argv, FileTree tree) throws IOException {
    if (argv.isEmpty()) {
      return false;
    }
    for (String word : argv) {
      if (word.contains("java")) {
        return true;
      }
    }
    Optional<Entry> program =
        argv.get(0).startsWith("/") ? tree.resolve(argv.get(0)).target() : Optional.empty();
    if (program.isEmpty() || !program.get().isFile()) {
      return !argv.get(0).startsWith("/"); // looked up on the PATH: it may be a script
    }
    try (InputStream in = Channels.newInputStream(tree.open(program.get()))) {
      return new String(in.readNBytes(2), ISO_8859_1).equals("#!");
    }
  }

  /** Those of all JVMs. */
  private static List<String> homes(FileTree tree) {
    List<String> homes = new ArrayList<>();
    for (Entry entry : tree.entries()) {
      String path = entry.path();
      int lib = path.lastIndexOf("/lib/");
      if (entry.isFile() && path.endsWith("/libjvm.so") && lib >= 0) {
        homes.add(path.substring(0, lib));
      }
    }
    return homes;
  }

  /** Why one of them would not log, if it is no HotSpot runtime that is new enough. */
  private static Optional<String> silent(List<String> homes, FileTree tree) throws IOException {
    for (String home : homes) {
      Optional<Release> release = Release.read(tree, home);
      if (release.isEmpty() || release.get().feature().orElse(0) < OLDEST) {
        return Optional.of("the runtime '%s' is not known to be 11 or newer".formatted(home));
      }
      if (release.get().text().contains("OpenJ9") || release.get().text().contains("Openj9")) {
        return Optional.of("the runtime '%s' is an OpenJ9".formatted(home));
      }
    }
    return Optional.empty();
  }
}
