package io.github.slimmaven.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** From the layers of an image to its merged files. {@code src/it/benchmarks/jmh.sh} runs it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgs = "-Xmx512m")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class MergedTreeBenchmark {
  @Param({"10000", "100000", "500000"})
  public int files;

  private Path directory;
  private Image image;

  /** Offsets of the headers of each layer. */
  private final List<long[]> headers = new ArrayList<>();

  @Setup(Level.Trial)
  public void write() throws IOException {
    directory = Files.createTempDirectory("merged-tree-");
    image = GeneratedImage.write(files, directory);
    for (Layer layer : image.layers()) {
      List<Long> starts = new ArrayList<>();
      try (SeekableByteChannel tar = layer.open()) {
        new TarReader(tar, "layer").forEach(found -> starts.add(found.start()));
      }
      headers.add(starts.stream().mapToLong(Long::longValue).toArray());
    }
  }

  @TearDown(Level.Trial)
  public void delete() throws IOException {
    Trees.delete(directory);
  }

  /** Nothing but reading each header, by a call of its own. */
  @Benchmark
  public long floor() throws IOException {
    ByteBuffer block = ByteBuffer.allocate(TarField.BLOCK);
    long sum = 0;
    for (int i = 0; i < headers.size(); i++) {
      try (SeekableByteChannel tar = image.layers().get(i).open()) {
        for (long start : headers.get(i)) {
          tar.position(start).read(block.clear());
          sum += block.get(TarField.TYPE);
        }
      }
    }
    return sum;
  }

  @Benchmark
  public long records() throws IOException {
    long[] sum = {0};
    for (Layer layer : image.layers()) {
      try (SeekableByteChannel tar = layer.open()) {
        new TarReader(tar, "layer").forEach(found -> sum[0] += found.end());
      }
    }
    return sum[0];
  }

  @Benchmark
  public MergedTree merge() throws IOException {
    return MergedTree.of(image);
  }
}
