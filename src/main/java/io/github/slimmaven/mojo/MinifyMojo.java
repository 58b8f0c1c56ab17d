package io.github.slimmaven.mojo;

import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.Port;
import io.github.slimmaven.keep.Level;
import io.github.slimmaven.pipeline.EngineChoice;
import io.github.slimmaven.pipeline.SlimFailure;
import io.github.slimmaven.pipeline.SlimRequest;
import io.github.slimmaven.pipeline.SlimRun;
import io.github.slimmaven.probe.Probe;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * Launches the source image, probes and traces it, writes a minified image of what it needs,
 * launches that and replays the probes. Only an image that answers as the source did is written to
 * {@code target/slim/image} and to every {@code to}.
 *
 * @since 0.1.0
 */
@Mojo(
    name = "minify",
    defaultPhase = LifecyclePhase.VERIFY,
    requiresProject = false,
    threadSafe = true)
public final class MinifyMojo extends AbstractSlimMojo {
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
  List<String> to;

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
   * Ant-style patterns of paths to keep in any case, as in {@code /opt/plugins/**}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.keep")
  List<String> keep = List.of();

  /**
   * Ant-style patterns of paths to drop, unless {@code keep} names them.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.drop")
  List<String> drop = List.of();

  /**
   * Ports that the app serves, besides those that the image declares. Each TCP port gets a {@code
   * GET /} where no probe is given.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.ports")
  List<String> ports = List.of();

  /**
   * What the app is asked, while it is traced and again when the minified image is verified.
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
   * Environment of the containers, besides the image's. It does not get into the image.
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
  List<String> args;

  /**
   * User of the containers, instead of the image's: {@code user[:group]}, names or numbers.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.user")
  String user;

  /**
   * Seconds until the app must listen, and for each answer.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.timeout", defaultValue = "60")
  int timeout;

  /**
   * Credentials for registries. Passwords are better kept as {@code <server>} in settings.xml, with
   * the registry's host as its id.
   *
   * @since 0.1.0
   */
  @Parameter List<AuthParameter> auths = List.of();

  /**
   * Allows registries that speak plain HTTP or show a certificate that nobody vouches for. A
   * registry on this machine needs no permission.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.allowInsecureRegistries", defaultValue = "false")
  boolean allowInsecureRegistries;

  /**
   * Skips this goal.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.minify.skip", defaultValue = "false")
  boolean skipMinify;

  private final SettingsDecrypter decrypter;

  @Inject
  MinifyMojo(SettingsDecrypter decrypter) {
    this.decrypter = decrypter;
  }

  @Override
  boolean skipGoal() {
    return skipMinify;
  }

  @Override
  String skipProperty() {
    return "slim.minify.skip";
  }

  @Override
  void run() throws IOException, InterruptedException, MojoFailureException {
    try {
      SlimRun.run(request(), log());
    } catch (SlimFailure e) {
      throw new MojoFailureException(e.getMessage(), e);
    }
  }

  private SlimRequest request() {
    return new SlimRequest(
        Optional.ofNullable(image).map(ImageReference::of),
        name(),
        EngineChoice.of(engine),
        Level.of(level),
        keep,
        drop,
        ports.stream().map(Port::of).toList(),
        this::probes,
        env.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList(),
        given(args),
        Optional.ofNullable(user),
        Duration.ofSeconds(timeout),
        given(to).map(list -> list.stream().map(ImageReference::of).toList()),
        outputTimestamp(),
        new Registries(session, decrypter, auths).access(allowInsecureRegistries),
        outputDirectory.toPath(),
        cacheDirectory.toPath());
  }

  /** Maven makes an empty list of a list with a property that nobody set. */
  private static Optional<List<String>> given(List<String> list) {
    return Optional.ofNullable(list).filter(elements -> !elements.isEmpty());
  }

  private List<Probe> probes(List<Port> declared) {
    int first = declared.isEmpty() ? 0 : declared.get(0).number();
    return probes.stream().map(probe -> probe.toProbe(first)).toList();
  }

  /** What the minified image is called in the Docker engine, without a tag. */
  private String name() {
    return image == null
        ? project.getArtifactId().toLowerCase(Locale.ROOT)
        : ImageReference.of(image).repository();
  }
}
