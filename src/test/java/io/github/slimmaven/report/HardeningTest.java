package io.github.slimmaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HardeningTest {
  @Test
  void saysWhatPassedAndWhatNot() {
    assertThat(hardening(Optional.empty(), true, true).sentence())
        .isEqualTo(
            "Hardened: the probes pass with 150 system calls, CHOWN KILL, writable /run /tmp.");
    assertThat(hardening(Optional.empty(), true, false).sentence())
        .isEqualTo(
            "Hardened: the probes pass with 150 system calls, CHOWN KILL, writable /run /tmp;"
                + " without readOnly.");
    assertThat(hardening(Optional.empty(), false, false).sentence())
        .isEqualTo("Not hardened: the probes pass under none of seccomp, readOnly.");
    assertThat(hardening(Optional.of("it cannot"), false, false).sentence())
        .isEqualTo("Not hardened: it cannot.");
  }

  private static Hardening hardening(Optional<String> untried, boolean seccomp, boolean readOnly) {
    return new Hardening(
        untried.isEmpty(),
        untried,
        1,
        150,
        List.of("CHOWN", "KILL"),
        List.of(new Hardening.Writable("/run", ""), new Hardening.Writable("/tmp", "")),
        List.of(),
        List.of(
            new Hardening.Part("seccomp", seccomp, Optional.empty()),
            new Hardening.Part("readOnly", readOnly, Optional.empty())),
        List.of());
  }
}
