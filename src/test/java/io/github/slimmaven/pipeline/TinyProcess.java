package io.github.slimmaven.pipeline;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.image.Images;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** {@link TinyRun} in a JVM, a process group, of its own, as a shell starts a build. */
final class TinyProcess {
  private final Process process;
  private final BufferedReader out;
  private final String mark;
  private final List<String> lines = new ArrayList<>();

  private TinyProcess(Process process, String mark) {
    this.process = process;
    this.mark = mark;
    this.out = process.inputReader();
  }

  /**
   * Starts it.
   *
   * @param pause how the line begins at which it waits for its interrupt, or "-"; after a "+" the
   *     first word of a line, at which it waits for {@link #goOn}
   */
  static TinyProcess start(
      String engine, Path tar, Path output, Path cache, String to, String pause)
      throws IOException {
    return start(List.of("setsid"), Map.of(), engine, tar, output, cache, to, pause);
  }

  /**
   * Starts it.
   *
   * @param launcher program that executes its arguments, with its own first ones
   * @param environment added
   */
  static TinyProcess start(
      List<String> launcher,
      Map<String, String> environment,
      String engine,
      Path tar,
      Path output,
      Path cache,
      String to,
      String pause)
      throws IOException {
    String mark = "SLIM_TEST=" + UUID.randomUUID();
    List<String> command = new ArrayList<>(launcher);
    command.addAll(List.of("env", "--default-signal=INT", mark));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(TinyClasses.OPTIONS);
    command.add(TinyRun.class.getName());
    command.addAll(List.of(engine, "" + tar, "" + output, "" + cache, to, mark, pause));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return new TinyProcess(builder.start(), mark);
  }

  /** Reads until a line begins so. */
  void await(String beginning) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      lines.add(line);
      if (line.startsWith(beginning)) {
        return;
      }
    }
    throw new AssertionError("no line '" + beginning + "' in " + String.join("\n", lines));
  }

  /** Lets it go on from a pause of the kind "+". */
  void goOn() throws IOException {
    try (Writer in = process.outputWriter()) {
      in.write('\n');
    }
  }

  /** Of the first process. */
  long pid() {
    return process.pid();
  }

  /** Sends a signal to the whole group, as a terminal does. */
  void signalGroup(String name, Path directory) throws Exception {
    Images.run(directory, "kill", "-s", name, "--", "-" + process.pid());
  }

  /** Kills the JVM alone: what it started is on its own. */
  void kill() {
    process.toHandle().destroyForcibly();
  }

  /** Waits for its end; what it said. */
  String end(int seconds) throws Exception {
    assertThat(process.waitFor(seconds, SECONDS))
        .as("ended within %s s after %s", seconds, lines)
        .isTrue();
    out.lines().forEach(lines::add);
    return String.join("\n", lines);
  }

  int code() {
    return process.exitValue();
  }

  /** The JVM, the reaper, the sensor, the app: whoever inherited the mark. */
  List<ProcessHandle> processes() {
    return ProcessHandle.allProcesses().filter(handle -> isMarked(handle.pid())).toList();
  }

  private boolean isMarked(long pid) {
    try {
      byte[] environment = Files.readAllBytes(Path.of("/proc/" + pid + "/environ"));
      return Stream.of(new String(environment, StandardCharsets.UTF_8).split("\0"))
          .anyMatch(mark::equals);
    } catch (IOException e) {
      return false; // it has ended, or is another user's
    }
  }
}
