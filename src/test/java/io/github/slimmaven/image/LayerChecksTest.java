package io.github.slimmaven.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LayerChecksTest {
  private final CountDownLatch never = new CountDownLatch(1);

  @Test
  void failureStopsTheLaterOnesAndIsThrown() {
    AtomicBoolean began = new AtomicBoolean();
    try (LayerChecks checks = new LayerChecks()) {
      checks.start(
          () -> {
            throw new IOException("layer 0");
          });
      for (int i = 0; i < 50; i++) {
        checks.start(
            () -> {
              never.await();
              began.set(true);
              return null;
            });
      }

      assertThatThrownBy(checks::passed).isInstanceOf(IOException.class).hasMessage("layer 0");
    }
    assertThat(began).isFalse();
    assertThat(LayerThreads.alive()).isEmpty();
  }

  @Test
  void closingStopsWhatIsUnderWay() {
    LayerChecks checks = new LayerChecks();
    CountDownLatch begun = new CountDownLatch(1);
    checks.start(
        () -> {
          begun.countDown();
          never.await();
          return null;
        });
    assertThatThrownBy(
            () -> {
              try (checks) {
                begun.await();
                throw new IOException("the image is hostile");
              }
            })
        .hasMessage("the image is hostile");
    assertThat(LayerThreads.alive()).isEmpty();
  }
}
