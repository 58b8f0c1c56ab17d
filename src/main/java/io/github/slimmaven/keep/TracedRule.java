package io.github.slimmaven.keep;

import io.github.slimmaven.trace.AccessTrace;
import io.github.slimmaven.trace.AccessTrace.Use;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps what the app touched, and the links on the way, which are found anew in the tree: so it
 * does not matter how closely the tracer looked. A directory that was listed stays without its
 * content.
 */
final class TracedRule implements Rule {
  private final AccessTrace trace;

  TracedRule(AccessTrace trace) {
    this.trace = trace;
  }

  @Override
  public void apply(Selection selection) {
    for (Map.Entry<String, Set<Use>> path : trace.paths().entrySet()) {
      if (!SystemDirectories.virtual(path.getKey())) {
        traced(path.getKey(), path.getValue(), selection);
      }
    }
  }

  private static void traced(String path, Set<Use> uses, Selection selection) {
    if (uses.contains(Use.EXECUTED)) {
      selection.follow(path, new Reason(Reason.Kind.TRACED, "executed"));
    } else if (uses.contains(Use.OPENED)) {
      selection.follow(path, new Reason(Reason.Kind.TRACED, "opened"));
    } else if (uses.contains(Use.LOOKED_UP)) {
      selection.follow(path, new Reason(Reason.Kind.TRACED, "looked up"));
    } else if (uses.contains(Use.LINK)) {
      selection.follow(path, new Reason(Reason.Kind.LINK, ""));
    }
    if (uses.contains(Use.WRITTEN)) {
      written(path, selection);
    }
  }

  /** The file if the image has it, and else the directory that it was written to. */
  private static void written(String path, Selection selection) {
    Reason reason = new Reason(Reason.Kind.WRITTEN, path);
    String at = path;
    while (!at.equals("/")) {
      Optional<?> target = selection.follow(at, reason);
      if (target.isPresent()) {
        return;
      }
      at = Selection.parent(at);
    }
  }
}
