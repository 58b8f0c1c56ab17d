package io.github.slimmaven.jvm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.slimmaven.image.Cache;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Trees;
import io.github.slimmaven.keep.KeepSet;
import io.github.slimmaven.keep.NewContent;
import io.github.slimmaven.keep.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Trims the Java runtimes of an image. Of each that the app used, the class library {@code
 * lib/modules} is linked anew from the modules that are needed, each whole; no other file changes
 * but {@code release}, which lists them.
 */
public final class JvmPack {
  private static final String LIBRARY = "/lib/modules";

  /** Raised when the same input is to give another class library. */
  private static final int RECIPE = 1;

  private static final int OLDEST = 11;

  private final Image image;
  private final FileTree tree;
  private final JvmRequest request;
  private final LoadedClasses loaded;
  private final Cache cache;
  private final Path work;

  /**
   * @param tree the image's
   * @param loaded what the app's JVMs were seen to load
   * @param cache where linked class libraries are remembered
   * @param work an empty directory, for this alone
   */
  public JvmPack(
      Image image,
      FileTree tree,
      JvmRequest request,
      LoadedClasses loaded,
      Cache cache,
      Path work) {
    this.image = image;
    this.tree = tree;
    this.request = request;
    this.loaded = loaded;
    this.cache = cache;
    this.work = work;
  }

  /**
   * What trimming gave.
   *
   * @param keep the keep set with the new contents
   * @param runtimes each runtime that the app used
   */
  public record Outcome(KeepSet keep, List<TrimmedRuntime> runtimes) {
    public Outcome {
      runtimes = List.copyOf(runtimes);
    }
  }

  /**
   * Trims. A runtime that cannot be trimmed is left whole, and says why.
   *
   * @param asked paths that the user asked to keep: no content of theirs changes
   * @throws IOException if the image cannot be read, or the disk is full
   */
  public Outcome trim(KeepSet keep, Set<String> asked) throws IOException {
    KeepSet trimmed = keep;
    List<TrimmedRuntime> runtimes = new ArrayList<>();
    if (request.trim() == JvmRequest.Trim.NONE) {
      return new Outcome(keep, runtimes);
    }
    for (String path : keep.reasons().keySet()) {
      Entry library = tree.get(path).orElseThrow();
      if (path.endsWith(LIBRARY)
          && library.isFile()
          && keep.reasons().get(path).kind() == Reason.Kind.TRACED) {
        String home = path.substring(0, path.length() - LIBRARY.length());
        Optional<Release> release = Release.read(tree, home);
        if (release.isPresent()) {
          Used runtime = new Used(home, library, release.get());
          try {
            if (asked.contains(path)) {
              throw new JvmException("a pattern of 'keep' matches its class library");
            }
            Linked linked = link(runtime, keep);
            if (linked.runtime().slimBytes() < linked.runtime().sourceBytes()) {
              trimmed = with(trimmed, runtime, linked);
            }
            runtimes.add(linked.runtime());
          } catch (JvmException e) {
            runtimes.add(whole(runtime, e.getMessage()));
          }
        }
      }
    }
    return new Outcome(trimmed, runtimes);
  }

  /** A runtime of the image. */
  private record Used(String home, Entry library, Release release) {
    int feature() {
      return release.feature().orElse(0);
    }
  }

  private record Linked(TrimmedRuntime runtime, Path library) {}

  private static TrimmedRuntime whole(Used runtime, String why) {
    return TrimmedRuntime.whole(runtime.home(), runtime.feature(), runtime.library().size(), why);
  }

  private Linked link(Used runtime, KeepSet keep) throws IOException {
    int feature = runtime.feature();
    if (feature < OLDEST) {
      throw new JvmException(
          "its version is '%s', and only those from %d on can be linked anew"
              .formatted(feature == 0 ? "unknown" : feature, OLDEST));
    }
    String path = runtime.library().path();
    try (Jimage library = Jimage.open(tree.open(runtime.library()), path)) {
      ModuleTable table = ModuleTable.of(library, path);
      SortedMap<String, String> needed = needed(table, runtime, keep);
      List<String> options = Jlink.options(feature, request);
      String key = key(runtime, needed, options);
      Path linked =
          cache.get(
              "jvm/" + key,
              "the class library of '" + runtime.home() + "'",
              out -> Files.copy(relink(feature, library, table, needed, options), out));
      long before = runtime.library().size();
      long after = Math.min(before, Files.size(linked));
      return new Linked(
          new TrimmedRuntime(
              runtime.home(),
              feature,
              needed,
              NeededModules.dropped(table, needed),
              before,
              after,
              Optional.empty(),
              after < before ? archives(runtime, keep) : List.of(),
              key),
          linked);
    }
  }

  private SortedMap<String, String> needed(ModuleTable table, Used runtime, KeepSet keep)
      throws IOException {
    List<String> unknown = NeededModules.unknown(table, request.addModules());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "'%s' of jvm.addModules is no module of '%s': it has %s"
              .formatted(unknown.get(0), runtime.home(), table.modules().keySet()));
    }
    References references = new References(table);
    AppScan.read(tree, keep, runtime.home(), image.config(), references);
    return NeededModules.of(table, references, loaded.modulesOf(table), request.addModules());
  }

  /** The same layer holds the same class library. */
  private String key(Used runtime, SortedMap<String, String> needed, List<String> options) {
    String input =
        String.join(
            "\n",
            "recipe " + RECIPE,
            image.layers().get(runtime.library().layer()).diffId().toString(),
            runtime.library().path(),
            String.join(" ", needed.keySet()),
            String.join(" ", options));
    return Digest.ofContent(input.getBytes(UTF_8)).hex();
  }

  private Path relink(
      int feature,
      Jimage library,
      ModuleTable table,
      SortedMap<String, String> needed,
      List<String> options)
      throws IOException {
    Jdk jdk =
        Jdk.find(feature, request.javaHomes())
            .orElseThrow(
                () ->
                    new JvmException(
                        "there is no JDK %d with 'jdk.jlink' on this machine. Install one, or name it in ~/.m2/toolchains.xml or JAVA_HOME"
                            .formatted(feature)));
    Trees.delete(work);
    Path jars = Files.createDirectories(work.resolve("modules"));
    ModuleJars.write(library, table, needed.keySet(), jars);
    Path linked = Jlink.link(jdk, jars, needed.keySet(), options, work);
    check(linked, needed);
    Trees.delete(jars);
    return linked;
  }

  /** The result is read as any other: what jlink left out is found here. */
  private static void check(Path linked, SortedMap<String, String> needed) throws IOException {
    try (Jimage result = Jimage.open(Files.newByteChannel(linked), linked.toString())) {
      if (!ModuleTable.of(result, linked.toString()).modules().keySet().equals(needed.keySet())) {
        throw new JvmException("jlink linked other modules than " + needed.keySet());
      }
    }
  }

  /** Any other class library than theirs makes them invalid. */
  private static List<String> archives(Used runtime, KeepSet keep) {
    return keep.reasons().keySet().stream()
        .filter(path -> path.startsWith(runtime.home() + "/lib/") && path.endsWith(".jsa"))
        .toList();
  }

  private KeepSet with(KeepSet keep, Used runtime, Linked linked) throws IOException {
    TrimmedRuntime trimmed = linked.runtime();
    String library = runtime.library().path();
    TreeMap<String, NewContent> contents = new TreeMap<>();
    contents.put(library, NewContent.of(linked.library()));
    Optional<Entry> file = tree.resolve(runtime.home() + "/release").target();
    if (file.isPresent() && keep.keeps(file.get().path())) {
      Path release =
          work.resolveSibling("release-" + Digest.ofContent(library.getBytes(UTF_8)).hex());
      Files.writeString(
          release,
          runtime.release().with(trimmed.kept().keySet()).text(),
          StandardCharsets.ISO_8859_1);
      contents.put(file.get().path(), NewContent.of(release));
    }
    int all = trimmed.kept().size() + trimmed.dropped().size();
    String detail =
        "trimmed to %d of %d modules, was %d bytes"
            .formatted(trimmed.kept().size(), all, trimmed.sourceBytes());
    TreeMap<String, Reason> reasons = new TreeMap<>();
    reasons.put(library, new Reason(Reason.Kind.JVM, detail));
    return keep.with(contents, reasons, trimmed.archives());
  }
}
