package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.Port;
import io.github.slimmaven.probe.Found;
import io.github.slimmaven.report.Bytes;
import io.github.slimmaven.report.Hardening;
import io.github.slimmaven.report.JavaRuntime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What a run says while it goes on: one method for each event, all wording here. */
public final class RunLog {
  private static final int MOST_PATHS = 10;

  private final Consumer<String> info;
  private final Consumer<String> warning;
  private final Progress progress;
  private final Set<String> warnings = Collections.synchronizedSet(new LinkedHashSet<>());

  /** A log that shows no progress. */
  public RunLog(Consumer<String> info, Consumer<String> warning) {
    this(info, warning, Progress.NONE);
  }

  public RunLog(Consumer<String> info, Consumer<String> warning, Progress progress) {
    this.progress = progress;
    this.info =
        sentence -> {
          progress.end();
          info.accept(sentence);
        };
    this.warning =
        sentence -> {
          progress.end();
          warnings.add(sentence);
          warning.accept(sentence);
        };
  }

  /** What long stages tell between the lines of this log. */
  Progress progress() {
    return progress;
  }

  /** What was warned of so far, in order, each sentence once. */
  List<String> warnings() {
    synchronized (warnings) {
      return List.copyOf(warnings);
    }
  }

  /** There is nothing to build. */
  public void imageTaken(String image) {
    info.accept("Nothing to build: the image '" + image + "' is taken as it is.");
  }

  void building(String base) {
    info.accept("Building the source image on '" + base + "'");
  }

  void buildingDockerfile(Path dockerfile) {
    info.accept("Building the Dockerfile '" + dockerfile + "'");
  }

  /** A line of the image builder's output. */
  void builder(String line) {
    info.accept("  " + line);
  }

  void built(String reference, int layers, long millis) {
    info.accept(
        "Built '" + reference + "' with " + count(layers, "layer") + " in " + seconds(millis));
  }

  void opened(String reference, int layers, int entries, long millis) {
    info.accept(
        String.format(
            Locale.ROOT,
            "Source image '%s': %s, %,d entries (%s)",
            reference,
            count(layers, "layer"),
            entries,
            seconds(millis)));
  }

  void engineChosen(String name, String version) {
    info.accept("Engine: " + name + " " + version);
  }

  void dockerPassedOver(String reason) {
    info.accept("Docker is not used: " + reason);
  }

  /** Says what following links came to, and gives the sentences of it that the report has. */
  List<String> crawled(Found found) {
    info.accept("Followed links: " + count(found.accepted(), "answer"));
    return leftOut(found, "links", "<pages>, or than 5 queries of one path");
  }

  /** The same of what a description of the app led to. */
  List<String> generated(Found found, String document) {
    info.accept(
        String.format(
            Locale.ROOT,
            "Asked for %s of '%s': %,d accepted",
            count(found.accepted() + found.leftOut().size(), "operation"),
            document,
            found.accepted()));
    return leftOut(found, "operations of '" + document + "'", "<requests>");
  }

  private List<String> leftOut(Found found, String what, String limit) {
    List<String> sentences = new ArrayList<>();
    if (!found.leftOut().isEmpty()) {
      String list =
          found.leftOut().stream()
              .limit(MOST_PATHS)
              .map(left -> "'" + left.request() + "' " + left.why())
              .collect(Collectors.joining("; "));
      int more = found.leftOut().size() - MOST_PATHS;
      sentences.add(
          "Of the "
              + what
              + ", "
              + count(found.leftOut().size(), "request")
              + " came to nothing and will not be asked again: "
              + list
              + (more > 0 ? "; and " + more + " more" : ""));
    }
    if (found.unasked() > 0) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "Of the %s, %,d more were not asked: there are more than %s.",
              what,
              found.unasked(),
              limit));
    }
    sentences.forEach(warning);
    return sentences;
  }

  void composeLeftOut(String service, List<String> keys) {
    if (!keys.isEmpty()) {
      warning.accept(
          "Of the service '"
              + service
              + "' of the Compose file, '"
              + String.join("', '", keys)
              + "' is not heeded when it is launched.");
    }
  }

  void servicesReady(List<String> names, long millis) {
    info.accept(
        (names.size() == 1 ? "The service '" : "The services '")
            + String.join("', '", names)
            + (names.size() == 1 ? "' is ready (" : "' are ready (")
            + seconds(millis)
            + ")");
  }

  void launched(long millis) {
    info.accept("Launched the source image, traced (" + seconds(millis) + ")");
  }

  void started(Endpoint endpoint) {
    info.accept(
        "Ready for the integration tests: "
            + endpoint.properties().entrySet().stream()
                .map(property -> property.getKey() + "=" + property.getValue())
                .collect(Collectors.joining(", ")));
  }

  void endedWhileTested() {
    warning.accept(
        "The app ended while it was tested, by itself. The end of container.log may say why.");
  }

  void testing() {
    info.accept("Running the integration tests against the minified image");
  }

  void tested(int passed, long millis) {
    info.accept(
        "Tested: "
            + count(passed, "integration test")
            + " passed on the minified image ("
            + seconds(millis)
            + ")");
  }

  void probed(int probes, long millis) {
    info.accept("Probed it: " + count(probes, "answer") + " (" + seconds(millis) + ")");
  }

  void unprobed(List<Port> ports) {
    if (!ports.isEmpty()) {
      String list = ports.stream().map(Port::toString).collect(Collectors.joining(", "));
      warning.accept("Not probed: " + list + ". Add <probes> for what the app serves there.");
    }
  }

  void traced(int paths, int missing, long millis) {
    info.accept(
        String.format(
            Locale.ROOT,
            "Traced %,d paths, %,d more looked up in vain (%s)",
            paths,
            missing,
            seconds(millis)));
  }

  void tracedAgain(int run, Collection<String> added) {
    info.accept(
        added.isEmpty()
            ? "Traced run " + run + " added nothing"
            : "Traced run " + run + " added " + paths(added));
  }

  void staleTrace(Collection<Path> files, Collection<String> stale) {
    warning.accept(
        "The image has no longer what the trace names ("
            + files.stream().map(Path::toString).collect(Collectors.joining(", "))
            + "): "
            + paths(stale)
            + ". Run slim:profile and commit its trace.json, or remove these lines.");
  }

  void ruleWithoutMatch(String rule) {
    warning.accept("Nothing in the image is '" + rule + "', which the configuration names.");
  }

  void trimmed(JavaRuntime runtime) {
    if (runtime.untouched().isPresent()) {
      warning.accept(
          "The Java runtime '"
              + runtime.home()
              + "' stays whole: "
              + runtime.untouched().get()
              + ". <jvm><trim>none</trim></jvm> says that this is wanted.");
    } else {
      info.accept(
          String.format(
              Locale.ROOT,
              "Trimmed Java %d in '%s' to %d of %d modules: %s -> %s",
              runtime.version(),
              runtime.home(),
              runtime.kept().size(),
              runtime.kept().size() + runtime.dropped().size(),
              Bytes.format(runtime.sourceSize()),
              Bytes.format(runtime.slimSize())));
    }
  }

  void classesUnknown(String why) {
    warning.accept("Which classes the app loaded is not known: " + why);
  }

  void trimmedToClasses(String home, int dropped) {
    warning.accept(
        String.format(
            Locale.ROOT,
            "<jvm><trim>classes</trim></jvm>: of the modules of '%s' %,d classes were left out, as"
                + " nothing was seen to need them. What looks a class up by a name that it puts"
                + " together at run time (XML factories, naming, remote calls, scripts) may fail,"
                + " without any error until it is used. Probe every feature of the app, or use"
                + " 'modules'.",
            home,
            dropped));
  }

  void notLinkedInside(String home, String why) {
    warning.accept(
        "The Java runtime '"
            + home
            + "' could not be linked by its own jlink: "
            + why
            + ". A JDK of this machine is tried instead.");
  }

  void shared(String path, long bytes) {
    info.accept("Made the class-data sharing archive '" + path + "' anew: " + Bytes.format(bytes));
  }

  void notShared(String path, String why) {
    warning.accept(
        "The class-data sharing archive '"
            + path
            + "' is left out, so Java starts a little slower: "
            + why
            + ". <jvm><cds>none</cds></jvm> says that this is wanted.");
  }

  void sharedApp(String path, long bytes) {
    info.accept(
        "The app's own classes are shared by '"
            + path
            + "', in a layer of its own: "
            + Bytes.format(bytes));
  }

  void notSharedApp(String why) {
    warning.accept(
        "There is no class-data sharing archive of the app's own classes (<cds>app</cds>), as "
            + why
            + ". The image is as with <cds>default</cds>, which says that this is wanted.");
  }

  void databaseNotRead(String path) {
    warning.accept(
        "The package database '"
            + path
            + "' is a Berkeley DB, which is not read: whole packages of it are not kept. Name what"
            + " must stay by <keep>.");
  }

  void databaseNotPruned(String path) {
    warning.accept(
        "The package database '"
            + path
            + "' stays whole, since only rpm can write it: scanners will see packages in the"
            + " minified image that are gone. 'slim.cdx.json' says which; leave the database out"
            + " with 'slim.keepPackageDatabase' 'none'.");
  }

  void minified(boolean changed, long bytes, int layers, long millis) {
    info.accept(
        (changed ? "Minified to " : "Nothing to remove, the source image stays as it is: ")
            + Bytes.format(bytes)
            + " in "
            + count(layers, "layer")
            + " ("
            + seconds(millis)
            + ")");
  }

  void verified(int probes, long millis) {
    info.accept(
        "Verified: launched it, "
            + count(probes, "answer")
            + " the same ("
            + seconds(millis)
            + ")");
  }

  void hardened(Hardening hardening, long millis) {
    boolean whole =
        hardening.tried() && hardening.parts().stream().allMatch(Hardening.Part::passed);
    (whole || !hardening.tried() ? info : warning)
        .accept(hardening.sentence() + " (" + seconds(millis) + ")");
  }

  void repairing(String failure, Collection<String> missed) {
    warning.accept(failure);
    info.accept("Puts back " + paths(missed) + ", which the source has, and tries again");
  }

  void repaired(Collection<String> paths) {
    if (!paths.isEmpty()) {
      String keep =
          paths.stream().map(path -> "<keep>" + path + "</keep>").collect(Collectors.joining());
      warning.accept(
          "The minified image was mended. To have it right at once: <keep>" + keep + "</keep>");
    }
  }

  /** At most ten of them. */
  static String paths(Collection<String> paths) {
    String some =
        paths.stream()
            .limit(MOST_PATHS)
            .map(path -> "'" + path + "'")
            .collect(Collectors.joining(", "));
    return paths.size() > MOST_PATHS
        ? some + " and " + (paths.size() - MOST_PATHS) + " more"
        : some;
  }

  void health(String command, boolean healthy) {
    if (healthy) {
      info.accept("Health check '" + command + "' passed in the minified image");
    } else {
      warning.accept(
          "The health check '" + command + "' fails in the minified image. Asking the source.");
    }
  }

  void unchanged(Path image, Digest digest) {
    info.accept(
        "Nothing has changed since the last run: its image '%s' (%s) and reports stay. -Dslim.rerun runs all the same."
            .formatted(image, digest));
  }

  void published(String reference, Digest digest, long millis) {
    info.accept("Wrote '" + reference + "' (" + digest + ") in " + seconds(millis));
  }

  void inspected(Path output, long millis) {
    info.accept("Looked at it in " + seconds(millis) + "; the results are in '" + output + "'");
  }

  void checked(String sentence, boolean passed) {
    (passed ? info : warning).accept(sentence);
  }

  void summary(List<String> lines) {
    info.accept("");
    lines.forEach(info);
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }

  private static String count(int number, String noun) {
    return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? noun : noun + "s");
  }
}
