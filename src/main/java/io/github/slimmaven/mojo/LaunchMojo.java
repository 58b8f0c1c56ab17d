package io.github.slimmaven.mojo;

import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.LayerCompression;
import io.github.slimmaven.image.Port;
import io.github.slimmaven.inventory.Sbom;
import io.github.slimmaven.keep.Extras;
import io.github.slimmaven.keep.Level;
import io.github.slimmaven.keep.PackageDatabase;
import io.github.slimmaven.pipeline.EngineChoice;
import io.github.slimmaven.pipeline.Harden;
import io.github.slimmaven.pipeline.ScanSettings;
import io.github.slimmaven.pipeline.SlimRequest;
import io.github.slimmaven.pipeline.Surroundings;
import io.github.slimmaven.pipeline.TraceRequest;
import io.github.slimmaven.probe.CommandFile;
import io.github.slimmaven.probe.Crawl;
import io.github.slimmaven.probe.Discovery;
import io.github.slimmaven.probe.Plan;
import io.github.slimmaven.probe.Probe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.toolchain.ToolchainManager;

/**
 * What the goals have in common that launch an image: what it is, how it is launched and exercised,
 * and what stays of it.
 */
abstract class LaunchMojo extends RegistryMojo {
  /**
   * Minify this existing image instead of the one that {@code slim:build} built: a registry
   * reference, {@code docker://NAME}, {@code tar://PATH} or {@code oci://DIR}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.image")
  String image;

  /**
   * Where the minified image goes besides {@code target/slim/image}: registry references, {@code
   * docker://NAME}, {@code tar://PATH}, {@code oci://DIR}. By default, where the Docker engine is
   * used, to {@code docker://<name>:slim}.
   *
   * <pre>{@code
   * <to>
   *   <to>docker://shop/web:1.4-slim</to>
   * </to>
   * }</pre>
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.to")
  List<String> to = List.of();

  /**
   * How the layers of the minified image are compressed in {@code target/slim/image}, in other
   * layouts and in registries: {@code gzip} or {@code zstd}. With {@code zstd} that takes a
   * fraction of the time, and mostly less space, but Docker before version 23 cannot pull the
   * image. In the Docker engine and in archives ({@code docker://}, {@code tar://}) layers are not
   * compressed.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.compression", defaultValue = "gzip")
  String compression;

  /**
   * {@code auto}, {@code docker} or {@code sandbox}. {@code auto} takes Docker if it answers, else
   * the sandbox: Linux namespaces, without any daemon.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.engine", defaultValue = "auto")
  String engine;

  /**
   * How much stays beyond what was traced: {@code conservative} (whole OS packages), {@code
   * balanced} (the application whole) or {@code aggressive} (only what is needed to load what was
   * traced).
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.level", defaultValue = "balanced")
  String level;

  /**
   * Ant-style patterns of paths to keep in any case, as in {@code /opt/plugins/**}. {@code @file}
   * stands for the patterns in a file of the project: one a line, {@code #} starts a comment. A
   * pattern that matches nothing is a warning.
   *
   * <p>What a pattern keeps can get another mode (octal) and another owner (numbers); the last
   * pattern that gives one decides. As with {@code chmod -R} and {@code chown -R}, so does what is
   * below a directory that matches.
   *
   * <pre>{@code
   * <keep>
   *   <keep>/opt/plugins/**</keep>
   *   <keep>@src/main/slim/keep.txt</keep>
   *   <keep>
   *     <path>/var/lib/app/**</path>
   *     <mode>0750</mode>
   *     <uid>999</uid>
   *     <gid>999</gid>
   *   </keep>
   * </keep>
   * }</pre>
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.keep")
  List<KeepParameter> keep = List.of();

  /**
   * Ant-style patterns of paths to drop, unless {@code keep} names them; {@code @file} as in {@code
   * keep}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.drop")
  List<String> drop = List.of();

  /**
   * Programs to keep with the libraries that they load: names on the image's PATH, or paths.
   *
   * <pre>{@code
   * <keepBinaries>
   *   <keepBinary>curl</keepBinary>
   * </keepBinaries>
   * }</pre>
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.keepBinaries")
  List<String> keepBinaries = List.of();

  /**
   * Packages of the operating system (dpkg, apk or rpm) to keep whole, by name.
   *
   * <pre>{@code
   * <keepPackages>
   *   <keepPackage>fonts-dejavu-core</keepPackage>
   * </keepPackages>
   * }</pre>
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.keepPackages")
  List<String> keepPackages = List.of();

  /**
   * Keeps {@code /bin/sh}, for those who want to look into a running container. Without it a shell
   * stays only if the app needs one.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.keepShell", defaultValue = "false")
  boolean keepShell;

  /**
   * Keeps the home directory of the image's user with all that is in it.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.keepUserDirectory", defaultValue = "false")
  boolean keepUserDirectory;

  /**
   * What the minified image says of the packages that are in it, by the databases of dpkg, apk and
   * rpm, and the metadata of Python, Node.js and Ruby packages: {@code pruned} names those of which
   * files are left, so that scanners see what is there; {@code full} keeps the databases of the
   * operating system as they are; {@code none} leaves out what the app does not use. At the level
   * {@code conservative} they are always kept as they are.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.keepPackageDatabase", defaultValue = "pruned")
  String keepPackageDatabase = "pruned";

  /**
   * How the image's Java runtime is trimmed; in the pom only.
   *
   * <ul>
   *   <li>{@code trim}: {@code modules} keeps the modules that the app needs, each whole; {@code
   *       none} leaves the runtime as it is (default: {@code modules}, at the level {@code
   *       conservative} {@code none}); {@code classes} leaves out what single classes of most
   *       modules nothing is seen to need: what no probe reached may fail
   *   <li>{@code stripDebug}: whether the runtime's own classes lose their line numbers and local
   *       variables, and its native libraries their symbol tables; the app's keep theirs (default
   *       {@code true})
   *   <li>{@code compress}: {@code zip} for the smallest image on disk, {@code none} for the
   *       smallest one to pull (default {@code zip})
   *   <li>{@code locales}: language tags of the locales that stay (default: all)
   *   <li>{@code addModules}: modules that stay though nothing names them
   *   <li>{@code cds}: {@code none} drops the runtime's archive for class-data sharing, {@code
   *       default} makes it anew where the source used one, {@code app} makes one with the app's
   *       own classes (17 to 23: AppCDS, from 24 on: the AOT cache), in the topmost layer, and
   *       names it in the entrypoint. For {@code app} the class path must have no directories: give
   *       {@code <jvm>} to {@code slim:build} too, which then lays the app out in jars; see the
   *       architecture page (default {@code default})
   * </ul>
   *
   * <pre>{@code
   * <jvm>
   *   <compress>none</compress>
   *   <addModules>
   *     <addModule>jdk.jfr</addModule>
   *   </addModules>
   * </jvm>
   * }</pre>
   *
   * @since 0.1.0
   */
  @Parameter JvmParameter jvm = new JvmParameter();

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
   * How often the source and the minified image are launched, in turns, to measure how long each
   * takes to its first answer: wall clock and processor time, medians, in the report. 0: not at
   * all.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.startupRuns", defaultValue = "0")
  int startupRuns;

  /**
   * Whether the minified image is started once more when it is verified, with less than a container
   * usually gets: a seccomp profile of the system calls that the app was seen to make, no
   * capabilities but those in use, no new privileges, a read-only root. {@code seccomp.json},
   * {@code kubernetes.yaml} and {@code docker-run.txt} have what its probes passed under; the page
   * "Hardening" says more. {@code true}: what it does not work under is left out, and the report
   * says why. {@code required}: the build fails then. {@code false}: not at all.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.harden", defaultValue = "true")
  String harden;

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

  /**
   * How the packages of the source image and of the minified image are listed, in {@code
   * target/slim}: {@code cyclonedx} writes {@code source.cdx.json} and {@code slim.cdx.json}
   * (CycloneDX 1.6), {@code spdx} writes {@code source.spdx.json} and {@code slim.spdx.json} (SPDX
   * 2.3).
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.sbom", defaultValue = "cyclonedx")
  List<String> sbom = List.of("cyclonedx");

  private final ToolchainManager toolchains;

  LaunchMojo(SettingsDecrypter decrypter, ToolchainManager toolchains) {
    super(decrypter);
    this.toolchains = toolchains;
  }

  SlimRequest request() {
    // Without a project, files are looked for where Maven was started.
    Path directory =
        project.getBasedir() == null
            ? Path.of(session.getExecutionRootDirectory())
            : project.getBasedir().toPath();
    return new SlimRequest(
        Optional.ofNullable(image).map(ImageReference::of),
        name(),
        EngineChoice.of(engine),
        Level.of(level),
        KeepParameter.patterns(keep, directory),
        PatternFiles.expand(drop, directory),
        new Extras(
            keepBinaries,
            keepPackages,
            keepShell,
            keepUserDirectory,
            PackageDatabase.of(keepPackageDatabase)),
        jvm.request(Level.of(level), javaHomes(), Dependencies.of(project)),
        ports.stream().map(Port::of).toList(),
        new TraceRequest(
            TraceRequest.mode(trace),
            directory.resolve("src/main/slim/trace.json"),
            traces.stream().map(directory::resolve).toList()),
        declared -> plan(declared, directory),
        declared -> readiness.ready(first(declared), directory),
        env.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList(),
        given(args),
        Optional.ofNullable(user),
        new Surroundings(
            services.stream().map(service -> service.request(directory)).toList(),
            Optional.ofNullable(network),
            Optional.ofNullable(compose).map(parameter -> parameter.request(directory))),
        startupRuns,
        Harden.of(harden),
        Duration.ofSeconds(timeout),
        given(to).map(list -> list.stream().map(ImageReference::of).toList()),
        LayerCompression.of(compression),
        scan(directory),
        outputTimestamp(),
        registries(),
        sbom.stream().map(Sbom.Format::of).distinct().toList(),
        output(),
        cacheDirectory.toPath());
  }

  /** By which data the vulnerabilities of the image are counted; paths are below a directory. */
  ScanSettings scan(Path directory) {
    return ScanSettings.NONE;
  }

  /** The homes of the JDKs in {@code toolchains.xml}. */
  private List<Path> javaHomes() {
    return toolchains.getToolchains(session, "jdk", Map.of()).stream()
        .map(toolchain -> toolchain.findTool("java"))
        .filter(Objects::nonNull)
        .map(java -> Path.of(java).getParent().getParent())
        .toList();
  }

  /** A list that is not given comes as an empty one: Maven knows no difference. */
  private static Optional<List<String>> given(List<String> list) {
    return Optional.of(list).filter(elements -> !elements.isEmpty());
  }

  private Plan plan(List<Port> declared, Path directory) {
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

  /** What the minified image is called in the Docker engine, without a tag. */
  private String name() {
    return image == null
        ? project.getArtifactId().toLowerCase(Locale.ROOT)
        : ImageReference.of(image).repository();
  }
}
