package io.github.slimmaven.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SensorTest {
  private final Sensor sensor = new Sensor("sensors");

  @TempDir Path temp;

  @Test
  void extractsAnExecutableAndUsesItAgain() throws IOException {
    Path cache = temp.resolve("new/cache");
    Path first = sensor.extract("amd64", cache);
    assertThat(first).hasContent("sensor for a test\n").isExecutable();
    assertThat(first.getFileName().toString()).matches("sensor-[0-9a-f]{16}");
    Files.setLastModifiedTime(first, FileTime.fromMillis(0));

    assertThat(sensor.extract("x86_64", cache)).isEqualTo(first);

    assertThat(Files.getLastModifiedTime(first)).isEqualTo(FileTime.fromMillis(0));
    assertThat(cache).isDirectoryNotContaining(file -> !file.equals(first));
  }

  @Test
  void replacesACachedFileThatWasTamperedWith() throws IOException {
    Path first = sensor.extract("x86_64", temp);
    Files.writeString(first, "something else");
    assertThat(sensor.extract("x86_64", temp)).isEqualTo(first).hasContent("sensor for a test\n");
  }

  /** A process that is started meanwhile would inherit a file that is written (ETXTBSY). */
  @Test
  void canBeExecutedAtOnceWhileOtherThreadsStartProcesses() throws Exception {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "the sensor is a Linux program");
    AtomicBoolean over = new AtomicBoolean();
    List<Future<?>> started = new ArrayList<>();
    ExecutorService others = Executors.newFixedThreadPool(8);
    try {
      for (int i = 0; i < 8; i++) {
        started.add(
            others.submit(
                () -> {
                  while (!over.get()) {
                    new ProcessBuilder("true").start().waitFor();
                  }
                  return null;
                }));
      }
      for (int i = 0; i < 40; i++) {
        Path fresh = new Sensor().extract(System.getProperty("os.arch"), temp.resolve("" + i));
        Process check = new ProcessBuilder(fresh.toString(), "check").start();
        check.getInputStream().transferTo(OutputStream.nullOutputStream());
        check.waitFor();
      }
    } finally {
      over.set(true);
      others.shutdown();
      assertThat(others.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }
    for (Future<?> each : started) {
      assertThat(each).succeedsWithin(Duration.ZERO);
    }
  }

  @Test
  void saysThatThereIsNoneForAnotherArchitecture() {
    assertThatThrownBy(() -> sensor.extract("riscv64", temp))
        .isInstanceOf(TraceException.class)
        .hasMessage(
            "There is no sensor for 'riscv64' in this plugin (resource"
                + " 'sensors/linux-riscv64/sensor'); trace on x86_64 or aarch64, or use a plugin"
                + " that was built with a compiler for 'riscv64'");
  }
}
