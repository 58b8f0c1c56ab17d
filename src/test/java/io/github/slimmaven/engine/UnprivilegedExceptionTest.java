package io.github.slimmaven.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnprivilegedExceptionTest {
  @Test
  void refusedFilterAndRefusedCapabilitiesAreReasons() {
    assertThat(
            UnprivilegedException.isReason(
                "cannot install the seccomp filter for '/bin/app': Permission denied"))
        .isTrue();
    assertThat(
            UnprivilegedException.isReason("cannot become the user 'app': Operation not permitted"))
        .isTrue();
    assertThat(
            UnprivilegedException.isReason(
                "The Docker engine could not create a container: invalid CapAdd: SYS_ADMIN."))
        .isTrue();
  }

  @Test
  void otherFailuresAreNot() {
    assertThat(
            UnprivilegedException.isReason(
                "cannot install the seccomp filter for '/bin/app': Resource busy"))
        .isFalse();
    assertThat(UnprivilegedException.isReason("'/bin/app': Permission denied")).isFalse();
    assertThat(UnprivilegedException.isReason("null")).isFalse();
  }
}
