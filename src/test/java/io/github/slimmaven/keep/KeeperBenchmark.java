package io.github.slimmaven.keep;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.GeneratedImage;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.image.Trees;
import io.github.slimmaven.trace.AccessTrace;
import io.github.slimmaven.trace.AccessTrace.Use;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

/** What stays of an image, by its trace. {@code src/it/benchmarks/jmh.sh} runs it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgs = "-Xmx512m")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class KeeperBenchmark {
  @Param({"10000", "100000", "500000"})
  public int files;

  @Param({"AGGRESSIVE", "BALANCED", "CONSERVATIVE"})
  public String level;

  private Path directory;
  private Image image;
  private MergedTree tree;
  private AccessTrace trace;
  private KeepRequest request;
  private List<Entry> kept;

  @Setup
  public void decideOnce() throws IOException {
    directory = Files.createTempDirectory("keeper-");
    image = GeneratedImage.write(files, directory);
    tree = MergedTree.of(image);
    trace = trace();
    request =
        new KeepRequest(
            io.github.slimmaven.keep.Level.valueOf(level),
            List.of(),
            List.of(),
            List.of(),
            Set.of());
    KeepSet set = decide();
    kept =
        tree.entries().stream().filter(entry -> set.keeps(entry.path()) && entry.isFile()).toList();
  }

  @TearDown
  public void delete() throws IOException {
    Trees.delete(directory);
  }

  /** Each 40th file of the system was opened, and the beginning of each 20th Python package. */
  private AccessTrace trace() {
    TreeMap<String, Set<Use>> used = new TreeMap<>();
    used.put("/usr/bin/python3.11", Set.of(Use.EXECUTED));
    int data = 0;
    int packages = 0;
    for (Entry entry : tree.entries()) {
      boolean datum = entry.path().startsWith(GeneratedImage.DATA) && !entry.isDirectory();
      boolean start =
          entry.path().startsWith(GeneratedImage.SITE) && entry.path().endsWith("/__init__.py");
      if ((datum && data++ % 40 == 0) || (start && packages++ % 20 == 0)) {
        used.put(entry.path(), Set.of(Use.OPENED));
      }
    }
    return new AccessTrace(
        "x86_64",
        used,
        new TreeSet<>(),
        new TreeSet<>(),
        new TreeSet<>(),
        new TreeSet<>(),
        Optional.empty(),
        true,
        true,
        List.of());
  }

  /** Nothing but reading each kept file once. */
  @Benchmark
  public long floor() throws IOException {
    List<SeekableByteChannel> tars = new ArrayList<>();
    long sum = 0;
    try {
      for (int i = 0; i < image.layers().size(); i++) {
        tars.add(image.layers().get(i).open());
      }
      for (Entry entry : kept) {
        ByteBuffer content = ByteBuffer.allocate((int) (entry.end() - entry.start()));
        sum += tars.get(entry.layer()).position(entry.start()).read(content);
      }
    } finally {
      for (SeekableByteChannel tar : tars) {
        tar.close();
      }
    }
    return sum;
  }

  @Benchmark
  public KeepSet decide() throws IOException {
    return Keeper.decide(image, tree, trace, request);
  }
}
