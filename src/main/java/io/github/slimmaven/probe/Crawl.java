package io.github.slimmaven.probe;

import java.util.List;
import java.util.regex.Pattern;

/**
 * How far links are followed.
 *
 * @param depth how many links away from a probe's own page; what a page embeds is as far as the
 *     page
 * @param pages how many requests at most, what pages embed counted
 * @param exclude regular expressions of paths, with query, that are not asked for
 */
public record Crawl(int depth, int pages, List<String> exclude) {
  /** What is done where nothing else is said. */
  public static final Crawl DEFAULT = new Crawl(3, 200, List.of());

  private static final int MOST_PAGES = 10_000;

  /** What ends a session, or the app. */
  private static final Pattern ENDING =
      Pattern.compile(
          "(?i)(?:^|[/?&=_.-])(?:log-?(?:out|off)|sign-?(?:out|off)|shutdown|restart|reboot)"
              + "(?:$|[/?&=_.;-])");

  public Crawl {
    exclude = List.copyOf(exclude);
    if (depth < 1) {
      throw new IllegalArgumentException(
          "'"
              + depth
              + "' is no <depth> of <crawl>: expected at least 1, the links of the probes'"
              + " own pages");
    }
    if (pages < 1 || pages > MOST_PAGES) {
      throw new IllegalArgumentException(
          "'" + pages + "' is no number of <pages> of <crawl>: expected 1 to " + MOST_PAGES);
    }
    exclude.forEach(Probe::checkMatch);
  }

  boolean excludes(String path) {
    return ENDING.matcher(path).find()
        || exclude.stream()
            .anyMatch(expression -> Pattern.compile(expression).matcher(path).find());
  }
}
