package io.github.slimmaven.jvm;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.stream.Collectors;

/**
 * What JVMs of an app loaded.
 *
 * @param modules that classes came from
 * @param classes that came from a runtime, as in {@code java.lang.Object}; of one that came from a
 *     class-data sharing archive the log does not tell the module
 * @param own classes that came from jars and directories, as in {@code com.example.App}; empty if
 *     nobody knows
 */
public record LoadedClasses(Set<String> modules, Set<String> classes, Optional<Set<String>> own) {
  /** Nothing was loaded, or nobody knows. */
  public static final LoadedClasses NONE = new LoadedClasses(Set.of(), Set.of(), Optional.empty());

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

  /** What is known if only the modules are. */
  public static LoadedClasses ofModules(Set<String> modules) {
    return new LoadedClasses(modules, Set.of(), Optional.empty());
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
    return logged ? new LoadedClasses(modules, classes, Optional.of(own)) : NONE;
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
        own.map(names -> union(names, other.own.orElse(Set.of()))).or(other::own));
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> union = new TreeSet<>(one);
    union.addAll(other);
    return union;
  }

  /** Internal names of the app's classes that were loaded; empty if nobody knows. */
  Optional<Set<String>> ofApp() {
    return own.map(
        names ->
            names.stream()
                .map(name -> name.replace('.', '/'))
                .collect(Collectors.toCollection(TreeSet::new)));
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
