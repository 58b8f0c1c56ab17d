package io.github.slimmaven.keep;

import java.util.List;
import java.util.Set;

/**
 * What the user asked to keep, and what is known of the app.
 *
 * @param level how far beyond the trace the keep set goes
 * @param keep what these match stays, against every other rule; the last one that gives a mode or
 *     an owner decides
 * @param drop Ant-style patterns; what they match goes, against every rule but {@code keep}
 * @param applicationDirs absolute directories that hold the app, as in {@code /app}
 * @param applicationLayers indexes of the layers that hold the app, 0 = lowest
 * @param extras what else the user asked for
 */
public record KeepRequest(
    Level level,
    List<KeepPattern> keep,
    List<String> drop,
    List<String> applicationDirs,
    Set<Integer> applicationLayers,
    Extras extras) {
  public KeepRequest {
    keep = List.copyOf(keep);
    drop = List.copyOf(drop);
    applicationDirs = List.copyOf(applicationDirs);
    applicationLayers = Set.copyOf(applicationLayers);
  }

  /** A request without extras. */
  public KeepRequest(
      Level level,
      List<String> keep,
      List<String> drop,
      List<String> applicationDirs,
      Set<Integer> applicationLayers) {
    this(
        level,
        keep.stream().map(KeepPattern::of).toList(),
        drop,
        applicationDirs,
        applicationLayers,
        Extras.NONE);
  }
}
