package io.github.slimmaven.jvm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.slimmaven.image.Cache;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Links the class library of a runtime anew: by the runtime's own jlink where it has one, for then
 * the result is the same on every machine; else by that of a JDK of this machine. What was linked
 * is remembered, by who linked it.
 *
 * @param own the jlink of a runtime in the image
 * @param work an empty directory, for this alone
 */
record Linking(JvmRequest request, OwnJlink own, Cache cache, Path work) {
  private static final String JLINK = "jdk.jlink";

  /**
   * What is linked.
   *
   * @param home of the runtime in the image
   * @param feature its version
   * @param library its class library
   * @param needed module to reason
   * @param without paths of resources that are left out, by module
   * @param input tells the class library from all others
   */
  record Task(
      String home,
      int feature,
      Jimage library,
      ModuleTable table,
      SortedMap<String, String> needed,
      SortedMap<String, Set<String>> without,
      String input) {}

  /** A class library, and what tells it from all others. */
  record Library(Path file, String key) {}

  private interface Linker {
    Path link(Path jars, List<String> options) throws IOException;
  }

  /**
   * Links, or finds what was linked before.
   *
   * @throws JvmException if no jlink can do it
   */
  Library link(Task task) throws IOException {
    Optional<String> failure = Optional.empty();
    if (task.table().has(JLINK)) {
      try {
        return remembered(task, "own", (jars, options) -> inside(task, jars, options));
      } catch (JvmException e) {
        failure = Optional.of(e.getMessage());
      }
    }
    Optional<Jdk> jdk = Jdk.find(task.feature(), request.javaHomes());
    if (jdk.isEmpty()) {
      throw new JvmException(
          "%s, and there is no JDK %d with 'jdk.jlink' on this machine. Install one, or name it in ~/.m2/toolchains.xml or JAVA_HOME"
              .formatted(failure.orElse("it has no module 'jdk.jlink' itself"), task.feature()));
    }
    return remembered(
        task,
        "jdk " + jdk.get().release().text(),
        (jars, options) -> Jlink.link(jdk.get(), jars, options, work));
  }

  private Path inside(Task task, Path jars, List<String> options) throws IOException {
    Path library = work.resolve("library");
    Optional<String> failure = own.link(task.home(), jars, options, library);
    if (failure.isPresent()) {
      throw new JvmException("its own jlink failed: " + failure.get());
    }
    return library;
  }

  /** A class library of the cache that cannot be read is made anew. */
  private Library remembered(Task task, String by, Linker linker) throws IOException {
    Set<String> modules = task.needed().keySet();
    List<String> options = Jlink.options(task.feature(), request, modules);
    List<String> input = new ArrayList<>(List.of(task.input(), by, task.without().toString()));
    input.addAll(options);
    input.add(compression());
    String key = Digest.ofContent(String.join("\n", input).getBytes(UTF_8)).hex();
    String name = "jvm/" + key;
    Optional<Path> known = cache.find(name);
    if (known.isPresent()) {
      try {
        check(known.get(), modules);
        return new Library(known.get(), key);
      } catch (JvmException e) {
        cache.remove(name);
      }
    }
    return new Library(
        cache.get(
            name,
            "the class library of '" + task.home() + "'",
            out -> Files.copy(relink(task, options, linker), out)),
        key);
  }

  private Path relink(Task task, List<String> options, Linker linker) throws IOException {
    Trees.delete(work);
    Path jars = Files.createDirectories(work.resolve("modules"));
    ModuleJars.write(task.library(), task.table(), task.needed().keySet(), task.without(), jars);
    Path linked = linker.link(jars, options);
    check(linked, task.needed().keySet());
    Trees.delete(jars);
    Path compact = work.resolve("compact");
    try (Jimage result = Jimage.open(Files.newByteChannel(linked), linked.toString())) {
      CompactLibrary.write(result, request.compress() == JvmRequest.Compress.ZIP, compact);
    }
    return compact;
  }

  /** Not every zlib deflates to the same bytes. */
  private String compression() {
    return switch (request.compress()) {
      case NONE -> "all texts shared";
      case ZIP -> "repeated texts shared, deflated by " + Runtime.version();
    };
  }

  /** The result is read as any other: what jlink left out is found here. */
  private static void check(Path linked, Set<String> modules) throws IOException {
    try (Jimage result = Jimage.open(Files.newByteChannel(linked), linked.toString())) {
      if (!ModuleTable.of(result, linked.toString()).modules().keySet().equals(modules)) {
        throw new JvmException("jlink linked other modules than " + modules);
      }
    }
  }
}
