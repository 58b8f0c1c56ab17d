package io.github.slimmaven.verify;

import io.github.slimmaven.probe.Answer;
import io.github.slimmaven.probe.Exchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells whether a minified image answers as its source does. An answer that the source itself gives
 * differently from time to time only has to be of the same shape.
 */
public final class Verifier {
  private final SecondRun secondRun;

  /**
   * A verifier with a second chance.
   *
   * @param secondRun asked only if there is a difference, once, and after the slim run: it shows
   *     what is the same within one run of the source but not in another (a host name, a start
   *     time, a drawn id)
   */
  public Verifier(SecondRun secondRun) {
    this.secondRun = secondRun;
  }

  /**
   * Compares each probe's answers.
   *
   * @param source the exchanges of the source, as often as it was asked; at least once
   * @param slim the exchanges of the minified image, of the same probes in the same order
   */
  public Verification compare(List<List<Exchange>> source, List<Exchange> slim)
      throws InterruptedException {
    if (source.isEmpty() || source.stream().anyMatch(run -> run.size() != slim.size())) {
      throw new IllegalArgumentException("the runs to compare have different probes");
    }
    Verification verification = verification(source, slim, "");
    if (verification.verified()) {
      return verification;
    }
    try {
      List<List<Exchange>> more = new ArrayList<>(source);
      more.add(secondRun.exchanges());
      return verification(more, slim, "");
    } catch (IOException e) {
      return verification(
          source,
          slim,
          "\n(a second run of the source, to see what differs by itself, failed: "
              + e.getMessage()
              + ")");
    }
  }

  private static Verification verification(
      List<List<Exchange>> source, List<Exchange> slim, String remark) {
    List<Comparison> comparisons = new ArrayList<>();
    for (int i = 0; i < slim.size(); i++) {
      int probe = i;
      List<Answer> answers = source.stream().map(run -> run.get(probe).answer()).toList();
      comparisons.add(comparison(answers, slim.get(i), remark));
    }
    return new Verification(comparisons.stream().allMatch(Comparison::same), comparisons);
  }

  private static Comparison comparison(List<Answer> source, Exchange slim, String remark) {
    Optional<String> difference = Likeness.difference(slim.probe(), source, slim.answer());
    if (difference.isEmpty() && !slim.accepted()) {
      difference = Optional.of(Likeness.refused(slim));
    }
    return new Comparison(
        slim.request(),
        source.get(0),
        slim.answer(),
        difference.isEmpty(),
        difference.map(text -> text + remark).orElse(""));
  }
}
