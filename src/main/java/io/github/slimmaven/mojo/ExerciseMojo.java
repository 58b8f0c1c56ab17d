package io.github.slimmaven.mojo;

import io.github.slimmaven.image.Port;
import io.github.slimmaven.pipeline.Surroundings;
import io.github.slimmaven.pipeline.TraceRequest;
import io.github.slimmaven.probe.CommandFile;
import io.github.slimmaven.probe.Crawl;
import io.github.slimmaven.probe.Discovery;
import io.github.slimmaven.probe.Plan;
import io.github.slimmaven.probe.Probe;
import io.github.slimmaven.probe.Ready;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/** How an image is launched and exercised: with which settings, in which surroundings, by what. */
abstract class ExerciseMojo extends RegistryMojo {
  /**
   * Ports that the app serves, besides those that the image declares. Each TCP port gets a {@code
   * GET /} where no probe is given.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.ports")
  List<String> ports = List.of();

  /**
   * What the app is asked, while it is traced and again when the minified image is verified; in the
   * pom only. By default a {@code GET /} of each TCP port, and the health endpoints of Spring Boot,
   * MicroProfile and Quarkus where the app has one.
   *
   * <p>A probe has a {@code kind} (default: found out, of the first three): {@code http}, {@code
   * https}, {@code tcp}, {@code h2}, {@code h2c}, {@code ws}, {@code wss}, {@code fastcgi}, {@code
   * grpc}, {@code grpcs}, {@code exec} or {@code run}. The page "Probes" has an example of each.
   *
   * <ul>
   *   <li>{@code port}: container port (default: the first declared one); {@code path}: with query
   *       (default {@code /}); {@code method} (default {@code GET}); {@code headers}: values, by
   *       name
   *   <li>{@code body}, {@code bodyFile}, {@code form} (values by name) or {@code parts} (each
   *       {@code name}, {@code value} or {@code file}, {@code fileName}, {@code contentType}): what
   *       a request carries
   *   <li>{@code username}, {@code password}: of basic authentication
   *   <li>{@code send}, {@code sendHex}, {@code sendBase64}: what goes over TCP or a WebSocket,
   *       after the {@code greeting}, a regular expression (TCP)
   *   <li>{@code service}: whose health is asked by gRPC; {@code params}: FastCGI's parameters
   *   <li>{@code args}, {@code exitCode}: of {@code exec} and {@code run}
   *   <li>{@code status}: accepted statuses, numbers and ranges with commas between (default {@code
   *       200-399}); {@code match}: regular expression that the answer must contain; {@code
   *       timeout}: seconds for the answer
   * </ul>
   *
   * <pre>{@code
   * <probes>
   *   <probe>
   *     <port>8080</port>
   *     <path>/orders?limit=3</path>
   *     <status>200</status>
   *     <match>"id":\d+</match>
   *   </probe>
   *   <probe>
   *     <kind>run</kind>
   *     <args><arg>--version</arg></args>
   *     <match>^tool 1\.</match>
   *   </probe>
   * </probes>
   * }</pre>
   *
   * @since 0.1.0
   */
  @Parameter List<ProbeParameter> probes = List.of();

  /**
   * Follows the links of the pages that the probes get, on the same host and port: {@code true}, or
   * how far. What is found is a probe from then on. All is asked for by GET, but an app that
   * changes something on a GET will do so. Off by default.
   *
   * <ul>
   *   <li>{@code depth}: how many links away from a probe's page (default 3); the scripts, styles
   *       and images of a page belong to it
   *   <li>{@code pages}: how many requests at most (default 200)
   *   <li>{@code excludes}: regular expressions of paths that are not asked for, besides those that
   *       log out, shut down or restart
   * </ul>
   *
   * <pre>{@code
   * <crawl>
   *   <depth>2</depth>
   *   <excludes>
   *     <exclude>^/admin/</exclude>
   *   </excludes>
   * </crawl>
   * }</pre>
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.crawl")
  CrawlParameter crawl = new CrawlParameter();

  /**
   * An OpenAPI 3 or Swagger 2 document, in JSON or YAML, from which requests are made: a file of
   * the project, or a path of the app as in {@code /v3/api-docs}. Those that the source image
   * accepts (2xx or 3xx) are probes from then on.
   *
   * <ul>
   *   <li>{@code document}: the file or path
   *   <li>{@code port}: container port (default: the first declared one)
   *   <li>{@code methods}: what is asked (default: GET, HEAD and OPTIONS, which change nothing)
   *   <li>{@code requests}: how many at most (default 500)
   *   <li>{@code headers}: of each request, by name, as for authentication
   * </ul>
   *
   * <pre>{@code
   * <openApi>
   *   <document>src/main/resources/openapi.yaml</document>
   *   <methods>
   *     <method>GET</method>
   *     <method>POST</method>
   *   </methods>
   * </openApi>
   * }</pre>
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.openApi")
  OpenApiParameter openApi = new OpenApiParameter();

  /**
   * A JSON file with more probes, in the format of DockerSlim's {@code --http-probe-cmd-file}. They
   * follow {@code probes}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.probeCommands")
  String probeCommands;

  /**
   * When the app is ready for the first probe, in the pom only; all that is given must hold. By
   * default an app is ready when its ports listen and its first probe is answered.
   *
   * <ul>
   *   <li>{@code ports}: ports that must be listened on (default: all declared TCP ports)
   *   <li>{@code http}: a request that must be answered as it says, with what a {@code probe} has
   *   <li>{@code log}: regular expression that a line of the log must contain
   *   <li>{@code health}: whether the image's {@code HEALTHCHECK} must have passed
   *   <li>{@code timeout}: seconds for all of it (default: that of the goal)
   * </ul>
   *
   * <pre>{@code
   * <readiness>
   *   <log>Started .* in \d+</log>
   *   <http><path>/ready</path></http>
   * </readiness>
   * }</pre>
   *
   * @since 0.1.0
   */
  @Parameter ReadinessParameter readiness = new ReadinessParameter();

  /**
   * Where the trace comes from. {@code launch}: a launch of the source image. {@code stable}:
   * launches until one adds nothing, at most ten. {@code committed}: the project's {@code
   * src/main/slim/trace.json}, a {@code target/slim/trace.json} of an earlier run; the source is
   * then launched untraced, only to know its answers.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.trace", defaultValue = "launch")
  String trace;

  /**
   * Traces that are merged with it: files {@code trace.json} of other runs, modules or machines.
   *
   * <pre>{@code
   * <traces>
   *   <trace>src/main/slim/staging.json</trace>
   * </traces>
   * }</pre>
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.traces")
  List<String> traces = List.of();

  /**
   * Environment of the containers, besides the image's, in the pom only. It does not get into the
   * image.
   *
   * <pre>{@code
   * <env>
   *   <DATABASE_URL>jdbc:h2:mem:</DATABASE_URL>
   * </env>
   * }</pre>
   *
   * @since 0.1.0
   */
  @Parameter Map<String, String> env = Map.of();

  /**
   * Arguments of the containers, instead of the image's default ones.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.args")
  List<String> args = List.of();

  /**
   * User of the containers, instead of the image's: {@code user[:group]}, names or numbers.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.user")
  String user;

  /**
   * What the app needs to start, as a database: each is started before every launch of the app,
   * fresh, in this order, and is neither traced nor minified. The app reaches it by its name. In
   * the pom only; the page "Services" says more.
   *
   * <ul>
   *   <li>{@code name}: a host name; {@code image}: any reference that {@code image} may be
   *   <li>{@code env}, {@code args}, {@code user}: as those of the app
   *   <li>{@code ports}: ports that it listens on, besides those that its image declares
   *   <li>{@code readiness}: when the app may start, as the app's own (default: all its TCP ports
   *       are listened on)
   * </ul>
   *
   * <pre>{@code
   * <services>
   *   <service>
   *     <name>db</name>
   *     <image>postgres:17</image>
   *     <env>
   *       <POSTGRES_PASSWORD>test</POSTGRES_PASSWORD>
   *     </env>
   *   </service>
   * </services>
   * }</pre>
   *
   * @since 0.1.0
   */
  @Parameter List<ServiceParameter> services = List.of();

  /**
   * A Compose file that has the app among its services; in the pom only, and in the Docker engine
   * only. Every launch of the app is as the file says (image, entrypoint, command, environment,
   * user, ports, networks, volumes), with what it depends on started before, in a project of its
   * own. What other parameters say of the launch wins. Needs {@code docker compose} or {@code
   * docker-compose}.
   *
   * <ul>
   *   <li>{@code file}: default {@code docker-compose.yml}
   *   <li>{@code service}: the service to slim
   *   <li>{@code services}: those to start before it (default: those that it depends on)
   * </ul>
   *
   * <pre>{@code
   * <compose>
   *   <file>compose.yaml</file>
   *   <service>web</service>
   * </compose>
   * }</pre>
   *
   * @since 0.1.0
   */
  @Parameter ComposeParameter compose;

  /**
   * An existing network of the Docker engine that the app joins in every launch, to reach what
   * others have started there: another plugin, Testcontainers, {@code docker network create}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.network")
  String network;

  /**
   * Seconds until the app must listen, and for each answer.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.timeout", defaultValue = "60")
  int timeout;

  ExerciseMojo(SettingsDecrypter decrypter) {
    super(decrypter);
  }

  final List<String> environment() {
    return env.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }

  final TraceRequest traces(Path directory) {
    return new TraceRequest(
        TraceRequest.mode(trace),
        directory.resolve("src/main/slim/trace.json"),
        traces.stream().map(directory::resolve).toList());
  }

  final Surroundings surroundings(Path directory) {
    return new Surroundings(
        services.stream().map(service -> service.request(directory)).toList(),
        Optional.ofNullable(network),
        Optional.ofNullable(compose).map(parameter -> parameter.request(directory)));
  }

  final Ready ready(List<Port> declared, Path directory) {
    return readiness.ready(first(declared), directory);
  }

  final Plan plan(List<Port> declared, Path directory) {
    int first = first(declared);
    List<Probe> all = new ArrayList<>();
    probes.forEach(probe -> all.add(probe.toProbe(first, directory)));
    Optional<Crawl> crawled = crawl.crawl();
    List<Probe> from = List.of();
    if (probeCommands != null) {
      CommandFile commands = CommandFile.read(directory.resolve(probeCommands), first);
      all.addAll(commands.probes());
      if (crawled.isEmpty() && !commands.crawls().isEmpty()) {
        crawled = Optional.of(Crawl.DEFAULT);
        from = commands.crawls();
      }
    }
    return Plan.of(declared, all, new Discovery(crawled, from, openApi.openApi(first, directory)));
  }

  /** Whether something besides tests says what the app needs: the user's probes or a trace. */
  final boolean isExercised() {
    return !probes.isEmpty()
        || probeCommands != null
        || TraceRequest.mode(trace) == TraceRequest.Mode.COMMITTED;
  }

  private static int first(List<Port> declared) {
    return declared.isEmpty() ? 0 : declared.get(0).number();
  }
}
