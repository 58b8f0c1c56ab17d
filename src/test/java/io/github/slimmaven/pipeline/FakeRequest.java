package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.LayerCompression;
import io.github.slimmaven.inventory.Sbom;
import io.github.slimmaven.jvm.JvmRequest;
import io.github.slimmaven.keep.Extras;
import io.github.slimmaven.keep.KeepPattern;
import io.github.slimmaven.keep.Level;
import io.github.slimmaven.keep.PackageDatabase;
import io.github.slimmaven.probe.Discovery;
import io.github.slimmaven.probe.Plan;
import io.github.slimmaven.probe.Probe;
import io.github.slimmaven.probe.Ready;
import io.github.slimmaven.registry.RegistryAccess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Requests for runs of what {@code slim:build} left, with a {@link FakeEngine}. */
final class FakeRequest {
  private FakeRequest() {}

  static SlimRequest of(
      TraceRequest trace,
      List<Probe> probes,
      int startupRuns,
      List<ImageReference> to,
      Path output,
      Path cache) {
    return of(trace, probes, Discovery.NONE, startupRuns, to, output, cache);
  }

  static SlimRequest of(
      TraceRequest trace,
      List<Probe> probes,
      Discovery discovery,
      int startupRuns,
      List<ImageReference> to,
      Path output,
      Path cache) {
    return of(trace, List.of(), probes, discovery, startupRuns, to, output, cache);
  }

  static SlimRequest of(
      TraceRequest trace,
      List<KeepPattern> keep,
      List<Probe> probes,
      Discovery discovery,
      int startupRuns,
      List<ImageReference> to,
      Path output,
      Path cache) {
    return new SlimRequest(
        Optional.empty(),
        "shop/web",
        EngineChoice.AUTO,
        Level.AGGRESSIVE,
        keep,
        List.of(),
        Extras.NONE,
        JvmRequest.none(),
        List.of(FakeEngine.PORT),
        trace,
        ports -> Plan.of(ports, probes, discovery),
        ports -> Ready.DEFAULT,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Surroundings.NONE,
        startupRuns,
        Harden.TRUE,
        Duration.ofSeconds(10),
        Optional.of(to),
        LayerCompression.GZIP,
        ScanSettings.NONE,
        Instant.EPOCH,
        RegistryAccess.ofThisUser(),
        List.of(Sbom.Format.values()),
        output,
        cache);
  }

  /** The same with something around the app. */
  static SlimRequest among(Surroundings around, SlimRequest request) {
    return with(request.extras(), around, request.scan(), request);
  }

  /** The same with this left of the package databases, and known vulnerabilities. */
  static SlimRequest with(PackageDatabase database, ScanSettings scan, SlimRequest request) {
    Extras extras = new Extras(List.of(), List.of(), false, false, database);
    return with(extras, request.surroundings(), scan, request);
  }

  private static SlimRequest with(
      Extras extras, Surroundings around, ScanSettings scan, SlimRequest request) {
    return new SlimRequest(
        request.image(),
        request.name(),
        request.engine(),
        request.level(),
        request.keep(),
        request.drop(),
        extras,
        request.jvm(),
        request.ports(),
        request.trace(),
        request.plan(),
        request.ready(),
        request.env(),
        request.args(),
        request.user(),
        around,
        request.startupRuns(),
        request.harden(),
        request.timeout(),
        request.to(),
        request.compression(),
        scan,
        request.created(),
        request.registries(),
        request.sbom(),
        request.output(),
        request.cache());
  }
}
