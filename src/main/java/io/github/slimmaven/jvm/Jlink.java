package io.github.slimmaven.jvm;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Links modules to a class library with the {@code jlink} of a JDK. */
final class Jlink {
  private static final long MINUTES = 10;
  private static final int LONGEST_MESSAGE = 2000;

  /** Options that the user's environment would pass to every Java program. */
  private static final List<String> FOREIGN =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH");

  private Jlink() {}

  /**
   * The options for what the request asks for.
   *
   * @param feature version of the runtime and of jlink
   * @param modules that are linked
   */
  static List<String> options(int feature, JvmRequest request, Collection<String> modules) {
    List<String> options = new ArrayList<>();
    options.addAll(List.of("--add-modules", String.join(",", modules)));
    // Its classes are in the runtime already, from when that was linked.
    options.add("--disable-plugin");
    options.add("generate-jli-classes");
    if (request.stripDebug()) {
      options.add(feature < 13 ? "--strip-debug" : "--strip-java-debug-attributes");
    }
    if (!request.locales().isEmpty()) {
      options.add("--include-locales=" + String.join(",", request.locales()));
    }
    return options;
  }

  /**
   * Links.
   *
   * @param jars directory of the modules
   * @param work an empty directory for what jlink writes
   * @return the class library
   * @throws JvmException if jlink fails or takes absurdly long
   */
  static Path link(Jdk jdk, Path jars, List<String> options, Path work) throws IOException {
    Path out = work.resolve("linked");
    Path log = work.resolve("jlink.log");
    List<String> command = new ArrayList<>();
    command.add(jdk.java().toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of("-m", "jdk.jlink/jdk.tools.jlink.internal.Main"));
    command.addAll(List.of("--module-path", jars.toString()));
    command.addAll(options);
    command.addAll(List.of("--output", out.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    FOREIGN.forEach(builder.environment()::remove);
    int code = run(builder, jdk);
    Path library = out.resolve("lib/modules");
    if (code != 0 || !Files.isRegularFile(library)) {
      throw new JvmException(
          "The jlink of '%s' failed with code %d: %s".formatted(jdk.home(), code, said(log)));
    }
    return library;
  }

  private static int run(ProcessBuilder builder, Jdk jdk) throws IOException {
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        throw new JvmException(
            "The jlink of '%s' did not end within %d minutes".formatted(jdk.home(), MINUTES));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted while jlink ran").initCause(e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static String said(Path log) throws IOException {
    String text = Files.readString(log, StandardCharsets.ISO_8859_1).strip();
    text = text.replaceFirst("(?s)(Error: [^\\n]*)\\n.*", "$1"); // a stack trace follows
    return text.isEmpty()
        ? "it said nothing"
        : text.substring(0, Math.min(text.length(), LONGEST_MESSAGE)).replaceAll("\\s+", " ");
  }
}
