package io.github.slimmaven.image;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of two threads each, as two parallel builds on one cache. */
class FileLocksTest {
  @TempDir Path folder;

  /**
   * Each process holds a lock in one thread while its other thread waits for the other's: to the
   * kernel, which knows no threads here, a deadlock.
   */
  @Test
  void waitingCrosswiseIsNoDeadlock() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    try (FileLock held = FileLocks.lock(open(folder, "a"))) {
      BufferedReader said = other.inputReader();
      assertThat(said.readLine()).isEqualTo("holds b");
      FutureTask<Boolean> waits = new FutureTask<>(() -> locked(folder, "b"));
      new Thread(waits).start();
      other.getOutputStream().write('\n'); // now it waits for a
      other.getOutputStream().flush();
      assertThat(said.readLine()).isEqualTo("lets b go");
      assertThat(waits.get(20, SECONDS)).isTrue();
      held.release();
      assertThat(said.readLine()).isEqualTo("had a");
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  private static FileChannel open(Path folder, String name) throws IOException {
    return FileChannel.open(
        folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static boolean locked(Path folder, String name) throws IOException {
    try (FileChannel channel = open(folder, name);
        FileLock lock = FileLocks.lock(channel)) {
      return lock.isValid();
    }
  }

  /** The other process. */
  static final class Other {
    private Other() {}

    /**
     * Holds b, and waits for a in another thread until that has begun.
     *
     * @param args the directory
     */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[0]);
      FileLock held = FileLocks.lock(open(folder, "b"));
      System.out.println("holds b");
      System.in.read();
      CountDownLatch begun = new CountDownLatch(1);
      FutureTask<Boolean> waits =
          new FutureTask<>(
              () -> {
                begun.countDown();
                return locked(folder, "a");
              });
      Thread waiting = new Thread(waits);
      waiting.start();
      begun.await();
      waiting.join(500); // it can't end: a is held until b was let go
      held.release();
      System.out.println("lets b go");
      System.out.println(waits.get() ? "had a" : "had nothing");
    }
  }
}
