package io.github.slimmaven.jvm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.slimmaven.image.Cache;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.keep.KeepSet;
import io.github.slimmaven.keep.NewContent;
import io.github.slimmaven.keep.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Trims the Java runtimes of an image. Of each that the app used, the class library {@code
 * lib/modules} is linked anew from the modules that are needed, each whole; no other file changes
 * but {@code release}, which lists them, and native libraries, which lose their symbol tables.
 */
public final class JvmPack {
  private static final String LIBRARY = "/lib/modules";

  /** Raised when the same input is to give another class library. */
  private static final int RECIPE = 3;

  private static final Set<Reason.Kind> IMPLIED =
      Set.of(Reason.Kind.JVM, Reason.Kind.ELF, Reason.Kind.LINK);

  private static final int OLDEST = 11;
  private static final int MAX_NATIVE = 256 << 20;

  private final Image image;
  private final FileTree tree;
  private final JvmRequest request;
  private final LoadedClasses loaded;
  private final Linking linking;
  private final Path work;

  /**
   * @param tree the image's
   * @param loaded what the app's JVMs were seen to load
   * @param own runs the jlink of a runtime of the image
   * @param cache where linked class libraries are remembered
   * @param work an empty directory, for this alone
   */
  public JvmPack(
      Image image,
      FileTree tree,
      JvmRequest request,
      LoadedClasses loaded,
      OwnJlink own,
      Cache cache,
      Path work) {
    this.image = image;
    this.tree = tree;
    this.request = request;
    this.loaded = loaded;
    this.linking = new Linking(request, own, cache, work);
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

  /** Decides anew what is kept. */
  public interface Decision {
    /**
     * The keep set.
     *
     * @param spare native libraries of runtimes that the app cannot come to load
     * @param unused jars that the app was seen not to use and that nothing names
     */
    KeepSet without(Set<String> spare, Set<String> unused) throws IOException;
  }

  /**
   * Trims. A runtime that cannot be trimmed is left whole, and says why.
   *
   * @param asked paths that the user asked to keep: no content of theirs changes
   * @throws IOException if the image cannot be read, or the disk is full
   */
  public Outcome trim(Decision decision, Set<String> asked) throws IOException {
    KeepSet keep = decision.without(Set.of(), Set.of());
    List<TrimmedRuntime> runtimes = new ArrayList<>();
    if (request.trim() == JvmRequest.Trim.NONE) {
      return new Outcome(keep, runtimes);
    }
    Map<Used, Linked> smaller = new LinkedHashMap<>();
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
              smaller.put(runtime, linked);
            }
            runtimes.add(linked.runtime());
          } catch (JvmException e) {
            runtimes.add(whole(runtime, e.getMessage()));
          }
        }
      }
    }
    Set<String> spare = new TreeSet<>();
    Set<String> unused = new TreeSet<>();
    for (Linked linked : smaller.values()) {
      spare.addAll(linked.spare());
      unused.addAll(linked.runtime().spareJars());
    }
    KeepSet trimmed = spare.isEmpty() && unused.isEmpty() ? keep : decision.without(spare, unused);
    for (Map.Entry<Used, Linked> linked : smaller.entrySet()) {
      trimmed = with(trimmed, linked.getKey(), linked.getValue(), asked);
    }
    return new Outcome(trimmed, runtimes);
  }

  /** A runtime of the image. */
  private record Used(String home, Entry library, Release release) {
    int feature() {
      return release.feature().orElse(0);
    }
  }

  private record Linked(TrimmedRuntime runtime, Path library, Set<String> spare) {}

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
      AppJars jars = new AppJars();
      References references = references(table, runtime, keep, jars);
      Set<String> used = loaded.modulesOf(table);
      SortedMap<String, String> needed =
          NeededModules.of(table, references, used, request.addModules());
      NativeLibraries natives =
          new NativeLibraries(table, needed, references, request.addModules());
      SortedMap<String, Set<String>> without = without(library, table, needed, references);
      Linking.Library linked =
          linking.link(
              new Linking.Task(
                  runtime.home(), feature, library, table, needed, without, input(runtime)));
      long before = runtime.library().size();
      long after = Math.min(before, Files.size(linked.file()));
      return new Linked(
          new TrimmedRuntime(
              runtime.home(),
              feature,
              needed,
              NeededModules.dropped(table, needed),
              without.values().stream().mapToInt(Set::size).sum(),
              before,
              after,
              Optional.empty(),
              after < before ? archives(runtime, keep) : List.of(),
              linked.key(),
              used,
              usedJars(jars),
              UnusedJar.of(jars, keep, loaded, request.dependencies())),
          linked.file(),
          spare(natives, runtime, keep));
    }
  }

  private Optional<Set<String>> usedJars(AppJars jars) {
    return loaded.own().isEmpty() && loaded.jars().isEmpty()
        ? Optional.empty()
        : Optional.of(
            jars.jars().stream()
                .filter(jar -> loaded.from(jar).orElse(false))
                .map(AppJar::path)
                .collect(Collectors.toSet()));
  }

  /** The classes that go though their module stays. */
  private SortedMap<String, Set<String>> without(
      Jimage library, ModuleTable table, SortedMap<String, String> needed, References references)
      throws IOException {
    if (request.trim() != JvmRequest.Trim.CLASSES) {
      return new TreeMap<>();
    }
    return NeededClasses.dropped(
        library, table, needed.keySet(), request.addModules(), references, loaded.classes());
  }

  private References references(ModuleTable table, Used runtime, KeepSet keep, AppJars jars)
      throws IOException {
    List<String> unknown = NeededModules.unknown(table, request.addModules());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "'%s' of jvm.addModules is no module of '%s': it has %s"
              .formatted(unknown.get(0), runtime.home(), table.modules().keySet()));
    }
    References references = new References(table);
    AppScan.read(tree, keep, runtime.home(), image.config(), references.and(jars));
    return references;
  }

  /** What is kept for a reason of its own is needed, and with it what belongs to it. */
  private Set<String> spare(NativeLibraries natives, Used runtime, KeepSet keep) {
    Set<String> spare = natives.spare(tree, runtime.home());
    spare.removeIf(path -> keep.keeps(path) && !IMPLIED.contains(keep.reasons().get(path).kind()));
    return spare;
  }

  /** The same layer holds the same class library. */
  private String input(Used runtime) {
    return String.join(
        "\n",
        "recipe " + RECIPE,
        image.layers().get(runtime.library().layer()).diffId().toString(),
        runtime.library().path());
  }

  /** Any other class library than theirs makes them invalid. */
  private static List<String> archives(Used runtime, KeepSet keep) {
    return keep.reasons().keySet().stream()
        .filter(path -> path.startsWith(runtime.home() + "/lib/") && path.endsWith(".jsa"))
        .toList();
  }

  private KeepSet with(KeepSet keep, Used runtime, Linked linked, Set<String> asked)
      throws IOException {
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
    TreeMap<String, Reason> reasons = new TreeMap<>();
    if (request.stripDebug()) {
      strip(keep, runtime, contents, reasons, asked);
    }
    int all = trimmed.kept().size() + trimmed.dropped().size();
    String detail =
        "trimmed to %d of %d modules%s, was %d bytes"
            .formatted(
                trimmed.kept().size(),
                all,
                trimmed.droppedClasses() == 0
                    ? ""
                    : ", without %d of their classes".formatted(trimmed.droppedClasses()),
                trimmed.sourceBytes());
    reasons.put(library, new Reason(Reason.Kind.JVM, detail));
    return keep.with(contents, reasons, trimmed.archives());
  }

  /** Native libraries lose their symbol tables; that of Debian's JVM takes a sixth of it. */
  private void strip(
      KeepSet keep,
      Used runtime,
      Map<String, NewContent> contents,
      Map<String, Reason> reasons,
      Set<String> asked)
      throws IOException {
    for (String path : keep.reasons().keySet()) {
      if (!path.startsWith(runtime.home() + "/lib/")
          || !path.endsWith(".so")
          || asked.contains(path)) {
        continue;
      }
      Entry library = tree.get(path).orElseThrow();
      if (library.isFile() && library.size() <= MAX_NATIVE) {
        byte[] content;
        try (InputStream in = Channels.newInputStream(tree.open(library))) {
          content = in.readAllBytes();
        }
        Optional<byte[]> stripped = SymbolTable.without(content);
        if (stripped.isPresent()) {
          Path file =
              work.resolveSibling("stripped-" + Digest.ofContent(path.getBytes(UTF_8)).hex());
          Files.write(file, stripped.get());
          contents.put(path, NewContent.of(file));
          reasons.put(
              path,
              new Reason(
                  keep.reasons().get(path).kind(),
                  "without its symbol table, was %d bytes".formatted(content.length)));
        }
      }
    }
  }
}
