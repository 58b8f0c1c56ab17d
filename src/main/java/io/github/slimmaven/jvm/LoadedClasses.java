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

/**
 * What JVMs of an app loaded.
 *
 * @param classes that came from the runtime or from an archive for class-data sharing, as in {@code
 *     java.lang.Object}: of the latter, the log does not tell where they came from
 * @param own classes that came from jars and directories, as in {@code com.example.App}
 */
public record LoadedClasses(Set<String> classes, Set<String> own) {
  /** Nothing was loaded, or nobody knows. */
  public static final LoadedClasses NONE = new LoadedClasses(Set.of(), Set.of());

  private static final Pattern LINE =
      Pattern.compile(
          "([\\w$.]+) source: (?:jrt:/.*|(?<own>(?:jar|file):.*)|shared objects file.*)");

  /** Of one log; a large app's has 10 MB. The app may write what it likes. */
  private static final int MAX_LOG = 64 << 20;

  public LoadedClasses {
    classes = Collections.unmodifiableSet(new TreeSet<>(classes));
    own = Collections.unmodifiableSet(new TreeSet<>(own));
  }

  /** Reads all class-loading logs of a directory (OpenJDK {@code -Xlog:class+load}). */
  public static LoadedClasses read(Path directory) throws IOException {
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
              .forEach(line -> add(line, classes, own));
        }
      }
    }
    return new LoadedClasses(classes, own);
  }

  private static void add(Matcher line, Set<String> classes, Set<String> own) {
    if (line.group("own") != null) {
      own.add(line.group(1));
    } else {
      classes.add(line.group(1));
    }
  }

  /** Both together. */
  public LoadedClasses and(LoadedClasses other) {
    return new LoadedClasses(union(classes, other.classes), union(own, other.own));
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> union = new TreeSet<>(one);
    union.addAll(other);
    return union;
  }

  /** Internal names of the app's classes that were loaded; empty if nobody knows. */
  Optional<Set<String>> ofApp() {
    if (equals(NONE)) {
      return Optional.empty();
    }
    Set<String> names = new TreeSet<>();
    own.forEach(name -> names.add(name.replace('.', '/')));
    return Optional.of(names);
  }

  /** The modules of a runtime that were used. */
  Set<String> modulesOf(ModuleTable table) {
    Set<String> used = new TreeSet<>();
    for (String name : classes) {
      table
          .ofClass(name.replace('.', '/'))
          .filter(module -> !isConsole(name, table.descriptor(module)))
          .ifPresent(used::add);
    }
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
