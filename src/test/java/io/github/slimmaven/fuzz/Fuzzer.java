package io.github.slimmaven.fuzz;

import com.sun.management.ThreadMXBean;
import io.github.slimmaven.dockerfile.DockerfileFormats;
import io.github.slimmaven.elf.ElfFormats;
import io.github.slimmaven.engine.EngineFormats;
import io.github.slimmaven.image.ImageFormats;
import io.github.slimmaven.image.Trees;
import io.github.slimmaven.inventory.InventoryFormats;
import io.github.slimmaven.jvm.JvmFormats;
import io.github.slimmaven.probe.ProbeFormats;
import io.github.slimmaven.trace.TraceFormats;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Gives damaged inputs to everything that reads what others wrote, in turns. It ends with code 1 if
 * an input took too much memory, wrote where it must not, or ended in anything but an answer or one
 * of our own errors that names something in quotes; with code 2 at once if one is read for too
 * long. Such inputs are kept.
 */
final class Fuzzer {
  /** Of processor time for one input. */
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Bytes that reading one input may allocate over its time, garbage included. */
  private static final long MOST_ALLOCATED = 256L << 20;

  private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int HUNG = 2;
  private static final Path CORPUS = Path.of("src/test/resources/io/github/slimmaven/fuzz");

  private final Path directory;
  private final Path scratch;
  private final Mutator mutator;
  private final Set<String> findings = new HashSet<>();
  private volatile byte[] current = new byte[0];
  private volatile String format = "";
  private volatile long since;

  private Fuzzer(Path directory, long seed) throws IOException {
    this.directory = directory;
    this.scratch = Files.createDirectories(directory.resolve("scratch").resolve("inner"));
    this.mutator = new Mutator(new Random(seed));
  }

  /**
   * Runs, and prints how many inputs of each format were taken and refused.
   *
   * @param args a directory, seconds, the seed, and the names of formats; or a directory, 0, the
   *     name of a format and a file that it is to read again
   */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws Exception {
    Path directory = Files.createDirectories(Path.of(args[0]).toAbsolutePath());
    List<Format> formats = formats(Files.createDirectories(directory.resolve("seeds")));
    if (args[1].equals("0")) {
      Fuzzer fuzzer = new Fuzzer(directory, 0);
      Format only =
          formats.stream().filter(f -> f.name().equals(args[2])).findFirst().orElseThrow();
      boolean accepted = fuzzer.accepts(only, Files.readAllBytes(Path.of(args[3])));
      System.out.println(accepted ? "taken" : "refused");
      return;
    }
    List<String> names = List.of(args).subList(3, args.length);
    formats.removeIf(f -> !names.isEmpty() && !names.contains(f.name()));
    new Fuzzer(directory, Long.parseLong(args[2])).run(formats, Long.parseLong(args[1]));
  }

  private static List<Format> formats(Path seeds) throws Exception {
    List<Format> all = new ArrayList<>();
    all.addAll(ImageFormats.all(seeds));
    all.addAll(ElfFormats.all());
    all.addAll(JvmFormats.all());
    all.addAll(InventoryFormats.all());
    all.addAll(ProbeFormats.all());
    all.addAll(TraceFormats.all());
    all.addAll(EngineFormats.all());
    all.addAll(DockerfileFormats.all());
    all.addAll(ImageFiles.all());
    return all;
  }

  @SuppressWarnings("SystemOut")
  private void run(List<Format> formats, long seconds) throws Exception {
    Thread watch = new Thread(this::watch, "watch");
    watch.setDaemon(true);
    watch.start();
    int[][] counts = new int[formats.size()][2];
    for (int i = 0; i < formats.size(); i++) {
      for (byte[] seed : formats.get(i).seeds()) {
        if (!accepts(formats.get(i), seed)) {
          throw new AssertionError("a seed of '" + formats.get(i).name() + "' is refused");
        }
      }
    }
    again(formats);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < end) {
      for (int i = 0; i < formats.size(); i++) {
        long turn = System.nanoTime() + TURN_NANOS;
        do {
          boolean accepted = accepts(formats.get(i), mutator.mutate(formats.get(i)));
          counts[i][accepted ? 0 : 1]++;
        } while (System.nanoTime() < turn);
      }
    }
    for (int i = 0; i < formats.size(); i++) {
      System.out.println(
          formats.get(i).name() + " taken " + counts[i][0] + " refused " + counts[i][1]);
    }
    if (!findings.isEmpty()) {
      System.exit(1);
    }
  }

  /** What was found once: files that begin with the name of a format. */
  private void again(List<Format> formats) throws Exception {
    try (Stream<Path> corpus = Files.list(CORPUS)) {
      for (Path file : corpus.sorted().toList()) {
        for (Format each : formats) {
          if (file.getFileName().toString().startsWith(fileName(each.name()) + "-")) {
            accepts(each, Files.readAllBytes(file));
          }
        }
      }
    }
  }

  private static String fileName(String format) {
    return format.replace('/', '_');
  }

  /** Whether it is read; else one of our errors says what is wrong. */
  private boolean accepts(Format of, byte[] input) throws Exception {
    format = of.name();
    current = input;
    since = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long before = allocated();
    boolean accepted = true;
    try {
      of.reader().read(input.clone(), scratch);
    } catch (Exception e) {
      accepted = false;
      if (!isClear(e)) {
        found("ended in an error that is none of ours, or names nothing in quotes", e);
      }
    } catch (StackOverflowError | OutOfMemoryError | AssertionError e) {
      found("ended in an error", e);
    }
    long allocated = allocated() - before;
    if (allocated > MOST_ALLOCATED) {
      found("took " + (allocated >> 20) + " MiB", new Exception("too much memory"));
    }
    since = 0;
    checkCanary();
    return accepted;
  }

  /** Arguments that a user wrote are refused by an IllegalArgumentException of our own. */
  private static boolean isClear(Exception e) {
    StackTraceElement[] trace = e.getStackTrace();
    boolean ours =
        e.getClass().getName().startsWith("io.github.slimmaven.")
            || (e.getClass() == IllegalArgumentException.class
                && trace.length > 0
                && trace[0].getClassName().startsWith("io.github.slimmaven."));
    return ours && e.getMessage() != null && e.getMessage().contains("'");
  }

  /** Keeps the input and prints what is wrong, once for each place in the code. */
  @SuppressWarnings("SystemOut")
  private void found(String what, Throwable cause) throws IOException {
    String at =
        Stream.of(cause.getStackTrace())
            .filter(frame -> frame.getClassName().startsWith("io.github.slimmaven."))
            .findFirst()
            .map(StackTraceElement::toString)
            .orElse("");
    if (findings.add(format + cause.getClass() + at)) {
      Path file = directory.resolve(fileName(format) + "-" + findings.size() + ".finding");
      Files.write(file, current);
      System.out.println("FINDING: '" + format + "' " + what + "; the input is '" + file + "'");
      cause.printStackTrace(System.out);
    }
  }

  /** Nothing but the scratch directory itself is below, and beside, what may be written to. */
  private void checkCanary() throws IOException {
    try (Stream<Path> beside = Files.list(scratch.getParent())) {
      if (beside.count() != 1) {
        found("wrote outside", new Exception("written outside"));
        throw new IOException("what was written outside must be removed first");
      }
    }
    try (Stream<Path> written = Files.list(scratch)) {
      for (Path each : written.toList()) {
        Trees.delete(each);
      }
    }
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  @SuppressWarnings("SystemOut")
  private void watch() {
    Thread main =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("main"))
            .findFirst()
            .orElseThrow();
    while (true) {
      LockSupport.parkNanos(TURN_NANOS);
      long start = since;
      long used = ManagementFactory.getThreadMXBean().getThreadCpuTime(main.getId());
      if (start != 0 && used - start > MOST_NANOS) {
        Exception where = new Exception("read for 10 s of processor time");
        where.setStackTrace(main.getStackTrace());
        try {
          found("hangs", where);
        } catch (IOException e) {
          where.printStackTrace(System.out);
        }
        Runtime.getRuntime().halt(HUNG);
      }
    }
  }
}
