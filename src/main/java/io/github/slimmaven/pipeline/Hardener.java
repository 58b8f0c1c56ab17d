package io.github.slimmaven.pipeline;

import io.github.slimmaven.engine.Hardening;
import io.github.slimmaven.harden.Part;
import io.github.slimmaven.harden.Place;
import io.github.slimmaven.harden.Policy;
import io.github.slimmaven.harden.SeccompProfile;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.probe.Exchange;
import io.github.slimmaven.trace.AccessTrace;
import io.github.slimmaven.verify.Verification;
import io.github.slimmaven.verify.Verifier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Launches the minified image with no more than the trace says that it needs, and asks it the same
 * again. One launch if that is right; else it finds out what is missing, or which part has to be
 * given up, in at most ten.
 */
final class Hardener {
  /** Later ones are tried together with those before that passed. */
  private static final List<Part> PARTS =
      List.of(Part.NO_NEW_PRIVILEGES, Part.CAPABILITIES, Part.READ_ONLY, Part.SECCOMP);

  /** What a trace may not show is added in these steps, the most frequent first. */
  private static final List<List<String>> CAPABILITIES =
      List.of(
          List.of("DAC_OVERRIDE"),
          List.of("CHOWN", "FOWNER", "SETGID", "SETUID"),
          List.copyOf(Policy.DOCKER_CAPABILITIES));

  private static final int MOST_NAMED = 5;

  private final Image source;
  private final Image image;
  private final FileTree tree;
  private final Replay replay;
  private final List<List<Exchange>> asked;
  private final IntegrationTests tests;
  private final Collection<String> volumes;
  private final boolean healthy;
  private final boolean ordinary;

  private final Set<Part> passed = EnumSet.noneOf(Part.class);
  private final Map<Part, String> failed = new EnumMap<>(Part.class);
  private final Map<Part, List<String>> repaired = new EnumMap<>(Part.class);
  private AccessTrace trace;
  private Policy policy;
  private int launches;

  /**
   * @param source whose answers differ by themselves as it may turn out
   * @param slimmed the image, proved
   * @param trace of the source
   * @param asked the exchanges of the source, as often as it was asked
   * @param volumes absolute paths that are mounted besides the image's
   * @param healthy whether the image has a health check that it passes
   * @param ordinary whether system calls are allowed unseen that most programs make
   */
  Hardener(
      Image source,
      Slimmed slimmed,
      AccessTrace trace,
      Replay replay,
      List<List<Exchange>> asked,
      IntegrationTests tests,
      Collection<String> volumes,
      boolean healthy,
      boolean ordinary) {
    this.source = source;
    this.image = slimmed.image();
    this.tree = slimmed.tree();
    this.trace = trace;
    this.replay = replay;
    this.asked = asked;
    this.tests = tests;
    this.volumes = new TreeSet<>(volumes);
    this.volumes.addAll(image.config().volumes());
    this.healthy = healthy;
    this.ordinary = ordinary;
    this.policy = Policy.of(trace, tree, this.volumes, ordinary);
  }

  /** What would be tried. */
  Hardened untried(String reason) {
    return new Hardened(policy, trace, Set.of(), Map.of(), Optional.of(reason), Map.of(), 0);
  }

  /** Tries it. */
  Hardened harden() throws IOException, InterruptedException {
    learnOfCheck();
    Optional<String> failure = attempt(EnumSet.allOf(Part.class));
    if (failure.isPresent()) {
      failure = repair(failure.get());
    }
    if (failure.isPresent()) {
      giveUpParts(failure.get());
    } else {
      passed.addAll(PARTS);
    }
    return new Hardened(policy, trace, passed, failed, Optional.empty(), repaired, launches);
  }

  /** What is executed beside an app is under its limits, and was not under its sensor. */
  private void learnOfCheck() throws IOException, InterruptedException {
    try {
      if (healthy) {
        replay.watchedCheck(image).ifPresent(this::learn);
      }
    } catch (IOException e) {
      StopSignal.unlessInterrupted(e); // then it turns out whether it passes
    }
  }

  private void learn(AccessTrace more) {
    trace = trace.merge(more);
    policy = Policy.of(trace, tree, volumes, ordinary);
  }

  /** What the minified image does that its source was not seen to do. */
  private Optional<String> repair(String failure) throws IOException, InterruptedException {
    Policy before = policy;
    try {
      learn(replay.watched(image, asked.get(0)));
    } catch (IOException e) {
      StopSignal.unlessInterrupted(e);
      return Optional.of(failure);
    }
    added(Part.SECCOMP, policy.calls(), before.calls());
    added(Part.CAPABILITIES, policy.capabilities(), before.capabilities());
    added(Part.READ_ONLY, paths(policy), paths(before));
    return policy.equals(before) ? Optional.of(failure) : attempt(EnumSet.allOf(Part.class));
  }

  private void added(Part part, Collection<String> now, Collection<String> before) {
    List<String> more = now.stream().filter(name -> !before.contains(name)).toList();
    if (!more.isEmpty()) {
      repaired.put(part, more);
    }
  }

  private static List<String> paths(Policy policy) {
    return policy.places().stream().map(Place::path).toList();
  }

  /** Keeps as many parts as it can: each is tried with those before it that passed. */
  private void giveUpParts(String failure) throws IOException, InterruptedException {
    Policy before = policy;
    for (Part part : PARTS) {
      EnumSet<Part> parts = EnumSet.of(part);
      parts.addAll(passed);
      boolean known = parts.size() == PARTS.size() && policy.equals(before);
      Optional<String> reason = known ? Optional.of(failure) : attempt(parts);
      if (reason.isPresent() && part == Part.CAPABILITIES) {
        reason = widen(parts, reason.get());
      }
      if (reason.isEmpty()) {
        passed.add(part);
      } else {
        failed.put(part, reason(part, reason.get()));
      }
    }
  }

  private Optional<String> widen(Set<Part> parts, String failure)
      throws IOException, InterruptedException {
    Policy before = policy;
    for (List<String> more : CAPABILITIES) {
      policy = policy.with(more);
      if (attempt(parts).isEmpty()) {
        repaired.merge(
            Part.CAPABILITIES,
            policy.capabilities().stream()
                .filter(name -> !before.capabilities().contains(name))
                .toList(),
            (first, second) -> {
              List<String> both = new ArrayList<>(first);
              both.addAll(second);
              return both;
            });
        return Optional.empty();
      }
    }
    policy = before;
    return Optional.of(failure);
  }

  /** What an app can do without, such as Python's bytecode, is named last. */
  private String reason(Part part, String failure) {
    String written =
        part != Part.READ_ONLY || policy.refused().isEmpty()
            ? ""
            : "it writes "
                + policy.refused().stream()
                    .sorted(Comparator.comparing(path -> path.contains("/__pycache__")))
                    .limit(MOST_NAMED)
                    .map(path -> "'" + path + "'")
                    .collect(Collectors.joining(", "))
                + (policy.refused().size() > MOST_NAMED ? " and more" : "")
                + ", where files of the image are: give the app another directory for it, or"
                + " declare a VOLUME. What failed: ";
    return "The probes do not pass under " + part.label() + ": " + written + failure;
  }

  /** Launches it under these parts; gives what went wrong. */
  private Optional<String> attempt(Set<Part> parts) throws IOException, InterruptedException {
    launches++;
    try {
      return differs(replay.under(limits(parts)));
    } catch (SlimFailure e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return Optional.of(String.valueOf(StopSignal.unlessInterrupted(e).getMessage()));
    }
  }

  private Optional<String> differs(Replay hardened)
      throws IOException, InterruptedException, SlimFailure {
    if (asked.get(0).isEmpty()) {
      // Then only the tests know what to ask; else that would be one more round of them.
      hardened.used(
          image,
          asked.get(0),
          (app, exchanges) -> {
            if (tests.rerun().isPresent()) {
              tests.rerun().get().against(Endpoint.of(app, hardened.ports(), exchanges));
            }
          });
    }
    Replay.Replayed replayed = hardened.again(image, asked.get(0));
    Verification answers =
        new Verifier(() -> replay.again(source, asked.get(0)).exchanges())
            .compare(asked, replayed.exchanges());
    if (!answers.verified()) {
      return Optional.of(answers.differences());
    }
    return replayed
        .health()
        .filter(outcome -> healthy && !outcome.healthy())
        .map(outcome -> "the health check '" + outcome.command() + "' fails: " + outcome.output());
  }

  private Hardening limits(Set<Part> parts) {
    Hardening limits =
        new Hardening(
            parts.contains(Part.SECCOMP)
                ? Optional.of(SeccompProfile.json(policy))
                : Optional.empty(),
            parts.contains(Part.CAPABILITIES)
                ? Optional.of(List.copyOf(policy.capabilities()))
                : Optional.empty(),
            parts.contains(Part.NO_NEW_PRIVILEGES),
            Optional.empty());
    return parts.contains(Part.READ_ONLY)
        ? limits.readOnly(
            policy.places().stream()
                .collect(Collectors.toMap(Place::path, Place::options, (a, b) -> a, TreeMap::new)))
        : limits;
  }
}
