package io.github.slimmaven.jvm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.slimmaven.trace.AccessTrace;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.module.ModuleDescriptor;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What JVMs of an app loaded.
 *
 * @param modules that classes came from
 * @param classes that came from a runtime, as in {@code java.lang.Object}; of one that came from a
 *     class-data sharing archive the log does not tell the module
 * @param own classes that came from jars and directories, as in {@code com.example.App}; empty if
 *     nobody knows
 * @param jars paths of jars of the app that classes came from, of an earlier run of which only they
 *     are known
 */
public record LoadedClasses(
    Set<String> modules,
    Set<String> classes,
    Optional<Set<String>> own,
    Optional<Set<String>> jars) {
  /** Nothing was loaded, or nobody knows. */
  public static final LoadedClasses NONE =
      new LoadedClasses(Set.of(), Set.of(), Optional.empty(), Optional.empty());

  private static final Pattern LINE =
      Pattern.compile(
          "([\\w$.]+) source: (?:jrt:/(?<module>[\\w.]+)|(?<own>(?:jar|file):.*)|shared objects file.*)");

  /** Of one log; a large app's has 10 MB. The app may write what it likes. */
  private static final int MAX_LOG = 64 << 20;

  public LoadedClasses {
    modules = Collections.unmodifiableSet(new TreeSet<>(modules));
    classes = Collections.unmodifiableSet(new TreeSet<>(classes));
    own = own.map(names -> Collections.unmodifiableSet(new TreeSet<>(names)));
  }

  /** What an earlier run's trace knows. */
  public static LoadedClasses of(AccessTrace trace) {
    return new LoadedClasses(
        trace.modules(), Set.of(), Optional.empty(), trace.jars().map(Set::copyOf));
  }

  /** Reads all class-loading logs of a directory (OpenJDK {@code -Xlog:class+load}). */
  public static LoadedClasses read(Path directory) throws IOException {
    Set<String> modules = new TreeSet<>();
    Set<String> classes = new TreeSet<>();
    Set<String> own = new TreeSet<>();
    try (DirectoryStream<Path> logs = Files.newDirectoryStream(directory, ClassLog.FILES)) {
      for (Path log : logs) {
        try (InputStream in = Files.newInputStream(log)) {
          byte[] text = in.readNBytes(MAX_LOG);
          new BufferedReader(new InputStreamReader(new ByteArrayInputStream(text), UTF_8))
              .lines()
              .map(LINE::matcher)
              .filter(Matcher::matches)
              .forEach(line -> add(line, modules, classes, own));
        }
      }
    }
    boolean logged = !modules.isEmpty() || !classes.isEmpty() || !own.isEmpty();
    return logged ? new LoadedClasses(modules, classes, Optional.of(own), Optional.empty()) : NONE;
  }

  private static void add(Matcher line, Set<String> modules, Set<String> classes, Set<String> own) {
    if (line.group("module") != null) {
      modules.add(line.group("module"));
      classes.add(line.group(1));
    } else if (line.group("own") != null) {
      own.add(line.group(1));
    } else {
      classes.add(line.group(1));
    }
  }

  /** Both together. */
  public LoadedClasses and(LoadedClasses other) {
    return new LoadedClasses(
        union(modules, other.modules),
        union(classes, other.classes),
        either(own, other.own),
        either(jars, other.jars));
  }

  private static Optional<Set<String>> either(
      Optional<Set<String>> one, Optional<Set<String>> other) {
    return one.map(names -> union(names, other.orElse(Set.of()))).or(() -> other);
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> union = new TreeSet<>(one);
    union.addAll(other);
    return union;
  }

  /** Whether classes of this jar were loaded; empty if nobody knows. */
  Optional<Boolean> from(AppJar jar) {
    if (own.isEmpty() && jars.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        jars.orElse(Set.of()).contains(jar.path())
            || jar.classes().stream()
                .anyMatch(name -> own.orElse(Set.of()).contains(name.replace('/', '.'))));
  }

  /** The modules of a runtime that were used, by more than a look for a console. */
  Set<String> modulesOf(ModuleTable table) {
    Set<String> used = new TreeSet<>(modules);
    used.removeIf(module -> !table.has(module));
    Set<String> others = new TreeSet<>();
    for (String name : classes) {
      String module = table.ofClass(name.replace('.', '/')).orElse("");
      if (!module.isEmpty() && isConsole(name, table.descriptor(module))) {
        used.remove(module);
      } else if (!module.isEmpty()) {
        others.add(module);
      }
    }
    used.addAll(others);
    return used;
  }

  private static boolean isConsole(String name, ModuleDescriptor module) {
    return module.provides().stream()
        .anyMatch(
            provides ->
                provides.service().equals(NeededModules.CONSOLE)
                    && provides.providers().contains(name));
  }
}
