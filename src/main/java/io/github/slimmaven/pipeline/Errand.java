package io.github.slimmaven.pipeline;

import io.github.slimmaven.engine.Container;
import io.github.slimmaven.engine.Engine;
import io.github.slimmaven.engine.EngineException;
import io.github.slimmaven.engine.Launch;
import io.github.slimmaven.engine.LogTail;
import io.github.slimmaven.image.Image;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs programs of an image to their end, as root, in containers of their own. */
final class Errand {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int LOG_LINES = 5;
  private static final int LONGEST_NAME = 300;

  private final Engine engine;
  private final Workspace workspace;

  Errand(Engine engine, Workspace workspace) {
    this.engine = engine;
    this.workspace = workspace;
  }

  /**
   * Runs a program that succeeds with code 0.
   *
   * @param env as in {@link Launch}
   * @throws EngineException if it does not succeed
   */
  void run(Image image, List<String> program, List<String> env) throws IOException {
    run(image, program, env, false, container -> {});
  }

  /**
   * Runs a program that leaves a file of this name in {@link Launch#OUT}.
   *
   * @param to where the file goes
   * @throws EngineException if the program does not succeed, or leaves no such file
   */
  void fetch(Image image, List<String> program, List<String> env, String name, Path to)
      throws IOException {
    run(
        image,
        program,
        env,
        true,
        container -> {
          Path file = container.files().resolve(name);
          if (!Files.isRegularFile(file)) {
            throw new EngineException("'%s' left no file".formatted(name(program)));
          }
          Files.move(file, to, StandardCopyOption.REPLACE_EXISTING);
        });
  }

  /** The command, cut where only long lists follow. */
  private static String name(List<String> program) {
    String command = String.join(" ", program);
    return command.length() > LONGEST_NAME ? command.substring(0, LONGEST_NAME) + "..." : command;
  }

  private interface Then {
    void with(Container container) throws IOException, InterruptedException;
  }

  private void run(
      Image image, List<String> program, List<String> env, boolean handsOver, Then then)
      throws IOException {
    Launch launch =
        new Launch(
            image,
            Optional.of(program),
            Optional.empty(),
            env,
            Optional.of("0:0"),
            List.of(),
            false,
            handsOver,
            workspace.anotherFolder("errand"));
    String what = name(program);
    try (Container container = engine.launch(launch)) {
      int code = container.exit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (code != 0) {
        throw new EngineException(
            "'%s' ended with code %d: %s"
                .formatted(what, code, String.join(" ", LogTail.read(container.log(), LOG_LINES))));
      }
      then.with(container);
    } catch (TimeoutException e) {
      throw new EngineException(
          "'%s' did not end within %d minutes".formatted(what, PATIENCE.toMinutes()), e);
    } catch (ExecutionException e) {
      throw new EngineException("'%s' was lost: %s".formatted(what, e.getCause().getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException)
          new InterruptedIOException("interrupted while '" + what + "' ran").initCause(e);
    }
  }
}
