package io.github.slimmaven.source;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A builder's output: passed on, and its last step and lines remembered for an error. */
final class BuildOutput implements Consumer<String> {
  private static final int SHOWN = 20;

  /** {@code Step 2/3 : RUN x} of the classic builder, {@code #5 [2/3] RUN x} of BuildKit. */
  private static final Pattern STEP =
      Pattern.compile("Step [0-9]+/[0-9]+ : (.*)|#[0-9]+ \\[[^\\]]*[0-9]+/[0-9]+\\] (.*)");

  private final Consumer<String> log;
  private final Deque<String> last = new ArrayDeque<>();
  private String step = "";

  BuildOutput(Consumer<String> log) {
    this.log = log;
  }

  @Override
  public synchronized void accept(String line) {
    log.accept(line);
    Matcher matcher = STEP.matcher(line);
    if (matcher.matches()) {
      step = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      last.clear();
      return;
    }
    last.add(line);
    if (last.size() > SHOWN) {
      last.remove();
    }
  }

  /** The end of a sentence that says what failed. */
  synchronized String failure(String reason) {
    return (step.isEmpty() ? "" : "the step '" + step + "' failed: ")
        + reason.strip()
        + (last.isEmpty() ? "" : "\nIts output ends:\n  " + String.join("\n  ", last));
  }
}
