package io.github.slimmaven.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EditsTest {
  @Test
  void partnersAreEqualAndAscendAndAreAsManyAsTheLongestCommonSubsequence() {
    Random random = new Random(1);
    for (int round = 0; round < 2000; round++) {
      List<Integer> a = numbers(random);
      List<Integer> b = numbers(random);
      int[] partners = Edits.partners(a, b);

      int last = -1;
      int paired = 0;
      for (int i = 0; i < partners.length; i++) {
        if (partners[i] >= 0) {
          assertThat(partners[i]).isGreaterThan(last);
          assertThat(a.get(i)).isEqualTo(b.get(partners[i]));
          last = partners[i];
          paired++;
        }
      }
      assertThat(paired).as("%s and %s", a, b).isEqualTo(longest(a, b));
    }
  }

  @Test
  void listsThatDifferTooMuchKeepTheirHeadAndTail() {
    List<Integer> a = new ArrayList<>(IntStream.range(0, 5000).boxed().toList());
    List<Integer> b = new ArrayList<>(IntStream.range(10_000, 15_000).boxed().toList());
    a.add(0, -1);
    b.add(0, -1);
    a.add(-2);
    b.add(-2);

    int[] partners = Edits.partners(a, b);

    assertThat(partners[0]).isZero();
    assertThat(partners[5001]).isEqualTo(5001);
    assertThat(IntStream.of(partners).filter(partner -> partner >= 0).count()).isEqualTo(2);
  }

  private static List<Integer> numbers(Random random) {
    return random.ints(random.nextInt(12), 0, 4).boxed().toList();
  }

  private static int longest(List<Integer> a, List<Integer> b) {
    int[][] best = new int[a.size() + 1][b.size() + 1];
    for (int i = 1; i <= a.size(); i++) {
      for (int j = 1; j <= b.size(); j++) {
        best[i][j] =
            a.get(i - 1).equals(b.get(j - 1))
                ? best[i - 1][j - 1] + 1
                : Math.max(best[i - 1][j], best[i][j - 1]);
      }
    }
    return best[a.size()][b.size()];
  }
}
