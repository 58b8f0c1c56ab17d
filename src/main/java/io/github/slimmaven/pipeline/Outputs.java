package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.Trees;
import io.github.slimmaven.inventory.Sbom;
import io.github.slimmaven.report.Renderings;
import io.github.slimmaven.report.Report;
import io.github.slimmaven.report.ReportException;
import io.github.slimmaven.report.ReportJson;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files that a run leaves in its output directory. */
final class Outputs {
  static final String IMAGE = "image";
  static final String REPORT = "report.json";
  static final String PAGE = "report.html";
  static final String MARKDOWN = Renderings.MARKDOWN;
  static final String JUNIT = Renderings.JUNIT;
  static final String SIZE = "size.json";
  static final String FILES = "files.csv";
  static final String TRACE = "trace.json";
  static final String LOG = "container.log";
  static final String PROVENANCE = "provenance.json";
  static final String DIGEST = "image.digest";
  static final String ID = "image.id";
  static final String SECCOMP = "seccomp.json";
  static final String APPARMOR = "apparmor.profile";
  static final String KUBERNETES = "kubernetes.yaml";
  static final String DOCKER_RUN = "docker-run.txt";

  static final String VEX = "slim.vex.json";
  static final String SARIF = "slim.sarif";

  /** What the lists of packages are of. */
  static final String SOURCE = "source";

  static final String SLIM = "slim";

  /** What a run writes when it ends, in the order in which it appears: the report last. */
  private static final List<String> WRITTEN =
      Stream.of(
              sboms(SOURCE),
              sboms(SLIM),
              Stream.of(SIZE, FILES, TRACE, PROVENANCE, DIGEST, ID),
              Stream.of(SECCOMP, APPARMOR, KUBERNETES, DOCKER_RUN, VEX, SARIF),
              Stream.of(PAGE, MARKDOWN, JUNIT, REPORT))
          .flatMap(names -> names)
          .toList();

  /** What the next run needs to tell whether it would do the same again. */
  static final String RUN = "run.json";

  /** Of what a run leaves, what nobody changes afterwards: the gate does so with the others. */
  static final List<String> UNCHANGED =
      Stream.concat(Stream.of(IMAGE), WRITTEN.stream())
          .filter(name -> !Set.of(PAGE, MARKDOWN, JUNIT, REPORT).contains(name))
          .toList();

  /** Holds what {@code slim:start} needs until {@code slim:stop}. */
  static final String TESTED = "tested";

  /** Holds what the next run is held against. */
  static final String PREVIOUS = "previous";

  private Outputs() {}

  private static Stream<String> sboms(String image) {
    return Stream.of(Sbom.Format.values()).map(format -> format.fileName(image));
  }

  static String serviceLog(String service) {
    return "service-" + service + ".log";
  }

  /**
   * Name to path of what a run leaves.
   *
   * @param published whether there is an image
   * @param limits names of the files that say what the image works under
   * @param scanned whether its vulnerabilities were counted
   * @param sboms forms of the lists of packages
   */
  static SortedMap<String, String> of(
      Path output,
      boolean published,
      Set<String> limits,
      boolean scanned,
      Collection<Sbom.Format> sboms) {
    SortedMap<String, String> paths = new TreeMap<>();
    paths.put("report", output.resolve(REPORT).toString());
    paths.put("page", output.resolve(PAGE).toString());
    paths.put("markdown", output.resolve(MARKDOWN).toString());
    paths.put("junit", output.resolve(JUNIT).toString());
    paths.put("files", output.resolve(FILES).toString());
    paths.put("trace", output.resolve(TRACE).toString());
    paths.put("log", output.resolve(LOG).toString());
    if (scanned) {
      paths.put("sarif", output.resolve(SARIF).toString());
    }
    for (String name : limits) {
      paths.put(name.replaceAll("[.].*", ""), output.resolve(name).toString());
    }
    if (published) {
      paths.put("image", output.resolve(IMAGE).toString());
      paths.put("size", output.resolve(SIZE).toString());
      paths.put("provenance", output.resolve(PROVENANCE).toString());
      paths.put("digest", output.resolve(DIGEST).toString());
      paths.put("id", output.resolve(ID).toString());
      for (Sbom.Format format : sboms) {
        String name = format.name().toLowerCase(Locale.ROOT);
        paths.put(name + "Source", output.resolve(format.fileName(SOURCE)).toString());
        paths.put(name + "Slim", output.resolve(format.fileName(SLIM)).toString());
      }
    }
    return paths;
  }

  /**
   * Removes what an earlier run left, so that a failed run leaves nothing that looks like its own;
   * what a complete one found is put aside in {@link #PREVIOUS}. The image goes in one step: no
   * part of it is ever seen.
   *
   * @param tested whether the log is not of an earlier run, but of the tests before this one
   */
  static void removeStale(Path output, Workspace workspace, boolean tested) throws IOException {
    putAside(output, workspace);
    for (String name : Stream.concat(WRITTEN.stream(), Stream.of(LOG, RUN)).toList()) {
      if (!tested || !name.equals(LOG)) {
        Files.deleteIfExists(output.resolve(name));
      }
    }
    if (!workspace.isIn(output.resolve(TESTED))) {
      Trees.delete(output.resolve(TESTED)); // a killed JVM may have left it
    }
    try (var logs = Files.newDirectoryStream(output, serviceLog("*"))) {
      for (Path log : logs) {
        Files.delete(log);
      }
    }
    Path image = output.resolve(IMAGE);
    if (Files.exists(image, LinkOption.NOFOLLOW_LINKS)) {
      Path stale = workspace.folder("stale");
      Files.move(image, stale.resolve(IMAGE), StandardCopyOption.ATOMIC_MOVE);
      Trees.delete(stale);
    }
  }

  private static void putAside(Path output, Workspace workspace) throws IOException {
    try {
      if (ReportJson.read(output.resolve(REPORT)).status() == Report.Status.FAILED) {
        return;
      }
    } catch (ReportException e) {
      return; // there is none, or no whole one
    }
    Path aside = workspace.anotherFolder(PREVIOUS);
    try {
      for (String name : List.of(REPORT, FILES, TRACE)) {
        Files.move(output.resolve(name), aside.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      }
      Trees.delete(output.resolve(PREVIOUS));
      Files.move(aside, output.resolve(PREVIOUS), StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException | DirectoryNotEmptyException | FileAlreadyExistsException e) {
      // Another run in this folder does the same.
    }
  }

  /** Moves what a run has written of them into its output directory, the report last. */
  static void move(Path from, Path output) throws IOException {
    for (String name : WRITTEN) {
      if (Files.exists(from.resolve(name))) {
        Files.move(from.resolve(name), output.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }
}
