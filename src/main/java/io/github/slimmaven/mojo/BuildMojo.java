package io.github.slimmaven.mojo;

import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.pipeline.BuildRun;
import io.github.slimmaven.pipeline.RunLog;
import io.github.slimmaven.registry.RegistryAccess;
import io.github.slimmaven.source.BuildRequest;
import io.github.slimmaven.source.BuildRequest.Stability;
import io.github.slimmaven.source.DockerfileRequest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * Builds the source image: the application on a base image, in layers for dependencies, snapshot
 * dependencies, resources and classes. A Spring Boot archive is laid out exploded, by its own
 * layers. Or it has the Docker engine build a {@code dockerfile}. {@code slim:minify} takes it from
 * there. With {@code image} there is nothing to build.
 *
 * @since 0.1.0
 */
@Mojo(
    name = "build",
    defaultPhase = LifecyclePhase.PACKAGE,
    requiresDependencyResolution = ResolutionScope.RUNTIME,
    threadSafe = true)
public final class BuildMojo extends AbstractSlimMojo {
  /**
   * Base image: a registry reference, {@code docker://NAME}, {@code tar://PATH}, {@code oci://DIR},
   * or {@code host://[JAVA_HOME]} for the Java runtime that this build runs on.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.from")
  String from;

  /**
   * Take this existing image instead of building one: a registry reference, {@code docker://NAME},
   * {@code tar://PATH} or {@code oci://DIR}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.image")
  String image;

  /**
   * Have the Docker engine build this Dockerfile instead, in a project of any packaging. The image
   * stays in the engine as {@code <artifactId>:source}.
   *
   * <pre>{@code
   * <dockerfile>Dockerfile</dockerfile>
   * <buildArgs><VERSION>1.4</VERSION></buildArgs>
   * }</pre>
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.dockerfile")
  File dockerfile;

  /**
   * Directory whose files the Dockerfile's {@code COPY} sees, but for those that its {@code
   * .dockerignore} names. By default, the directory of the Dockerfile.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.context")
  File context;

  /**
   * Values of the Dockerfile's {@code ARG}s, by name.
   *
   * @since 0.1.0
   */
  @Parameter Map<String, String> buildArgs = Map.of();

  /**
   * Stage of the Dockerfile to build; by default the last one.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.target")
  String target;

  /**
   * Platform to build the Dockerfile for, as in {@code linux/arm64}; by default the engine's.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.platform")
  String platform;

  /**
   * An executable jar to run instead of the project's own classes; a Spring Boot one is laid out
   * exploded.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.jar")
  File jar;

  /**
   * Ports that the application serves; the image declares them and {@code slim:minify} probes them.
   *
   * <pre>{@code
   * <ports>
   *   <port>8080</port>
   * </ports>
   * }</pre>
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.ports")
  List<String> ports = List.of();

  /**
   * How the image runs the application, in Jib's words.
   *
   * <pre>{@code
   * <container>
   *   <mainClass>com.example.Main</mainClass>
   *   <jvmFlags><jvmFlag>-Xmx256m</jvmFlag></jvmFlags>
   *   <environment><MODE>production</MODE></environment>
   *   <user>1000</user>
   * </container>
   * }</pre>
   *
   * @since 0.1.0
   */
  @Parameter ContainerParameter container = new ContainerParameter();

  /**
   * Directories whose files are copied into the image.
   *
   * <pre>{@code
   * <extraDirectories>
   *   <extraDirectory>
   *     <from>src/main/image</from>
   *     <into>/</into>
   *     <permissions><permission>...</permission></permissions>
   *   </extraDirectory>
   * </extraDirectories>
   * }</pre>
   *
   * @since 0.1.0
   */
  @Parameter List<ExtraDirectoryParameter> extraDirectories = List.of();

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
  @Parameter(property = "slim.build.skip", defaultValue = "false")
  boolean skipBuild;

  private final SettingsDecrypter decrypter;

  @Inject
  BuildMojo(SettingsDecrypter decrypter) {
    this.decrypter = decrypter;
  }

  @Override
  boolean skipGoal() {
    return skipBuild;
  }

  @Override
  String skipProperty() {
    return "slim.build.skip";
  }

  @Override
  void run() throws IOException, InterruptedException {
    RunLog log = log();
    if (image != null) {
      log.imageTaken(image);
      return;
    }
    RegistryAccess registries =
        new Registries(session, decrypter, auths).access(allowInsecureRegistries);
    Path output = outputDirectory.toPath();
    Path cache = cacheDirectory.toPath();
    if (dockerfile != null) {
      BuildRun.run(dockerfileRequest(), registries, output, cache, log);
    } else {
      BuildRun.run(request(), registries, output, cache, log);
    }
  }

  private DockerfileRequest dockerfileRequest() {
    return new DockerfileRequest(
        dockerfile.toPath(),
        context == null ? dockerfile.toPath().toAbsolutePath().getParent() : context.toPath(),
        buildArgs,
        Optional.ofNullable(target),
        Optional.ofNullable(platform),
        project.getArtifactId().toLowerCase(Locale.ROOT) + ":source");
  }

  private BuildRequest request() {
    return new BuildRequest(
        ImageReference.of(from == null ? defaultBase() : from),
        Optional.ofNullable(jar).map(File::toPath),
        Optional.ofNullable(project.getArtifact().getFile()).map(File::toPath),
        Optional.of(Path.of(project.getBuild().getOutputDirectory())),
        dependencies(),
        extraDirectories.stream().map(ExtraDirectoryParameter::toRequest).toList(),
        container.toSettings(ports, outputTimestamp()));
  }

  /** The Temurin runtime of the Java release that the project compiles for. */
  private String defaultBase() {
    String release = project.getProperties().getProperty("maven.compiler.release");
    if (release == null) {
      release = project.getProperties().getProperty("java.version");
    }
    String feature = release == null ? "17" : release.trim();
    return "eclipse-temurin:" + (feature.matches("[0-9]+") ? feature : "17") + "-jre";
  }

  private List<BuildRequest.Dependency> dependencies() {
    Set<String> reactor = new HashSet<>();
    for (MavenProject module : session.getProjects()) {
      reactor.add(module.getArtifact().getId());
    }
    List<BuildRequest.Dependency> dependencies = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Artifact artifact : project.getArtifacts()) {
      if (artifact.getArtifactHandler().isAddedToClasspath() && artifact.getFile() != null) {
        Path file = artifact.getFile().toPath();
        String name = file.getFileName().toString();
        if (!names.add(name)) {
          // Two groups may have an artifact of the same name and version.
          name = artifact.getGroupId() + "." + name;
        }
        dependencies.add(new BuildRequest.Dependency(file, name, stability(artifact, reactor)));
      }
    }
    return dependencies;
  }

  private static Stability stability(Artifact artifact, Set<String> reactor) {
    if (reactor.contains(artifact.getId())) {
      return Stability.PROJECT;
    }
    return artifact.isSnapshot() ? Stability.SNAPSHOT : Stability.RELEASE;
  }
}
