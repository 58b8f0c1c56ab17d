package io.github.slimmaven.jvm;

import io.github.slimmaven.image.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reading and writing the class library of a Java runtime: that of the JDK that runs this, with its
 * {@code jmods}. {@code src/it/benchmarks/jmh.sh} runs it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgs = "-Xmx512m")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class JimageBenchmark {
  @Param({"java.base", "java.se", "ALL-MODULE-PATH"})
  public String modules;

  private Path directory;
  private Path library;
  private Path compact;

  @Setup
  public void link() throws IOException {
    directory = Files.createTempDirectory("jimage-");
    Jdk jdk = Jdk.find(Runtime.version().feature(), List.of()).orElseThrow();
    library =
        Jlink.link(jdk, jdk.home().resolve("jmods"), List.of("--add-modules", modules), directory);
    compact = directory.resolve("compact");
    write(true, compact);
  }

  @TearDown
  public void delete() throws IOException {
    Trees.delete(directory);
  }

  /** Nothing but copying the library's bytes. */
  @Benchmark
  public Path floor() throws IOException {
    return Files.copy(library, directory.resolve("copy"), StandardCopyOption.REPLACE_EXISTING);
  }

  /** All contents as jlink writes them. */
  @Benchmark
  public long read() throws IOException {
    return read(library);
  }

  /** All contents, with texts that are shared and what is deflated. */
  @Benchmark
  public long readCompact() throws IOException {
    return read(compact);
  }

  /** Shares texts, and checks the result. */
  @Benchmark
  public void writeShared() throws IOException {
    write(false, directory.resolve("shared"));
  }

  /** Shares texts and deflates, and checks the result. */
  @Benchmark
  public void writeDeflated() throws IOException {
    write(true, directory.resolve("deflated"));
  }

  private static long read(Path file) throws IOException {
    long sum = 0;
    try (Jimage image = Runtimes.open(file)) {
      for (Jimage.Resource resource : image.resources()) {
        sum += image.read(resource).length;
      }
    }
    return sum;
  }

  private void write(boolean deflate, Path out) throws IOException {
    try (Jimage image = Runtimes.open(library)) {
      CompactLibrary.write(image, deflate, out);
    }
  }
}
