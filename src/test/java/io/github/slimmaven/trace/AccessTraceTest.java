package io.github.slimmaven.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.image.Port;
import io.github.slimmaven.trace.AccessTrace.Use;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class AccessTraceTest {
  @Test
  void mergingGivesTheUnionWhicheverComesFirst() {
    AccessTrace one = trace("x86_64", Map.of("/a", Set.of(Use.OPENED)), true);
    AccessTrace two =
        trace("x86_64", Map.of("/a", Set.of(Use.EXECUTED), "/b", Set.of(Use.LINK)), false);

    AccessTrace both = one.merge(two);

    assertThat(both).isEqualTo(two.merge(one));
    assertThat(both.paths())
        .isEqualTo(Map.of("/a", Set.of(Use.OPENED, Use.EXECUTED), "/b", Set.of(Use.LINK)));
    assertThat(both.fanotify()).isFalse();
    assertThat(both.limits()).containsExactly("false", "true");
    assertThat(one.paths().get("/a")).containsExactly(Use.OPENED);
  }

  @Test
  void tracesOfTwoArchitecturesCannotBeMerged() {
    AccessTrace one = trace("x86_64", Map.of(), true);
    assertThatThrownBy(() -> one.merge(trace("aarch64", Map.of(), true)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a trace of 'x86_64' cannot be merged with one of 'aarch64'; trace again on one of"
                + " them");
  }

  private static AccessTrace trace(
      String architecture, Map<String, Set<Use>> paths, boolean fanotify) {
    return new AccessTrace(
        architecture,
        new TreeMap<>(paths),
        new TreeSet<>(),
        new TreeSet<>(Set.of("openat")),
        new TreeSet<>(Set.of(Port.of("80"))),
        new TreeSet<>(),
        Optional.empty(),
        true,
        fanotify,
        List.of(Boolean.toString(fanotify)));
  }
}
