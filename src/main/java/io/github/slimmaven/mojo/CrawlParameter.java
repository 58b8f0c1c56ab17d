package io.github.slimmaven.mojo;

import io.github.slimmaven.probe.Crawl;
import java.util.List;
import java.util.Optional;

/** How links are followed, in the pom: {@code true}, or how far. */
public final class CrawlParameter {
  /** How many links away from the page of a probe. */
  Integer depth;

  /** How many requests at most. */
  Integer pages;

  /** Regular expressions of paths that are not asked for. */
  List<String> excludes;

  private boolean on;

  /** {@code true} or {@code false}; called by Maven. */
  public void set(String text) {
    on = text.strip().equalsIgnoreCase("true");
    if (!on && !text.strip().equalsIgnoreCase("false")) {
      throw new IllegalArgumentException(
          "'" + text + "' is no <crawl>: expected 'true', 'false', or <depth> and <pages>");
    }
  }

  /** None if links are not to be followed. */
  Optional<Crawl> crawl() {
    if (!on && depth == null && pages == null && excludes == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Crawl(
            depth == null ? Crawl.DEFAULT.depth() : depth,
            pages == null ? Crawl.DEFAULT.pages() : pages,
            excludes == null ? List.of() : excludes));
  }
}
