package io.github.slimmaven.pipeline;

import io.github.slimmaven.engine.EngineException;
import io.github.slimmaven.image.CompressedAhead;
import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.inventory.Inventory;
import io.github.slimmaven.inventory.PrunedDatabases;
import io.github.slimmaven.keep.KeepRequest;
import io.github.slimmaven.keep.KeepSet;
import io.github.slimmaven.keep.Keeper;
import io.github.slimmaven.keep.Level;
import io.github.slimmaven.keep.PackageDatabase;
import io.github.slimmaven.keep.Reason;
import io.github.slimmaven.probe.Exchange;
import io.github.slimmaven.report.JavaRuntime;
import io.github.slimmaven.trace.AccessTrace;
import io.github.slimmaven.verify.Verification;
import io.github.slimmaven.verify.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Minifies an image, launches what came out and compares its answers. What it turns out to miss is
 * put back, and all is done again.
 *
 * @param trace of the source
 * @param inventory of the source
 * @param created when the minified image says it was made
 * @param trimming of the Java runtimes
 * @param sharing of the app's own classes
 * @param tests of the project
 * @param ahead begins with what will be written
 */
record Proof(
    Image source,
    MergedTree tree,
    AccessTrace trace,
    KeepRequest request,
    Inventory inventory,
    Instant created,
    Replay replay,
    Workspace workspace,
    Trimming trimming,
    AppSharing sharing,
    IntegrationTests tests,
    CompressedAhead ahead,
    RunLog log) {
  private static final int MOST_REPAIRS = 5;

  /** The last image that was tried. */
  record Tried(
      Slimmed slimmed,
      List<JavaRuntime> runtimes,
      Verified verified,
      long minifyMillis,
      long verifyMillis) {}

  /**
   * Goes on until an image answers as its source does, or nothing more can be put back.
   *
   * @param asked the exchanges of the source, as often as it was asked
   */
  Tried prove(List<List<Exchange>> asked) throws IOException, InterruptedException {
    SortedSet<String> repaired = new TreeSet<>();
    long minifyMillis = 0;
    long verifyMillis = 0;
    for (int round = 1; ; round++) {
      Stopwatch watch = new Stopwatch();
      Slimmed slimmed = minify(repaired, round, asked.get(0));
      minifyMillis += watch.lap();
      log.minified(
          slimmed.changed(), slimmed.bytes(), slimmed.image().layers().size(), watch.total());
      ahead.begin(slimmed.image());
      Verified verified = verify(slimmed.image(), asked, round, List.copyOf(repaired));
      Set<String> missed =
          verified.failure().isPresent() && round <= MOST_REPAIRS
              ? missed(slimmed, asked.get(0))
              : Set.of();
      verifyMillis += watch.lap();
      if (!repaired.addAll(missed)) {
        if (verified.failure().isPresent()
            && sharing.giveUp(verified.failure().get().getMessage())) {
          continue;
        }
        sharing.close();
        return new Tried(
            slimmed,
            sharing.reported(trimming.runtimes(slimmed.kept()), slimmed),
            verified,
            minifyMillis,
            verifyMillis);
      }
      log.repairing(verified.failure().orElseThrow().getMessage(), missed);
    }
  }

  /**
   * Minifies without any proof, to tell what would come out.
   *
   * @param asked the exchanges of the source, as often as it was asked
   */
  Tried outline(List<List<Exchange>> asked) throws IOException, InterruptedException {
    Stopwatch watch = new Stopwatch();
    Slimmed slimmed = minify(Set.of(), 1, asked.get(0));
    sharing.close();
    return new Tried(
        slimmed,
        sharing.reported(trimming.runtimes(slimmed.kept()), slimmed),
        Verified.UNTRIED,
        watch.lap(),
        0);
  }

  private Verified verify(Image slim, List<List<Exchange>> asked, int round, List<String> repaired)
      throws IOException, InterruptedException {
    Verification answers = new Verification(false, List.of());
    Optional<HealthCheck.Outcome> health = Optional.empty();
    Optional<SlimFailure> failure = Optional.empty();
    try {
      Replay.Replayed replayed = replay.minified(slim, asked.get(0));
      health = replayed.health();
      answers =
          new Verifier(() -> replay.again(source, asked.get(0)).exchanges())
              .compare(asked, replayed.exchanges());
      if (!answers.verified()) {
        throw new SlimFailure("Nothing was published: " + answers.message(), null);
      }
      check(health, asked.get(0));
      test(slim, asked.get(0));
    } catch (SlimFailure e) {
      failure = Optional.of(repaired.isEmpty() ? e : inVain(repaired, e));
    }
    return new Verified(answers, health, round, repaired, failure);
  }

  private Slimmed minify(Set<String> repaired, int round, List<Exchange> asked)
      throws IOException, InterruptedException {
    Optional<Slimmed> shared =
        sharing.wanted() ? sharing.add(minify(repaired, false), asked) : Optional.empty();
    Slimmed slimmed = shared.isPresent() ? shared.get() : minify(repaired, true);
    if (round == 1) {
      slimmed.kept().unmatched().forEach(log::ruleWithoutMatch);
      slimmed.kept().unread().forEach(log::databaseNotRead);
      slimmed.kept().reasons().entrySet().stream()
          .filter(kept -> kept.getValue().equals(Reason.WHOLE_DATABASE))
          .forEach(kept -> log.databaseNotPruned(kept.getKey()));
    }
    return slimmed;
  }

  /**
   * @param shared whether runtimes get their archives for class-data sharing, if they are wanted
   */
  private Slimmed minify(Set<String> repaired, boolean shared) throws IOException {
    return trimming.minify(
        (spare, unused) ->
            Keeper.decide(
                source,
                tree,
                trace,
                request,
                repaired,
                spare,
                request.level() == Level.CONSERVATIVE ? Set.of() : unused),
        kept -> minified(kept, workspace.anotherFolder("minified")),
        shared);
  }

  private Slimmed minified(KeepSet kept, Path folder) throws IOException {
    KeepSet named =
        request.extras().database() == PackageDatabase.PRUNED
            ? PrunedDatabases.add(
                tree,
                inventory,
                kept,
                Keeper.unwanted(tree, request),
                Files.createDirectory(folder.resolve("databases")))
            : kept;
    return Slimmed.of(source, tree, named, folder, created);
  }

  private void check(Optional<HealthCheck.Outcome> health, List<Exchange> exchanges)
      throws IOException, InterruptedException, SlimFailure {
    if (health.isPresent()) {
      log.health(health.get().command(), health.get().healthy());
      if (!health.get().healthy()) {
        health.get().compare(replay.again(source, exchanges).health().orElseThrow());
      }
    }
  }

  private void test(Image slim, List<Exchange> exchanges)
      throws IOException, InterruptedException, SlimFailure {
    if (tests.rerun().isPresent()) {
      log.testing();
      Stopwatch watch = new Stopwatch();
      replay.used(
          slim,
          exchanges,
          (app, asked) ->
              log.tested(
                  tests.rerun().get().against(Endpoint.of(app, replay.ports(), exchanges)),
                  watch.total()));
    }
  }

  /**
   * What the source has and a minified image is seen to lack: what it looks up in vain; else what
   * the source used and the user dropped; else what was in a directory that it lists.
   */
  private SortedSet<String> missed(Slimmed slimmed, List<Exchange> exchanges)
      throws IOException, InterruptedException {
    AccessTrace watched;
    try {
      watched = replay.watched(slimmed.image(), exchanges);
    } catch (EngineException e) {
      return lost(slimmed, trace.paths().keySet()); // it could not even be launched
    }
    SortedSet<String> missed = lost(slimmed, watched.missing());
    if (missed.isEmpty()) {
      missed = lost(slimmed, trace.paths().keySet());
    }
    if (missed.isEmpty()) {
      missed = lost(slimmed, listed(watched));
    }
    return missed;
  }

  /** Of these paths, those that lead somewhere in the source and not in the minified image. */
  private SortedSet<String> lost(Slimmed slimmed, Collection<String> paths) {
    return paths.stream()
        .filter(path -> tree.resolve(path).target().isPresent())
        .filter(path -> slimmed.tree().resolve(path).target().isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<String> listed(AccessTrace watched) {
    return watched.paths().entrySet().stream()
        .filter(path -> path.getValue().contains(AccessTrace.Use.OPENED))
        .flatMap(path -> tree.resolve(path.getKey()).target().stream())
        .filter(Entry::isDirectory)
        .flatMap(directory -> tree.children(directory.path()).stream())
        .map(Entry::path)
        .toList();
  }

  private static SlimFailure inVain(List<String> repaired, SlimFailure failure) {
    return new SlimFailure(
        failure.getMessage()
            + "\nPutting back what it missed did not mend it: "
            + RunLog.paths(repaired),
        failure);
  }
}
