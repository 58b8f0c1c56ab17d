package io.github.slimmaven.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // the cache is held, not used
class CacheLimitTest {
  @TempDir Path cache;

  @Test
  void whatWasUnusedForLongestGoes() throws Exception {
    Path oldest = file("layers/a.tar", 100, 4);
    Path older = file("blobs/b.tar.gz", 100, 3);
    Path found = file("layers/c.tar", 100, 9);
    Path young = file("registry/blobs/d", 100, 1);
    assertThat(Cache.of(cache).find("layers/c.tar")).isPresent();

    assertThat(CacheLimit.trim(cache, 250, id -> fail("there is none")))
        .isEqualTo(new CacheLimit.Freed(2, 200, 200));

    assertThat(List.of(oldest, older)).noneMatch(Files::exists);
    assertThat(List.of(found, young)).allMatch(Files::exists);
  }

  @Test
  void withinTheLimitNothingIsTouched() throws Exception {
    file("layers/a.tar", 100, 400);

    assertThat(CacheLimit.trim(cache, 100, id -> fail("nothing is to go")))
        .isEqualTo(new CacheLimit.Freed(0, 0, 100));
    assertThat(cache.resolve("locks")).doesNotExist();
  }

  @Test
  void imagesThatTheEngineLostGoFirst() throws Exception {
    Path old = file("daemon/sha256-1.tar", 100, 9);
    Path lost = file("daemon/sha256-2.tar", 100, 1);
    CacheLimit.used(lost);

    CacheLimit.trim(cache, 150, "sha256-2"::equals);

    assertThat(old).exists();
    assertThat(lost.getParent().toFile().list()).containsExactly("sha256-1.tar");
  }

  @Test
  void anUnpackedLayerGoesWholeByTheTimeOfItsUse() throws Exception {
    Path unused = unpacked("aa", 300, 9);
    Path used = unpacked("bb", 300, 9);
    CacheLimit.used(used);
    Files.writeString(unused.resolveSibling("aa.limits"), "devices were left out");

    CacheLimit.trim(cache, 400, id -> false);

    assertThat(used.resolve("bin/sh")).exists();
    assertThat(used.resolveSibling("bb.used")).as("its size is counted once").hasContent("300");
    assertThat(unused.getParent().toFile().list())
        .containsExactlyInAnyOrder("bb", "bb.used", "aa.lock", "bb.lock");
  }

  @Test
  void aLayerKeepsTheTimeByWhichItIsVerified() throws Exception {
    Path tar = file("daemon/sha256-1.tar", 100, 9);
    FileTime before = Files.getLastModifiedTime(tar);
    CacheLimit.used(tar);
    file("layers/a.tar", 100, 5);

    CacheLimit.trim(cache, 100, id -> false);

    assertThat(tar).exists();
    assertThat(Files.getLastModifiedTime(tar)).isEqualTo(before);
  }

  @Test
  void whileAnotherBuildReadsOnlyWhatNobodyUsedForADayGoes() throws Exception {
    Path today = file("layers/a.tar", 100, 0);
    Path old = file("layers/b.tar", 100, 2);
    try (CacheUse other = CacheUse.begin(cache)) {
      CacheLimit.trim(cache, 0, id -> false);
      assertThat(today).exists();
      assertThat(old).doesNotExist();
    }

    CacheLimit.trim(cache, 0, id -> false);

    assertThat(today).doesNotExist();
  }

  @Test
  void aKilledBuildHoldsNothing() throws Exception {
    Path today = file("layers/a.tar", 100, 0);
    Path left =
        Files.createFile(Files.createDirectories(cache.resolve("locks")).resolve("build-x"));

    CacheLimit.trim(cache, 0, id -> false);

    assertThat(today).doesNotExist();
    assertThat(left).doesNotExist();
  }

  @Test
  void buildsThatReadAndRemoveAtTheSameTimeFindWhatTheyHaveMade() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> builds =
          Stream.iterate(0, i -> i + 1)
              .limit(40)
              .<Future<?>>map(i -> threads.submit(() -> build(i)))
              .toList();
      for (Future<?> build : builds) {
        build.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(cache.resolve("locks").toFile().list()).noneMatch(name -> name.startsWith("build-"));
  }

  /** Fails if what it uses goes before its end. */
  private Void build(int number) throws IOException, InterruptedException {
    Path made;
    try (CacheUse use = CacheUse.begin(cache)) {
      made = Cache.of(cache).get("layers/" + number % 5, "x", out -> out.write(new byte[100]));
      for (int i = 0; i < 20; i++) {
        assertThat(Files.size(made)).isEqualTo(100);
      }
    }
    CacheLimit.trim(cache, 150, id -> false);
    return null;
  }

  private Path unpacked(String name, int bytes, int days) throws IOException {
    Path layer = file("unpacked/root/" + name + "/bin/sh", bytes, days).getParent().getParent();
    Files.createFile(layer.resolveSibling(name + ".lock"));
    Files.setLastModifiedTime(layer, daysAgo(days));
    return layer;
  }

  private Path file(String name, int bytes, int days) throws IOException {
    Path file = cache.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[bytes]);
    return Files.setLastModifiedTime(file, daysAgo(days));
  }

  private static FileTime daysAgo(int days) {
    return FileTime.from(Instant.now().minus(Duration.ofDays(days)));
  }
}
