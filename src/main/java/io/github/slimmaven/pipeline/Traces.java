package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.jvm.ClassLog;
import io.github.slimmaven.jvm.LoadedClasses;
import io.github.slimmaven.probe.Plan;
import io.github.slimmaven.trace.AccessTrace;
import io.github.slimmaven.trace.AccessTrace.Use;
import io.github.slimmaven.trace.TraceException;
import io.github.slimmaven.trace.TraceJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Gets the trace of an image: by launches, from the project's file, and from files of elsewhere.
 */
final class Traces {
  /** A later run of an app that writes caches for itself may look different for ever. */
  private static final int MOST_RUNS = 10;

  /** What the engine or the kernel puts into a container. */
  private static final Pattern NOT_OF_IMAGE =
      Pattern.compile(
          "/(?:proc|sys|dev|tmp|run|\\.slim)(?:/.*)?|/\\.dockerenv|/etc/(?:hosts|hostname|resolv\\.conf)");

  private final TraceRequest request;
  private final Optional<Traced> tested;
  private final MergedTree tree;
  private final Rehearsal rehearsal;
  private final RunLog log;

  /**
   * @param tested what the project's tests gave
   */
  Traces(
      TraceRequest request,
      Optional<Traced> tested,
      MergedTree tree,
      Rehearsal rehearsal,
      RunLog log) {
    this.request = request;
    this.tested = tested;
    this.tree = tree;
    this.rehearsal = rehearsal;
    this.log = log;
  }

  /**
   * A trace, and where it came from.
   *
   * @param runs traced launches
   * @param files that were read
   * @param stale paths that the files name and the image has not
   */
  record Got(Traced traced, int runs, List<Path> files, SortedSet<String> stale) {}

  Got get(Image source, Plan plan, ClassLog classLog)
      throws IOException, InterruptedException, SlimFailure {
    List<Path> files = new ArrayList<>();
    Traced traced;
    int runs = 0;
    if (request.mode() == TraceRequest.Mode.COMMITTED) {
      AccessTrace committed = TraceJson.read(request.committed());
      files.add(request.committed());
      LoadedClasses loaded = LoadedClasses.of(committed);
      traced =
          tested.isPresent() && plan.precedesTests()
              ? tested.get().before().of(committed, loaded)
              : rehearsal.answered(source, plan, committed, loaded);
    } else if (tested.isPresent() && plan.precedesTests()) {
      traced = tested.get().before();
      runs = 1;
    } else {
      traced = rehearsal.traced(source, plan, classLog);
      runs = 1;
      if (request.mode() == TraceRequest.Mode.STABLE) {
        Plan same = plan.settled(traced.asked().get(0));
        for (boolean stable = false; !stable && runs < MOST_RUNS; runs++) {
          Traced next = rehearsal.traced(source, same, classLog);
          SortedSet<String> added = added(traced, next);
          log.tracedAgain(runs + 1, added);
          traced = traced.again(next);
          stable = added.isEmpty();
        }
      }
      if (tested.isPresent()) {
        traced =
            traced
                .with(traced.trace().merge(tested.get().trace()), tested.get().loaded())
                .withLimits(tested.get().limits());
        runs++;
      }
    }
    SortedSet<String> stale = stale(traced.trace(), !files.isEmpty());
    for (Path file : request.more()) {
      AccessTrace more = TraceJson.read(file);
      files.add(file);
      stale.addAll(stale(more, true));
      traced = traced.with(merged(traced.trace(), more, file), LoadedClasses.of(more));
    }
    if (!stale.isEmpty()) {
      log.staleTrace(files, stale);
    }
    return new Got(traced, runs, files, stale);
  }

  private static AccessTrace merged(AccessTrace trace, AccessTrace more, Path file)
      throws TraceException {
    try {
      return trace.merge(more);
    } catch (IllegalArgumentException e) {
      throw new TraceException("The trace '" + file + "' does not fit: " + e.getMessage(), e);
    }
  }

  /** What of the image, or of its class libraries, only the second run used. */
  private SortedSet<String> added(Traced first, Traced second) {
    TreeSet<String> added = new TreeSet<>();
    second
        .trace()
        .paths()
        .forEach(
            (path, uses) -> {
              Set<Use> before = first.trace().paths().getOrDefault(path, Set.of());
              if (!before.containsAll(uses) && tree.resolve(path).target().isPresent()) {
                added.add(path);
              }
            });
    TreeSet<String> modules = new TreeSet<>(second.loaded().modules());
    modules.removeAll(first.loaded().modules());
    modules.forEach(module -> added.add("module " + module));
    return added;
  }

  private SortedSet<String> stale(AccessTrace trace, boolean fromFile) {
    TreeSet<String> stale = new TreeSet<>();
    if (fromFile) {
      trace
          .paths()
          .forEach(
              (path, uses) -> {
                if (!uses.contains(Use.WRITTEN)
                    && !NOT_OF_IMAGE.matcher(path).matches()
                    && !belowWritten(trace, path)
                    && tree.resolve(path).target().isEmpty()) {
                  stale.add(path);
                }
              });
    }
    return stale;
  }

  /** Whether the app made the directory that the path is in. */
  private static boolean belowWritten(AccessTrace trace, String path) {
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      if (trace.paths().getOrDefault(path.substring(0, slash), Set.of()).contains(Use.WRITTEN)) {
        return true;
      }
    }
    return false;
  }
}
