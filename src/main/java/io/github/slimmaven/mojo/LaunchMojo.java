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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.toolchain.ToolchainManager;

/** What the goals have in common that launch an image: what it is, and what stays of it. */
abstract class LaunchMojo extends ExerciseMojo {
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
        traces(directory),
        declared -> plan(declared, directory),
        declared -> ready(declared, directory),
        environment(),
        given(args),
        Optional.ofNullable(user),
        surroundings(directory),
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

  /** What the minified image is called in the Docker engine, without a tag. */
  private String name() {
    return image == null
        ? project.getArtifactId().toLowerCase(Locale.ROOT)
        : ImageReference.of(image).repository();
  }
}
