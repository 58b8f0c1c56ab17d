package io.github.slimmaven.image;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for locks of files, beside threads of this JVM and other processes. */
public final class FileLocks {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private FileLocks() {}

  /**
   * Locks a whole file, exclusively. It asks again and again: the kernel takes all threads of a
   * process for one, so that a thread that waits for another process's lock, while another thread
   * holds one which that process waits for, would be a deadlock to it (fcntl(2), EDEADLK); and
   * there is no event for a lock that another class loader of this JVM holds.
   *
   * @throws FileLockInterruptionException if the thread is interrupted; it stays so
   */
  public static FileLock lock(FileChannel channel) throws IOException {
    while (true) {
      if (Thread.currentThread().isInterrupted()) {
        throw new FileLockInterruptionException();
      }
      FileLock lock = attempt(channel);
      if (lock != null) {
        return lock;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static FileLock attempt(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held within this JVM
    }
  }
}
