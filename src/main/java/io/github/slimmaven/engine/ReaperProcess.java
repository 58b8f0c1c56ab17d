package io.github.slimmaven.engine;

import com.github.dockerjava.api.DockerClient;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The {@link Reaper} of this JVM, as its child. Thread-safe. */
final class ReaperProcess implements Closeable {
  /** What docker-java reads besides the environment, which the child inherits. */
  private static final List<String> SETTINGS =
      List.of(
          "DOCKER_HOST",
          "DOCKER_CONTEXT",
          "DOCKER_TLS_VERIFY",
          "DOCKER_CERT_PATH",
          "DOCKER_CONFIG",
          "user.home");

  private final Process process;
  private final OutputStream pipe;
  private int pending;

  private ReaperProcess(Process process) {
    this.process = process;
    this.pipe = process.getOutputStream();
  }

  /** Starts it for this run. */
  static ReaperProcess start(String run) throws EngineException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx96m",
            "-XX:-UsePerfData"));
    for (String name : SETTINGS) {
      String value = System.getProperty(name);
      if (value != null) {
        command.add("-D" + name + "=" + value);
      }
    }
    command.addAll(List.of("-cp", classPath(), Reaper.class.getName(), run));
    try {
      return new ReaperProcess(
          new ProcessBuilder(command)
              .directory(new File(System.getProperty("java.home")))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start());
    } catch (IOException e) {
      throw new EngineException(
          "The process that cleans up after a kill could not be started: %s. Check the JDK at '%s'."
              .formatted(e.getMessage(), System.getProperty("java.home")),
          e);
    }
  }

  /** Where our classes and those that docker-java needs are. */
  private static String classPath() {
    Set<String> paths = new LinkedHashSet<>();
    ClassLoader loader = Reaper.class.getClassLoader();
    if (loader instanceof URLClassLoader realm) {
      for (URL url : realm.getURLs()) {
        add(paths, url);
      }
    } else {
      addSource(paths, Reaper.class);
      addSource(paths, DockerClient.class);
      paths.addAll(List.of(System.getProperty("java.class.path").split(File.pathSeparator)));
    }
    // Maven lends its own slf4j to plugins: it is not among the realm's jars.
    addSource(paths, org.slf4j.LoggerFactory.class);
    return String.join(File.pathSeparator, paths);
  }

  private static void addSource(Set<String> paths, Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source != null) {
      add(paths, source.getLocation());
    }
  }

  private static void add(Set<String> paths, URL url) {
    try {
      if (url.getProtocol().equals("file")) {
        paths.add(Path.of(url.toURI()).toString());
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException("'" + url + "' is no URI", e);
    }
  }

  /** Runs something that makes a thing in the engine, which the reaper may have to remove. */
  <T> T making(Making<T> making) throws IOException, InterruptedException {
    tell(Reaper.BEGIN);
    try {
      return making.make();
    } finally {
      tell(Reaper.END);
    }
  }

  /** A process that makes things in the engine: it does not outlive this JVM. */
  synchronized void watch(Process maker) {
    try {
      String started = Reaper.started(maker.toHandle());
      String line = "" + Reaper.PROCESS + maker.pid() + ":" + started + Reaper.PROCESS_END;
      pipe.write(line.getBytes(StandardCharsets.US_ASCII));
      pipe.flush();
    } catch (IOException e) {
      // The next request says that it has died.
      ComposeCommand.kill(maker.toHandle());
    }
  }

  /** A step that makes a container or an image. */
  @FunctionalInterface
  interface Making<T> {
    T make() throws IOException, InterruptedException;
  }

  private synchronized void tell(char what) throws EngineException {
    pending += what == Reaper.BEGIN ? 1 : -1;
    try {
      pipe.write(what);
      pipe.flush();
    } catch (IOException e) {
      if (what == Reaper.BEGIN) {
        throw new EngineException(
            "The process that cleans up after a kill has died (%s). Free some memory and run again."
                .formatted(e.getMessage()),
            e);
      }
    }
  }

  /** Everything is removed: lets it go, unless another thread is still making something. */
  synchronized void done() {
    try {
      if (pending == 0) {
        pipe.write(Reaper.DONE);
      }
      pipe.flush();
    } catch (IOException e) {
      // It is gone already, and there is nothing left for it to do.
      process.destroy();
    }
  }

  /** Ends its input: unless it was let go, it cleans up now. */
  @Override
  public void close() throws IOException {
    pipe.close();
  }

  /** For tests: the process itself. */
  ProcessHandle handle() {
    return process.toHandle();
  }
}
