package io.github.slimmaven.pipeline;

import io.github.slimmaven.report.Bytes;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * How far a long stage is, for a person who watches: one line of a terminal, written over and over
 * and gone before anything else is said. Thread-safe.
 */
public final class Progress {
  /** Nobody watches. */
  public static final Progress NONE = new Progress(text -> {}, System::nanoTime);

  private static final long EVERY_NANOS = 2_000_000_000L;

  /** Back to the first column, and erase to the end of the line (ECMA-48, EL). */
  private static final String ERASE = "\r\u001b[K";

  private final Consumer<String> terminal;
  private final LongSupplier nanoTime;
  private long since;
  private long bytes;
  private long requests;
  private boolean shown;

  Progress(Consumer<String> terminal, LongSupplier nanoTime) {
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.since = nanoTime.getAsLong();
  }

  /**
   * Writes to a terminal.
   *
   * @param terminal writes text as it is, without a line end
   */
  public static Progress on(Consumer<String> terminal) {
    return new Progress(terminal, System::nanoTime);
  }

  /** More bytes of layers were read. */
  synchronized void read(long more) {
    bytes += more;
    show();
  }

  /** One more request was sent to the app. */
  synchronized void asked() {
    requests++;
    show();
  }

  /** Something is said now: the line goes, and what follows is counted anew. */
  synchronized void end() {
    if (shown) {
      terminal.accept(ERASE);
      shown = false;
    }
    bytes = 0;
    requests = 0;
    since = nanoTime.getAsLong();
  }

  private void show() {
    long now = nanoTime.getAsLong();
    if (now - since < EVERY_NANOS) {
      return;
    }
    since = now;
    shown = true;
    String text =
        requests > 0
            ? String.format(Locale.ROOT, "Asking the app: %,d so far", requests)
            : "Reading layers: " + Bytes.format(bytes);
    terminal.accept(ERASE + text);
  }
}
