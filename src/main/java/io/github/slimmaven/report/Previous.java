package io.github.slimmaven.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What stays, held against what stayed in the last complete run on the same source image.
 *
 * @param same whether it is the same
 * @param addedFiles how many entries stay this time only
 * @param goneFiles how many stayed last time only
 * @param added the first of those, by path
 * @param gone likewise
 * @param sentences one for each direction and cause: what differs, and why
 */
public record Previous(
    boolean same,
    long addedFiles,
    long goneFiles,
    List<Change> added,
    List<Change> gone,
    List<String> sentences) {
  private static final int MOST_LISTED = 100;
  private static final int MOST_NAMED = 3;

  /**
   * An entry that stays in one of the runs.
   *
   * @param path as in {@code files.csv}; {@code module <name>} for a module of a Java runtime
   * @param reason why it stays there
   * @param why it does not in the other
   */
  public record Change(
      @JsonProperty(required = true) String path,
      @JsonProperty(required = true) String reason,
      @JsonProperty(required = true) Why why) {}

  /** What makes two runs differ, strongest first. */
  public enum Why {
    /** Only one of the minified images was seen to miss it. */
    REPAIRED,
    /** The app used it in one run only. */
    USED,
    /** Parameters or the plugin's version differ. */
    SETTINGS,
    /** A rule keeps it, and the app did not use the same files. */
    FOLLOWS,
    /** Nothing that the reports hold tells why. */
    UNKNOWN;

    /** The name in {@code report.json}. */
    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Previous {
    added = Report.listOf(added);
    gone = Report.listOf(gone);
    sentences = Report.listOf(sentences);
  }

  /**
   * Counts and tells what differs.
   *
   * @param settings that differ, each as in {@code level 'balanced' then, 'conservative' now}
   * @param asked whether both runs asked the app the same
   */
  public static Previous of(
      List<Change> added, List<Change> gone, List<String> settings, boolean asked) {
    List<String> sentences = new ArrayList<>();
    for (Why why : Why.values()) {
      sentence(added, why, "this time", settings, asked, sentences);
      sentence(gone, why, "last time", settings, asked, sentences);
    }
    return new Previous(
        added.isEmpty() && gone.isEmpty(),
        added.size(),
        gone.size(),
        added.stream().limit(MOST_LISTED).toList(),
        gone.stream().limit(MOST_LISTED).toList(),
        sentences);
  }

  private static void sentence(
      List<Change> all,
      Why why,
      String when,
      List<String> settings,
      boolean asked,
      List<String> sentences) {
    List<String> paths =
        all.stream().filter(change -> change.why() == why).map(Change::path).toList();
    if (!paths.isEmpty()) {
      sentences.add(
          "kept %s only, %s: %s".formatted(when, cause(why, when, settings, asked), named(paths)));
    }
  }

  private static String cause(Why why, String when, List<String> settings, boolean asked) {
    return switch (why) {
      case REPAIRED -> "as only then the minified image was seen to miss it";
      case USED ->
          "as the app used it %s only (%s)"
              .formatted(
                  when,
                  asked
                      ? "'slim.trace=stable' repeats the launch until nothing is added"
                      : "it was not asked the same");
      case SETTINGS -> "as settings differ (%s)".formatted(String.join("; ", settings));
      case FOLLOWS -> "by rules that follow what the app uses, which differed";
      case UNKNOWN -> "for no reason that the reports of both runs hold";
    };
  }

  private static String named(List<String> paths) {
    String some =
        paths.stream()
            .limit(MOST_NAMED)
            .map(path -> "'" + path + "'")
            .collect(Collectors.joining(", "));
    return paths.size() > MOST_NAMED
        ? "%s and %,d more".formatted(some, paths.size() - MOST_NAMED)
        : some;
  }
}
