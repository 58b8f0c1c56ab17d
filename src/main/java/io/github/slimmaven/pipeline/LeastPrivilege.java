package io.github.slimmaven.pipeline;

import io.github.slimmaven.engine.ComposeService;
import io.github.slimmaven.engine.Engine;
import io.github.slimmaven.harden.UserIds;
import io.github.slimmaven.harden.Workload;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.Port;
import io.github.slimmaven.keep.Level;
import io.github.slimmaven.probe.Exchange;
import io.github.slimmaven.probe.Probe;
import io.github.slimmaven.trace.AccessTrace;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The stage after the proof: what the minified image works under, and the files that say it.
 *
 * @param source image
 * @param tried what proved the minified image
 * @param trace of the source
 * @param asked the exchanges of the source, as often as it was asked
 * @param declared ports
 */
record LeastPrivilege(
    Image source,
    Proof.Tried tried,
    AccessTrace trace,
    Replay replay,
    List<List<Exchange>> asked,
    IntegrationTests tests,
    Composed composed,
    List<Port> declared,
    RunLog log) {
  /** Where the kernel takes ports for clients from (ip_local_port_range). */
  private static final int FIRST_PASSING_PORT = 32768;

  /**
   * Finds out what the minified image works under.
   *
   * @param publishing whether it was verified
   * @return empty if that is not wanted, or there is no image that is fit to be tried
   */
  Optional<Hardened> of(Engine engine, boolean publishing)
      throws IOException, InterruptedException {
    if (composed.request().harden() == Harden.FALSE || tried.verified().failure().isPresent()) {
      return Optional.empty();
    }
    Hardener hardener =
        new Hardener(
            source,
            tried.slimmed(),
            trace,
            replay,
            asked,
            tests,
            composed.service().map(ComposeService::volumes).orElse(List.of()).stream()
                .map(volume -> volume.split(":")[1])
                .toList(),
            tried.verified().health().map(HealthCheck.Outcome::healthy).orElse(false),
            composed.request().level() != Level.AGGRESSIVE);
    Stopwatch watch = new Stopwatch();
    Hardened hardened =
        !publishing
            ? hardener.untried("slim:profile launches no minified image; slim:minify does")
            : engine.hardens()
                ? hardener.harden()
                : hardener.untried(
                    "the engine '" + engine.name() + "' cannot; set engine 'docker'");
    log.hardened(hardened.report(), watch.total());
    return Optional.of(hardened);
  }

  /** Why nothing may be published, if all parts are required and one is left out. */
  Optional<SlimFailure> failure(Optional<Hardened> hardened) {
    return composed.request().harden() == Harden.REQUIRED
        ? hardened
            .flatMap(Hardened::shortcoming)
            .map(
                reason ->
                    new SlimFailure(
                        "Nothing was published, as slim.harden is 'required': "
                            + reason
                            + "\nMend that, or set <harden>true</harden>.",
                        null))
        : Optional.empty();
  }

  /** Name to content of what may be handed out. */
  SortedMap<String, String> files(Optional<Hardened> hardened) throws IOException {
    return hardened.isPresent() ? hardened.get().files(workload()) : new TreeMap<>();
  }

  private Workload workload() throws IOException {
    SlimRequest request = composed.request();
    Image image = tried.slimmed().image();
    String user = request.user().orElse(image.config().user());
    return new Workload(
        request.name().replaceAll(".*/", ""),
        reference(request),
        image.config(),
        request.user(),
        UserIds.of(user, tried.slimmed().tree()),
        replay.args(asked.get(0)),
        request.env().stream()
            .filter(variable -> variable.indexOf('=') > 0)
            .map(variable -> variable.substring(0, variable.indexOf('=')))
            .distinct()
            .sorted()
            .toList(),
        declared.isEmpty()
            ? trace.listening().stream().filter(port -> port.number() < FIRST_PASSING_PORT).toList()
            : declared,
        replay.ready().http().flatMap(LeastPrivilege::get));
  }

  private static Optional<Workload.HttpGet> get(Probe probe) {
    boolean plain = probe.method().equals("GET") && probe.headers().isEmpty();
    return switch (probe.kind()) {
      case HTTP, HTTPS ->
          plain
              ? Optional.of(
                  new Workload.HttpGet(
                      probe.port(), probe.path(), probe.kind() == Probe.Kind.HTTPS))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** Where the image goes: a registry, else the engine. */
  private static String reference(SlimRequest request) {
    List<ImageReference> to = request.to().orElse(List.of());
    return to.stream()
        .filter(ImageReference.Registry.class::isInstance)
        .map(place -> ((ImageReference.Registry) place).name())
        .findFirst()
        .or(
            () ->
                to.stream()
                    .filter(ImageReference.Daemon.class::isInstance)
                    .map(place -> ((ImageReference.Daemon) place).name())
                    .findFirst())
        .orElse(request.name() + ":slim");
  }
}
