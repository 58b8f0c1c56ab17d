package io.github.slimmaven.engine;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The program that cleans up after a JVM that was killed. It reads single characters from its
 * standard input: {@code +} before and {@code -} after each request that makes something, {@code .}
 * when all is removed; {@code !PID:MILLIS;} names a process, started then, that may make something
 * and is killed first. If the input ends without the last, it removes what carries the run's mark.
 */
final class Reaper {
  static final char BEGIN = '+';
  static final char END = '-';
  static final char DONE = '.';
  static final char PROCESS = '!';
  static final char PROCESS_END = ';';

  /** How long after its client's death the engine may still complete a request. */
  private static final Duration LATE = Duration.ofSeconds(20);

  private Reaper() {}

  /**
   * Waits for the end of the parent, and cleans up if need be.
   *
   * @param args the run
   */
  public static void main(String[] args) throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    // Ctrl-C reaches the whole process group: stay until the parent is gone.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> await(done)));
    try {
      int pending = 0;
      List<String> makers = new ArrayList<>();
      int read = System.in.read();
      while (read >= 0 && read != DONE) {
        pending += read == BEGIN ? 1 : read == END ? -1 : 0;
        if (read == PROCESS) {
          makers.add(word());
        }
        read = System.in.read();
      }
      if (read != DONE) {
        makers.forEach(Reaper::kill);
        reap(args[0], pending > 0);
      }
    } finally {
      done.countDown();
    }
  }

  private static String word() throws IOException {
    StringBuilder word = new StringBuilder();
    for (int c = System.in.read(); c >= 0 && c != PROCESS_END; c = System.in.read()) {
      word.append((char) c);
    }
    return word.toString();
  }

  /** A process of another start has only the same number. */
  private static void kill(String maker) {
    String[] words = maker.split(":", -1);
    ProcessHandle.of(Long.parseLong(words[0]))
        .filter(process -> started(process).equals(words[1]))
        .ifPresent(ComposeCommand::kill);
  }

  /** When a process was started, in milliseconds since the epoch. */
  static String started(ProcessHandle process) {
    return process.info().startInstant().map(start -> "" + start.toEpochMilli()).orElse("");
  }

  private static void reap(String run, boolean pending) throws IOException, InterruptedException {
    try (DockerDaemon daemon = DockerDaemon.connect();
        Changes changes = daemon.client().eventsCmd().exec(new Changes())) {
      DockerLeftovers leftovers = new DockerLeftovers(daemon, run);
      leftovers.remove();
      long end = System.nanoTime() + LATE.toNanos();
      while (pending && changes.next(end - System.nanoTime())) {
        pending = leftovers.remove() == 0;
      }
    }
  }

  /** Waits for something to happen in the engine. */
  private static final class Changes extends ResultCallback.Adapter<Event> {
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    @Override
    public void onNext(Event event) {
      events.add(event);
    }

    /** Whether something happened within so many nanoseconds. */
    boolean next(long nanos) throws InterruptedException {
      return events.poll(nanos, TimeUnit.NANOSECONDS) != null;
    }
  }

  private static void await(CountDownLatch done) {
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
