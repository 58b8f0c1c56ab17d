package io.github.slimmaven.jvm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What JVMs of an app loaded.
 *
 * @param modules that classes came from
 * @param classes that came from a class-data sharing archive, as in {@code java.lang.Object}: the
 *     log does not tell their modules
 */
public record LoadedClasses(Set<String> modules, Set<String> classes) {
  /** Nothing was loaded, or nobody knows. */
  public static final LoadedClasses NONE = new LoadedClasses(Set.of(), Set.of());

  private static final Pattern LINE =
      Pattern.compile("([\\w$.]+) source: (?:jrt:/([\\w.]+)|shared objects file.*)");

  /** Of one log; a large app's has 10 MB. The app may write what it likes. */
  private static final int MAX_LOG = 64 << 20;

  public LoadedClasses {
    modules = Collections.unmodifiableSet(new TreeSet<>(modules));
    classes = Collections.unmodifiableSet(new TreeSet<>(classes));
  }

  /** Reads all class-loading logs of a directory (OpenJDK {@code -Xlog:class+load}). */
  public static LoadedClasses read(Path directory) throws IOException {
    Set<String> modules = new TreeSet<>();
    Set<String> classes = new TreeSet<>();
    try (DirectoryStream<Path> logs = Files.newDirectoryStream(directory, ClassLog.FILES)) {
      for (Path log : logs) {
        try (InputStream in = Files.newInputStream(log)) {
          byte[] text = in.readNBytes(MAX_LOG);
          new BufferedReader(new InputStreamReader(new ByteArrayInputStream(text), UTF_8))
              .lines()
              .map(LINE::matcher)
              .filter(Matcher::matches)
              .forEach(line -> add(line, modules, classes));
        }
      }
    }
    return new LoadedClasses(modules, classes);
  }

  private static void add(Matcher line, Set<String> modules, Set<String> classes) {
    if (line.group(2) != null) {
      modules.add(line.group(2));
    } else {
      classes.add(line.group(1));
    }
  }

  /** Both together. */
  public LoadedClasses and(LoadedClasses other) {
    Set<String> allModules = new TreeSet<>(modules);
    allModules.addAll(other.modules);
    Set<String> allClasses = new TreeSet<>(classes);
    allClasses.addAll(other.classes);
    return new LoadedClasses(allModules, allClasses);
  }

  /** The modules of a runtime that were used. */
  Set<String> modulesOf(ModuleTable table) {
    Set<String> used = new TreeSet<>(modules);
    used.removeIf(module -> !table.has(module));
    for (String name : classes) {
      table.ofClass(name.replace('.', '/')).ifPresent(used::add);
    }
    return used;
  }
}
