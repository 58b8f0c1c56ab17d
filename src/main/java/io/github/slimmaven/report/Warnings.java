package io.github.slimmaven.report;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a reader of a report has to know besides its figures. */
final class Warnings {
  private Warnings() {}

  /**
   * Sentences, each once: what was not watched, what the run warned of, what had to be put back.
   */
  static List<String> of(Report report) {
    Set<String> sentences = new LinkedHashSet<>();
    for (String limit : report.tracer().limits()) {
      if (!report.warnings().contains(limit)) {
        sentences.add("Not watched: " + limit);
      }
    }
    sentences.addAll(report.warnings());
    report.verification().repaired().forEach(path -> sentences.add("Put back by repair: " + path));
    return List.copyOf(sentences);
  }
}
