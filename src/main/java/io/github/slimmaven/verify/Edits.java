package io.github.slimmaven.verify;

import java.util.Arrays;
import java.util.List;

/**
 * The shortest way from one list to another (E. Myers, "An O(ND) Difference Algorithm and Its
 * Variations", 1986, greedy form). Lists that differ too much count as different between their
 * common head and tail, which bounds time and memory.
 */
final class Edits {
  private static final int MAX_EDITS = 1000;
  private static final long MAX_STEPS = 100_000_000;

  private Edits() {}

  /**
   * Pairs equal elements.
   *
   * @return for each element of {@code a} the index of its partner in {@code b}, ascending; -1 if
   *     it has none
   */
  static int[] partners(List<?> a, List<?> b) {
    int[] partners = new int[a.size()];
    Arrays.fill(partners, -1);
    int shorter = Math.min(a.size(), b.size());
    int head = 0;
    while (head < shorter && a.get(head).equals(b.get(head))) {
      partners[head] = head;
      head++;
    }
    int tail = 0;
    while (tail < shorter - head && a.get(a.size() - 1 - tail).equals(b.get(b.size() - 1 - tail))) {
      partners[a.size() - 1 - tail] = b.size() - 1 - tail;
      tail++;
    }
    pair(a.subList(head, a.size() - tail), b.subList(head, b.size() - tail), head, partners);
    return partners;
  }

  private static void pair(List<?> a, List<?> b, int offset, int[] partners) {
    int both = a.size() + b.size();
    int most = (int) Math.min(Math.min(both, MAX_EDITS), MAX_STEPS / Math.max(1, both));
    int[] reach = new int[2 * most + 3];
    int[][] history = new int[most + 1][];
    for (int edits = 0; edits <= most; edits++) {
      history[edits] = Arrays.copyOfRange(reach, most - edits, most + edits + 3);
      for (int k = -edits; k <= edits; k += 2) {
        int x = start(reach, most + 1 + k, k, edits);
        while (x < a.size() && x - k < b.size() && a.get(x).equals(b.get(x - k))) {
          x++;
        }
        reach[most + 1 + k] = x;
        if (k == a.size() - b.size() && x >= a.size()) {
          walkBack(history, edits, k, x, offset, partners);
          return;
        }
      }
    }
  }

  /** The best place to begin on diagonal k: one down from k + 1, or one right from k - 1. */
  private static int start(int[] reach, int at, int k, int edits) {
    boolean down = k == -edits || (k != edits && reach[at - 1] < reach[at + 1]);
    return down ? reach[at + 1] : reach[at - 1] + 1;
  }

  private static void walkBack(
      int[][] history, int edits, int diagonal, int end, int offset, int[] partners) {
    int x = end;
    int k = diagonal;
    for (int d = edits; d >= 0; d--) {
      int[] reach = history[d]; // index d + 1 + k, for k from -d-1 to d+1
      boolean down = k == -d || (k != d && reach[d + k] < reach[d + 2 + k]);
      int from = d == 0 ? 0 : down ? reach[d + 2 + k] : reach[d + k] + 1;
      while (x > from) {
        x--;
        partners[offset + x] = offset + x - k;
      }
      x = down ? from : from - 1;
      k = down ? k + 1 : k - 1;
    }
  }
}
