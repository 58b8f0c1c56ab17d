package io.github.slimmaven.mojo;

import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.pipeline.BuildRun;
import io.github.slimmaven.pipeline.RunLog;
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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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
public final class BuildMojo extends RegistryMojo {
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
   * How the image runs the application, in Jib's words. All but {@code environment} and {@code
   * labels} may also be given as properties, as in {@code -Dslim.container.mainClass=com.App};
   * lists then with commas between.
   *
   * <ul>
   *   <li>{@code appRoot}: directory of the application in the image (default {@code /app})
   *   <li>{@code mainClass}: found in the classes if not given
   *   <li>{@code jvmFlags}: flags for the JVM
   *   <li>{@code extraClasspath}: class path elements in front of the application's
   *   <li>{@code entrypoint}: replaces the one that starts {@code java}; {@code INHERIT} is the
   *       base image's
   *   <li>{@code args}: default arguments of the application
   *   <li>{@code environment}: environment variables, by name
   *   <li>{@code ports}: declared ports, as in {@code 8080} or {@code 53/udp}
   *   <li>{@code volumes}: declared volumes
   *   <li>{@code labels}: labels, by name
   *   <li>{@code user}: {@code user[:group]}, names or numbers
   *   <li>{@code workingDirectory}: where the application starts
   *   <li>{@code creationTime}: ISO 8601 or {@code EPOCH} (default: the project's {@code
   *       project.build.outputTimestamp}, else {@code EPOCH})
   * </ul>
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
   * What {@code slim:minify} is to do with Java runtimes, of which one thing matters here: with
   * {@code <cds>app</cds>} classes and resources go into jars, as a JVM archives no classes of an
   * application with directories on its class path, and a Spring Boot application is started by its
   * own main class, with the class path that its launcher would have.
   *
   * @since 0.1.0
   */
  @Parameter JvmParameter jvm = new JvmParameter();

  /**
   * Directories whose files are copied into the image, in the pom only.
   *
   * <ul>
   *   <li>{@code from}: the directory; one that does not exist is as an empty one
   *   <li>{@code into}: absolute path in the image (default {@code /})
   *   <li>{@code permissions}: each a {@code file}, a pattern of the path in the image, and its
   *       {@code mode}, octal; the first that matches wins, other files get 644
   * </ul>
   *
   * <pre>{@code
   * <extraDirectories>
   *   <extraDirectory>
   *     <from>src/main/image</from>
   *     <into>/opt/app</into>
   *     <permissions>
   *       <permission>
   *         <file>/opt/app/bin/*</file>
   *         <mode>755</mode>
   *       </permission>
   *     </permissions>
   *   </extraDirectory>
   * </extraDirectories>
   * }</pre>
   *
   * @since 0.1.0
   */
  @Parameter List<ExtraDirectoryParameter> extraDirectories = List.of();

  /**
   * Skips this goal.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.build.skip", defaultValue = "false")
  boolean skipBuild;

  @Inject
  BuildMojo(SettingsDecrypter decrypter) {
    super(decrypter);
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
    if (dockerfile != null) {
      BuildRun.run(dockerfileRequest(), registries(), output(), cacheDirectory.toPath(), log);
    } else {
      BuildRun.run(request(), registries(), output(), cacheDirectory.toPath(), log);
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

  BuildRequest request() {
    return new BuildRequest(
        ImageReference.of(from == null ? defaultBase() : from),
        Optional.ofNullable(jar).map(File::toPath),
        Optional.ofNullable(project.getArtifact().getFile()).map(File::toPath),
        Optional.of(Path.of(project.getBuild().getOutputDirectory())),
        dependencies(),
        extraDirectories.stream().map(ExtraDirectoryParameter::toRequest).toList(),
        container.toSettings(this::property, ports, outputTimestamp()),
        jvm.sharesApp());
  }

  /** The property as Maven looks it up for a parameter: the command line wins over the project. */
  private Optional<String> property(String name) {
    return Stream.of(
            session.getUserProperties(), project.getProperties(), session.getSystemProperties())
        .map(properties -> properties.getProperty(name))
        .filter(Objects::nonNull)
        .findFirst();
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
