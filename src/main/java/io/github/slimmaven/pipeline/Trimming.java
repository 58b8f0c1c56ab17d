package io.github.slimmaven.pipeline;

import io.github.slimmaven.engine.Engine;
import io.github.slimmaven.image.Cache;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.jvm.JvmPack;
import io.github.slimmaven.jvm.JvmRequest;
import io.github.slimmaven.jvm.LoadedClasses;
import io.github.slimmaven.jvm.SharedArchive;
import io.github.slimmaven.jvm.TrimmedRuntime;
import io.github.slimmaven.keep.KeepSet;
import io.github.slimmaven.report.JavaRuntime;
import io.github.slimmaven.report.JavaRuntime.CdsState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Trims the Java runtimes that the app used, and says what became of them. */
final class Trimming {
  private final Image source;
  private final MergedTree tree;
  private final SlimRequest request;
  private final RunLog log;
  private final Set<String> asked;
  private final Path folder;
  private final InsideJlink own;
  private final Sharing sharing;
  private final LoadedClasses loaded;
  private List<TrimmedRuntime> runtimes = List.of();

  /**
   * @param loaded what the app's JVMs were seen to load
   * @param asked paths that the user asked to keep
   */
  Trimming(
      Image source,
      MergedTree tree,
      SlimRequest request,
      LoadedClasses loaded,
      Set<String> asked,
      Engine engine,
      Workspace workspace,
      RunLog log)
      throws IOException {
    this.source = source;
    this.tree = tree;
    this.request = request;
    this.loaded = loaded;
    this.asked = asked;
    this.log = log;
    this.folder = workspace.folder("jvm");
    Errand errand = new Errand(engine, workspace);
    this.own = new InsideJlink(source, errand, workspace.folder("own-jlink"), log);
    this.sharing =
        new Sharing(
            tree,
            Cache.of(request.cache()),
            errand,
            architecture -> Engines.sensor(architecture, request.cache()),
            workspace.folder("cds"),
            log);
  }

  /** The runtimes that were trimmed last, for the report of an image that keeps this. */
  List<JavaRuntime> runtimes(KeepSet kept) {
    return runtimes.stream().map(runtime -> reported(runtime, kept)).toList();
  }

  /** The modules of the runtimes that were trimmed last that the app was seen to use. */
  Set<String> loadedModules() {
    return runtimes.stream()
        .flatMap(runtime -> runtime.loaded().stream())
        .collect(Collectors.toSet());
  }

  /** The app's jars that it was seen to use; empty if nobody knows. */
  Optional<Set<String>> loadedJars() {
    return runtimes.stream()
        .flatMap(runtime -> runtime.loadedJars().stream())
        .reduce(
            (one, other) -> Stream.of(one, other).flatMap(Set::stream).collect(Collectors.toSet()));
  }

  /** Minifies with what is kept. */
  interface Minifying {
    Slimmed with(KeepSet keep) throws IOException;
  }

  /**
   * Minifies with trimmed runtimes, and with archives for class-data sharing that they can use.
   *
   * @param shared whether they get archives, if these are wanted
   */
  Slimmed minify(JvmPack.Decision decision, Minifying minifying, boolean shared)
      throws IOException {
    KeepSet trimmed = trim(decision);
    List<SharedArchive> archives =
        shared && request.jvm().cds() != JvmRequest.Cds.NONE
            ? runtimes.stream().flatMap(runtime -> runtime.shared().stream()).toList()
            : List.of();
    Slimmed slimmed = minifying.with(sharing.add(trimmed, archives, () -> minifying.with(trimmed)));
    while (!sharing.usable(slimmed, archives)) {
      slimmed = minifying.with(sharing.add(trimmed, archives, () -> minifying.with(trimmed)));
    }
    return slimmed;
  }

  /** What is kept now. A decision for more may be trimmed again. */
  private KeepSet trim(JvmPack.Decision decision) throws IOException {
    JvmPack.Outcome outcome =
        new JvmPack(
                source,
                tree,
                request.jvm(),
                loaded,
                own,
                Cache.of(request.cache()),
                folder.resolve("link"))
            .trim(decision, asked);
    for (TrimmedRuntime runtime : outcome.runtimes()) {
      if (!runtimes.contains(runtime)) {
        log.trimmed(reported(runtime, outcome.keep()));
        if (request.jvm().trim() == JvmRequest.Trim.CLASSES && runtime.untouched().isEmpty()) {
          log.trimmedToClasses(runtime.home(), runtime.droppedClasses());
        }
      }
    }
    runtimes = outcome.runtimes();
    return outcome.keep();
  }

  /** Bytes of the archives for class-data sharing that stay or are made anew. */
  private long archived(String home, KeepSet kept) {
    return tree.entries().stream()
        .filter(entry -> entry.path().startsWith(home + "/") && entry.path().endsWith(".jsa"))
        .filter(entry -> entry.isFile() && kept.keeps(entry.path()))
        .mapToLong(kept::size)
        .sum();
  }

  private JavaRuntime reported(TrimmedRuntime runtime, KeepSet kept) {
    CdsState cds =
        runtime.untouched().isPresent()
            ? CdsState.SOURCE
            : runtime.archives().isEmpty()
                ? CdsState.ABSENT
                : runtime.archives().stream().anyMatch(path -> kept.contents().containsKey(path))
                    ? CdsState.REGENERATED
                    : CdsState.DROPPED;
    return new JavaRuntime(
        runtime.home(),
        runtime.feature(),
        runtime.sourceBytes(),
        runtime.slimBytes(),
        runtime.kept(),
        runtime.dropped(),
        runtime.droppedClasses(),
        cds,
        runtime.shared().stream().flatMap(archive -> sharing.failure(archive).stream()).findFirst(),
        archived(runtime.home(), kept),
        runtime.untouched(),
        runtime.unused().stream()
            .map(
                jar ->
                    new JavaRuntime.Jar(
                        jar.path(), jar.name(), jar.bytes(), jar.trail(), jar.certain()))
            .toList());
  }
}
