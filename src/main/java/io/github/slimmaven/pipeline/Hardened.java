package io.github.slimmaven.pipeline;

import io.github.slimmaven.harden.AppArmorProfile;
import io.github.slimmaven.harden.DockerRun;
import io.github.slimmaven.harden.KubernetesManifest;
import io.github.slimmaven.harden.Part;
import io.github.slimmaven.harden.Policy;
import io.github.slimmaven.harden.SeccompProfile;
import io.github.slimmaven.harden.Workload;
import io.github.slimmaven.report.Hardening;
import io.github.slimmaven.trace.AccessTrace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the minified image works under.
 *
 * @param policy that was tried last
 * @param trace that it comes from
 * @param passed the parts of it under which all probes passed, together
 * @param failed the others, each with the reason
 * @param untried why nothing was tried, if so
 * @param repaired what was added after a launch that failed, by the part that it belongs to
 * @param launches of the minified image
 */
record Hardened(
    Policy policy,
    AccessTrace trace,
    Set<Part> passed,
    Map<Part, String> failed,
    Optional<String> untried,
    Map<Part, List<String>> repaired,
    int launches) {
  Hardened {
    passed = Collections.unmodifiableSet(copyOf(passed));
    failed = Map.copyOf(failed);
    repaired = Map.copyOf(repaired);
  }

  private static Set<Part> copyOf(Set<Part> parts) {
    return parts.isEmpty() ? EnumSet.noneOf(Part.class) : EnumSet.copyOf(parts);
  }

  /** The first reason why something is left out. */
  Optional<String> shortcoming() {
    return untried.or(() -> failed.values().stream().sorted().findFirst());
  }

  /** Name to content of the files that may be handed out. */
  SortedMap<String, String> files(Workload app) {
    SortedMap<String, String> files = new TreeMap<>();
    files.put(
        Outputs.APPARMOR,
        AppArmorProfile.text(
            app, policy, trace, untried.isPresent() || passed.contains(Part.READ_ONLY)));
    if (passed.contains(Part.SECCOMP)) {
      files.put(Outputs.SECCOMP, SeccompProfile.json(policy));
    }
    if (!passed.isEmpty()) {
      files.put(Outputs.KUBERNETES, KubernetesManifest.yaml(app, policy, passed, Outputs.SECCOMP));
      files.put(Outputs.DOCKER_RUN, DockerRun.text(app, policy, passed, Outputs.SECCOMP));
    }
    return files;
  }

  Hardening report() {
    return new Hardening(
        untried.isEmpty(),
        untried,
        launches,
        policy.calls().size(),
        List.copyOf(policy.capabilities()),
        policy.places().stream()
            .map(place -> new Hardening.Writable(place.path(), place.options()))
            .toList(),
        policy.refused().stream().map(Hardened::directory).distinct().sorted().toList(),
        untried.isPresent() ? List.of() : parts(),
        List.of(
            artifact(Outputs.SECCOMP, Optional.ofNullable(failed.get(Part.SECCOMP)), Part.SECCOMP),
            new Hardening.Artifact(Outputs.APPARMOR, false, false, List.of(), Optional.empty()),
            artifact(Outputs.KUBERNETES, none(), Part.values()),
            artifact(Outputs.DOCKER_RUN, none(), Part.values())));
  }

  private Optional<String> none() {
    return passed.isEmpty() ? Optional.of("the probes pass under no part of it") : Optional.empty();
  }

  private Hardening.Artifact artifact(String name, Optional<String> reason, Part... parts) {
    List<String> added = new ArrayList<>();
    for (Part part : parts) {
      added.addAll(repaired.getOrDefault(part, List.of()));
    }
    return new Hardening.Artifact(
        name,
        untried.isEmpty(),
        untried.isEmpty() && reason.isEmpty(),
        added,
        untried.or(() -> reason));
  }

  private List<Hardening.Part> parts() {
    List<Hardening.Part> all = new ArrayList<>();
    for (Part part : Part.values()) {
      all.add(
          new Hardening.Part(
              name(part), passed.contains(part), Optional.ofNullable(failed.get(part))));
    }
    return all;
  }

  /** Where it is: names of files may be drawn anew in each run. */
  private static String directory(String path) {
    return path.substring(0, Math.max(path.lastIndexOf('/'), 1));
  }

  private static String name(Part part) {
    return switch (part) {
      case SECCOMP -> "seccomp";
      case CAPABILITIES -> "capabilities";
      case NO_NEW_PRIVILEGES -> "noNewPrivileges";
      case READ_ONLY -> "readOnly";
    };
  }
}
