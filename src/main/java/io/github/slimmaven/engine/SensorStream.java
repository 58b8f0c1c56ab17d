package io.github.slimmaven.engine;

import io.github.slimmaven.image.Port;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Splits what a container writes: the app's output goes to the log exactly as it came, in the order
 * of arrival; the sensor's events complete futures. Thread-safe: the two streams may be fed by two
 * threads. Whoever feeds it calls {@link #end} once, when no more can come.
 */
final class SensorStream implements Closeable {
  private final OutputStream log;
  private final EventSplitter splitter;

  private final CompletableFuture<Void> executed = new CompletableFuture<>();
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private final Map<Port, CompletableFuture<Void>> listening = new ConcurrentHashMap<>();
  private final Map<Integer, CompletableFuture<Integer>> published = new ConcurrentHashMap<>();
  private final Set<Port> listeners = new ConcurrentSkipListSet<>();
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private volatile CompletableFuture<Integer> command = new CompletableFuture<>();
  private volatile String lost;
  private volatile String failed;
  private volatile String unfetched;
  private volatile EngineException broken;
  private volatile EngineException ended;
  private boolean logFailed;

  /**
   * @param log takes the app's output; closed by {@link #close}
   * @param nonce marks the sensor's events
   */
  SensorStream(OutputStream log, String nonce) {
    this.log = log;
    this.splitter = new EventSplitter(nonce);
  }

  /** Takes bytes of standard output; no events are looked for in them. */
  void stdout(byte[] chunk, int offset, int length) {
    Optional<String> failure;
    synchronized (this) {
      failure = write(chunk, offset, length);
    }
    failure.ifPresent(this::lose);
  }

  /** Takes bytes of standard error. */
  void stderr(byte[] chunk, int offset, int length) {
    List<String> events = new ArrayList<>();
    Optional<String> failure;
    synchronized (this) {
      ByteArrayOutputStream app = new ByteArrayOutputStream(length);
      splitter.accept(chunk, offset, length, app, events);
      failure = write(app.toByteArray(), 0, app.size());
    }
    failure.ifPresent(this::lose);
    events.forEach(this::event);
  }

  /** Completes when the app's program was executed. Fails as all futures here do, see below. */
  CompletableFuture<Void> executed() {
    return executed;
  }

  /** Completes with the app's exit code, where the sensor is the one who tells. */
  CompletableFuture<Integer> exit() {
    return exit;
  }

  /**
   * Completes when the app listens on this port. It fails with an {@link EngineException} if the
   * sensor reports that it lost track or could not launch, or at {@link #end}.
   */
  CompletableFuture<Void> listening(Port port) {
    CompletableFuture<Void> future =
        listening.computeIfAbsent(port, p -> new CompletableFuture<>());
    EngineException why = ended != null ? ended : broken;
    if (why != null) {
      future.completeExceptionally(why);
    }
    return future;
  }

  /** Completes with the host's port behind which the relay offers this TCP port. */
  CompletableFuture<Integer> published(int containerPort) {
    CompletableFuture<Integer> future =
        published.computeIfAbsent(containerPort, p -> new CompletableFuture<>());
    if (ended != null) {
      future.completeExceptionally(ended);
    }
    return future;
  }

  /** Completes with the exit code of the next command that is executed beside the app. */
  CompletableFuture<Integer> command() {
    CompletableFuture<Integer> next = new CompletableFuture<>();
    command = next;
    if (ended != null) {
      next.completeExceptionally(ended);
    }
    return next;
  }

  /** Every port seen so far, in order. */
  Set<Port> listeners() {
    return Collections.unmodifiableSet(new TreeSet<>(listeners));
  }

  /**
   * What the sensor could not do as an engine would, a sentence each; the run is none the worse.
   */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /** Why the trace is worthless, if it is. */
  Optional<String> lost() {
    return Optional.ofNullable(lost);
  }

  /** Why the app was never executed, if the sensor said so. */
  Optional<String> failed() {
    return Optional.ofNullable(failed);
  }

  /** Why the files that the app left could not be fetched, if so. */
  Optional<String> unfetched() {
    return Optional.ofNullable(unfetched);
  }

  /** The output is over: whatever still waits fails with this. The first call counts. */
  void end(EngineException why) {
    Optional<String> failure;
    synchronized (this) {
      byte[] rest = splitter.rest();
      failure = write(rest, 0, rest.length);
    }
    failure.ifPresent(this::lose);
    failAll(why);
  }

  private void failAll(EngineException why) {
    synchronized (this) {
      if (ended == null) {
        ended = why;
      }
    }
    EngineException first = ended;
    executed.completeExceptionally(first);
    exit.completeExceptionally(first);
    command.completeExceptionally(first);
    listening.values().forEach(future -> future.completeExceptionally(first));
    published.values().forEach(future -> future.completeExceptionally(first));
  }

  @Override
  public void close() throws IOException {
    synchronized (this) {
      log.close();
    }
  }

  /** Writes to the log; gives the reason if that failed for the first time. */
  private Optional<String> write(byte[] bytes, int offset, int length) {
    if (length == 0 || logFailed) {
      return Optional.empty();
    }
    try {
      log.write(bytes, offset, length);
      log.flush();
      return Optional.empty();
    } catch (IOException e) {
      // The container must not block on a full pipe: go on reading, but the run counts for nothing.
      logFailed = true;
      return Optional.of("the app's output could not be written to the log: " + e.getMessage());
    }
  }

  private void event(String event) {
    String[] words = event.split(" ", 2);
    String rest = words.length == 2 ? words[1] : "";
    try {
      switch (words[0]) {
        case "exec" -> executed.complete(null);
        case "exit" -> exit.complete(Integer.valueOf(rest));
        case "done" -> command.complete(Integer.valueOf(rest));
        case "listen" -> listens(rest);
        case "port" -> publishes(rest);
        case "lost" -> lose(rest);
        case "fail" -> fails(rest);
        case "note" -> notes.add(rest);
        case "out" -> unfetched = rest;
        default -> lose("it said '" + event + "', which is no event");
      }
    } catch (IllegalArgumentException e) {
      lose("it said '" + event + "', which is malformed");
    }
  }

  private void listens(String rest) {
    String[] words = two(rest);
    Port port = new Port(Integer.parseInt(words[1]), words[0]);
    listeners.add(port);
    listening.computeIfAbsent(port, p -> new CompletableFuture<>()).complete(null);
  }

  private void publishes(String rest) {
    String[] words = two(rest);
    published
        .computeIfAbsent(Integer.valueOf(words[0]), p -> new CompletableFuture<>())
        .complete(Integer.valueOf(words[1]));
  }

  private static String[] two(String rest) {
    String[] words = rest.split(" ", -1);
    if (words.length != 2) {
      throw new IllegalArgumentException(rest);
    }
    return words;
  }

  /** The trace is worthless from here on, for this reason. */
  void lose(String reason) {
    synchronized (this) {
      if (lost == null) {
        lost = reason;
      }
    }
    EngineException why = SensorTrace.lost(reason);
    broken = why;
    listening.values().forEach(future -> future.completeExceptionally(why));
  }

  private void fails(String message) {
    failed = message;
    failAll(
        new StartException(
            "The app could not be started: %s. Correct the image's entrypoint, user or working directory, or the launch settings."
                .formatted(message)));
  }
}
