package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.slimmaven.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs at the same time, of the same image with the same cache, on both engines. */
@Tag("docker")
class SameTimeTest {
  @TempDir Path folder;

  @Test
  void threadsAndProcessesDoNotDisturbEachOther() throws Exception {
    assumeTrue(Files.exists(Path.of("/bin/busybox")), "there is no static busybox in /bin");
    Path tar =
        TinyImage.write(folder.resolve("tiny.tar"), "slim.test=both", TinyImage.HTTPD, 4 << 20);
    Path cache = folder.resolve("cache");
    List<Path> outputs = new ArrayList<>();
    List<TinyProcess> processes = new ArrayList<>();
    List<Future<Report>> runs = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (String engine : List.of("sandbox", "docker")) {
        Path output = folder.resolve(engine + "-process");
        processes.add(TinyProcess.start(engine, tar, output, cache, "-", "-"));
        outputs.add(output);
        for (String name : List.of("one", "two")) {
          Path threadOutput = folder.resolve(engine + "-" + name);
          runs.add(threads.submit(() -> run(engine, tar, threadOutput, cache)));
          outputs.add(threadOutput);
        }
      }
      for (Future<Report> run : runs) {
        run.get();
      }
    } finally {
      threads.shutdownNow();
    }
    for (TinyProcess process : processes) {
      assertThat(process.end(60)).contains("ENDED");
    }

    Set<String> digests = new HashSet<>();
    for (Path output : outputs) {
      digests.add(Files.readString(output.resolve("image.digest")));
      new Leftovers(output, cache).assertNoFile();
    }
    assertThat(digests).hasSize(1);
  }

  private static Report run(String engine, Path tar, Path output, Path cache) throws Exception {
    SlimRequest request =
        TinyRun.request(engine, tar, output, cache, List.of(), List.of(), Duration.ofSeconds(60));
    return WholeRun.of(request, new RunLog(line -> {}, line -> {}));
  }
}
