package io.github.slimmaven.pipeline;

import io.github.slimmaven.engine.ComposeService;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.Port;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A request as a Compose file completes it: what the pom says of the launch wins.
 *
 * @param request with the service's environment, arguments, user and ports
 * @param service empty without a Compose file
 */
record Composed(SlimRequest request, Optional<ComposeService> service) {

  static Composed of(SlimRequest request, RunLog log) throws IOException, InterruptedException {
    if (request.surroundings().compose().isEmpty()) {
      return new Composed(request, Optional.empty());
    }
    ComposeRequest compose = request.surroundings().compose().get();
    ComposeService service = ComposeService.read(compose.file(), compose.service());
    log.composeLeftOut(service.name(), service.leftOut());
    return new Composed(complete(request, service), Optional.of(service));
  }

  private static SlimRequest complete(SlimRequest request, ComposeService service) {
    TreeSet<Port> ports = new TreeSet<>(request.ports());
    ports.addAll(service.ports());
    boolean taken = request.image().isPresent() || BuiltSource.isIn(request.output());
    return request.with(
        taken ? request.image() : service.image().map(ImageReference.Daemon::new),
        List.copyOf(ports),
        // The last of the same name wins.
        Stream.concat(service.env().stream(), request.env().stream()).toList(),
        request.args().or(service::args),
        request.user().or(service::user));
  }

  /** What replaces the image's own entrypoint, if the file does. */
  Optional<List<String>> program(Optional<List<String>> args) {
    return service
        .flatMap(ComposeService::entrypoint)
        .filter(words -> !words.isEmpty())
        .map(words -> Stream.concat(words.stream(), args.orElse(List.of()).stream()).toList());
  }
}
