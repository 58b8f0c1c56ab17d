package io.github.slimmaven.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What several answers of the same app have in common: words, signs and line ends that stay, and
 * gaps where they differ. Another answer matches if it has all that stays, in order, and in each
 * gap something of the same sort.
 */
final class Template {
  /** A line end, a word (a UUID, a date and a host name are one), or a sign. */
  private static final Pattern WORD =
      Pattern.compile("\\r?\\n|[\\p{L}\\p{N}_]++(?:-[\\p{L}\\p{N}_]++)*+|.", Pattern.DOTALL);

  private static final Pattern NUMERIC = Pattern.compile("NaN|[0-9.,:+eE-]*");
  private static final String MASK = "…";

  /** Bounds the search for one run in an answer that repeats itself. */
  private static final long MAX_STEPS = 4_000_000;

  /** Bounds the search for lines that differ by themselves. */
  private static final int MAX_TRIES = 20_000;

  private final List<String> first;

  /** For each token of the first answer whether all answers have it. */
  private final boolean[] stays;

  /** What may stand before the token of the same index; one more than tokens. */
  private final Gap[] gaps;

  /**
   * A gap's sort.
   *
   * @param none no answer has anything there
   * @param empty some answer has nothing there
   * @param lines some answer has a line end there
   * @param numeric all answers have nothing but numbers there
   */
  private record Gap(boolean none, boolean empty, boolean lines, boolean numeric) {
    static Gap of(List<String> tokens) {
      String text = String.join("", tokens);
      boolean empty = text.isEmpty();
      return new Gap(empty, empty, text.indexOf('\n') >= 0, NUMERIC.matcher(text).matches());
    }

    Gap and(Gap other) {
      return new Gap(
          none && other.none, empty || other.empty, lines || other.lines, numeric && other.numeric);
    }

    boolean holds(List<String> tokens) {
      if (tokens.isEmpty() || none) {
        return tokens.isEmpty() && empty;
      }
      Gap its = of(tokens);
      return (lines || !its.lines) && (!numeric || its.numeric);
    }
  }

  private Template(List<String> first, boolean[] stays, Gap[] gaps) {
    this.first = first;
    this.stays = stays;
    this.gaps = gaps;
  }

  /**
   * Learns from answers.
   *
   * @param answers at least one
   */
  static Template of(List<String> answers) {
    List<String> first = tokens(answers.get(0));
    List<List<String>> others = answers.stream().skip(1).map(Template::tokens).toList();
    boolean[] stays = new boolean[first.size()];
    Arrays.fill(stays, true);
    List<int[]> pairs = new ArrayList<>();
    for (List<String> other : others) {
      int[] partners = Edits.partners(first, other);
      pairs.add(partners);
      for (int i = 0; i < stays.length; i++) {
        stays[i] &= partners[i] >= 0;
      }
    }
    Gap[] gaps = new Gap[first.size() + 1];
    gapsOf(first, stays, null, gaps);
    for (int i = 0; i < others.size(); i++) {
      gapsOf(others.get(i), stays, pairs.get(i), gaps);
    }
    return new Template(first, stays, gaps);
  }

  /** Merges what one answer has between the tokens that stay. */
  private static void gapsOf(List<String> answer, boolean[] stays, int[] partners, Gap[] gaps) {
    int from = 0;
    for (int i = 0; i <= stays.length; i++) {
      if (i < stays.length && !stays[i]) {
        continue;
      }
      int to = i == stays.length ? answer.size() : partners == null ? i : partners[i];
      Gap gap = Gap.of(answer.subList(from, to));
      gaps[i] = gaps[i] == null ? gap : gaps[i].and(gap);
      from = to + 1;
    }
  }

  /** Whether this answer could be one more of those. */
  boolean matches(String answer) {
    return match(tokens(answer)).complete();
  }

  /** Whether so little stays that nothing can be asked of another answer. */
  boolean isLoose() {
    int words = 0;
    int staying = 0;
    for (int i = 0; i < stays.length; i++) {
      if (Character.isLetterOrDigit(first.get(i).codePointAt(0))) {
        words++;
        staying += stays[i] ? 1 : 0;
      }
    }
    return 2 * staying < words;
  }

  /** Where an answer leaves the template; what differs by itself is masked. */
  List<String> difference(String answer) {
    List<String> tokens = tokens(answer);
    List<String> source = masked().lines().toList();
    List<String> slim = masked(tokens, match(tokens).partners()).lines().toList();
    List<String> keys = keys(source, slim);
    return Differing.lines(source, slim, keys.equals(source) ? slim : keys);
  }

  /** Lines behind the first difference: one that fits a line with gaps counts as that one. */
  private List<String> keys(List<String> source, List<String> slim) {
    Set<String> exact = new HashSet<>(source);
    List<Template> varying =
        lineTemplates().stream()
            .filter(line -> Stream.of(line.gaps).anyMatch(gap -> gap != null && !gap.none))
            .toList();
    List<String> keys = new ArrayList<>();
    int tries = MAX_TRIES;
    for (String line : slim) {
      String key = line;
      for (int i = 0; i < varying.size() && !exact.contains(key) && tries > 0; i++, tries--) {
        key = varying.get(i).matches(line) ? varying.get(i).masked() : line;
      }
      keys.add(key);
    }
    return keys;
  }

  /** One for each line that has something which stays. */
  private List<Template> lineTemplates() {
    List<Template> lines = new ArrayList<>();
    int from = 0;
    for (int to = 0; to <= first.size(); to++) {
      if (to == first.size() || (stays[to] && first.get(to).endsWith("\n"))) {
        if (nextStaying(from) < to) {
          lines.add(
              new Template(
                  first.subList(from, to),
                  Arrays.copyOfRange(stays, from, to),
                  Arrays.copyOfRange(gaps, from, to + 1)));
        }
        from = to + 1;
      }
    }
    return lines;
  }

  /**
   * How far an answer follows.
   *
   * @param partners for each token that stays, in order, its place in the answer; as far as found
   * @param complete whether all are found and nothing is left over
   */
  private record Match(List<Integer> partners, boolean complete) {}

  /** Looks for runs of what stays from left to right; each gap is as short as can be. */
  private Match match(List<String> tokens) {
    List<Integer> partners = new ArrayList<>();
    int at = 0;
    for (int i = nextStaying(0); i < stays.length; i = nextStaying(i)) {
      int end = i + 1;
      while (end < stays.length && stays[end] && gaps[end].none) {
        end++;
      }
      List<String> run = first.subList(i, end);
      boolean last = nextStaying(end) == stays.length && gaps[stays.length].none;
      int from = last ? Math.max(at, tokens.size() - run.size()) : at;
      Run found = find(tokens, at, from, run, gaps[i]);
      if (last && found.length < run.size()) {
        found = find(tokens, at, at, run, gaps[i]); // not for a match: to show where it ends
      }
      for (int token = 0; token < found.length; token++) {
        partners.add(found.at + token);
      }
      at = found.at + found.length;
      if (found.length < run.size()) {
        return new Match(partners, false);
      }
      i = end;
    }
    return new Match(partners, gaps[stays.length].holds(tokens.subList(at, tokens.size())));
  }

  private record Run(int at, int length) {}

  /** The first place of a run; if there is none, the first place of its longest beginning. */
  private static Run find(List<String> tokens, int gapFrom, int from, List<String> run, Gap gap) {
    Run best = new Run(gapFrom, 0);
    long steps = 0;
    for (int at = from; at < tokens.size() && best.length < run.size() && steps < MAX_STEPS; at++) {
      int length = 0;
      while (length < run.size()
          && at + length < tokens.size()
          && run.get(length).equals(tokens.get(at + length))) {
        length++;
      }
      if (length > best.length) {
        steps += 10L * (at - gapFrom);
        best = gap.holds(tokens.subList(gapFrom, at)) ? new Run(at, length) : best;
      }
      steps += length + 1;
      boolean anchored = gap.none || from > gapFrom;
      if (anchored || (!gap.lines && tokens.get(at).endsWith("\n"))) {
        break;
      }
    }
    return best;
  }

  private int nextStaying(int from) {
    int i = from;
    while (i < stays.length && !stays[i]) {
      i++;
    }
    return i;
  }

  private String masked() {
    StringBuilder masked = new StringBuilder();
    for (int i = nextStaying(0); i < stays.length; i = nextStaying(i + 1)) {
      masked.append(gaps[i].none ? "" : MASK).append(first.get(i));
    }
    return masked.append(gaps[stays.length].none ? "" : MASK).toString();
  }

  private String masked(List<String> tokens, List<Integer> partners) {
    StringBuilder masked = new StringBuilder();
    int i = nextStaying(0);
    int rest = 0;
    for (int partner : partners) {
      masked.append(gaps[i].none ? "" : MASK).append(tokens.get(partner));
      rest = partner + 1;
      i = nextStaying(i + 1);
    }
    return masked.append(String.join("", tokens.subList(rest, tokens.size()))).toString();
  }

  private static List<String> tokens(String text) {
    return WORD.matcher(text).results().map(MatchResult::group).toList();
  }
}
