package io.github.slimmaven.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SignalsTest {
  @Test
  void namesWithAndWithoutPrefixNumbersAndRealTimeSignalsAreKnown() throws Exception {
    assertThat(Signals.number("SIGTERM")).isEqualTo(15);
    assertThat(Signals.number("quit")).isEqualTo(3);
    assertThat(Signals.number("9")).isEqualTo(Signals.KILL);
    assertThat(Signals.number("SIGSYS")).isEqualTo(31);
    assertThat(Signals.number("SIGRTMIN+3")).isEqualTo(37);
    assertThat(Signals.number("RTMAX-1")).isEqualTo(63);
  }

  @Test
  void whatIsNoSignalIsNamed() {
    for (String text : new String[] {"SIGNONE", "0", "65", "", "-1", "RTMIN+40"}) {
      assertThatThrownBy(() -> Signals.number(text))
          .isInstanceOf(EngineException.class)
          .hasMessage(
              "The image's stop signal '%s' is none. Correct its STOPSIGNAL, as in 'SIGTERM' or '15'.",
              text);
    }
  }
}
