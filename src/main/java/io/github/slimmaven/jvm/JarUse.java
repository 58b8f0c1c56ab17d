package io.github.slimmaven.jvm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which jars of an app are of use. A jar is needed if the application, or a jar that it needs,
 * names a class or a package of it, a file in its {@code META-INF}, or a service that it provides.
 */
final class JarUse {
  private final AppJars app;
  private final Map<String, List<AppJar>> byName = new HashMap<>();
  private final Map<String, List<AppJar>> byService = new HashMap<>();
  private final Set<String> own = new HashSet<>();
  private final Map<String, String> needed = new TreeMap<>();
  private final Deque<AppJar> fresh = new ArrayDeque<>();

  /** What is known of a jar. */
  enum Verdict {
    /** A class of it was loaded. */
    USED,
    /** Something that is needed names it, but no class of it was seen to be loaded. */
    NAMED,
    /** It has no classes: whether it is of use is not known. */
    UNKNOWN,
    /** Nothing names it. The JVM may have opened it only to look for a service. */
    UNNAMED,
    /** Nothing names it, and it was not opened, or none of its classes was loaded. */
    UNUSED
  }

  private JarUse(AppJars app) {
    this.app = app;
  }

  /**
   * Judges one jar.
   *
   * @param namedBy what names it, if anything does
   * @param opened whether the file was opened; true for a jar in a jar, of which nobody can tell
   * @param loaded whether classes of it were loaded; empty if that is not known
   */
  static Verdict verdict(
      AppJar jar, Optional<String> namedBy, boolean opened, Optional<Boolean> loaded) {
    if (loaded.orElse(false)) {
      return Verdict.USED;
    }
    if (namedBy.isPresent()) {
      return Verdict.NAMED;
    }
    if (jar.classes().isEmpty()) {
      return Verdict.UNKNOWN;
    }
    return opened && loaded.isEmpty() ? Verdict.UNNAMED : Verdict.UNUSED;
  }

  /**
   * Works out which jars are needed.
   *
   * @return path of each needed jar to what names it
   */
  static Map<String, String> needed(AppJars app) {
    JarUse use = new JarUse(app);
    use.index();
    use.reach(app.application(), "the application");
    for (AppJar jar : app.jars()) {
      if (app.isApplication(jar)) {
        use.add(jar, "it is the application");
      }
    }
    while (!use.fresh.isEmpty()) {
      AppJar jar = use.fresh.remove();
      use.reach(jar, jar.path());
    }
    return use.needed;
  }

  private void index() {
    for (AppJar jar : app.jars()) {
      Set<String> names = new HashSet<>();
      for (String type : jar.classes()) {
        names.add(type);
        packages(type, names);
      }
      jar.resources().forEach(resource -> resource(resource, names));
      names.forEach(name -> byName.computeIfAbsent(name, n -> new ArrayList<>(1)).add(jar));
      own.addAll(jar.classes());
      for (String service : jar.services()) {
        byService.computeIfAbsent(service, n -> new ArrayList<>(1)).add(jar);
      }
    }
    own.addAll(app.application().classes());
  }

  /** A framework may look through a package, for itself and what is below it. */
  private static void packages(String type, Set<String> names) {
    int end = type.lastIndexOf('/');
    while (end > type.indexOf('/')) {
      names.add(type.substring(0, end));
      end = type.lastIndexOf('/', end - 1);
    }
  }

  /** A file is named whole, or by the directory that it is in. */
  private static void resource(String resource, Set<String> names) {
    names.add(resource);
    int end = resource.lastIndexOf('/');
    while (end > "META-INF".length()) {
      names.add(resource.substring(0, end));
      names.add(resource.substring(0, end + 1));
      end = resource.lastIndexOf('/', end - 1);
    }
  }

  private void reach(AppJar from, String name) {
    Set<String> families = new HashSet<>();
    for (String named : from.names()) {
      named(named, name);
      families.add(family(named));
    }
    if (app.isApplication(from) || from == app.application()) {
      // What scans for components starts where the application's own classes are.
      for (String type : from.classes()) {
        int end = type.lastIndexOf('/');
        if (type.indexOf('/') < end) {
          named(type.substring(0, end), name);
        }
      }
    }
    byService.forEach(
        (service, jars) -> {
          if (asks(from, service, families)) {
            jars.forEach(jar -> add(jar, name + ", as it provides " + service.replace('/', '.')));
          }
        });
  }

  /** A service of the runtime is reached by classes beside it, as drivers by DriverManager. */
  private boolean asks(AppJar from, String service, Set<String> families) {
    return own.contains(service)
        ? from.names().contains(service) || from.classes().contains(service)
        : service.startsWith("java/lang/") || families.contains(family(service));
  }

  /** The first two words of a name. */
  private static String family(String name) {
    int end = name.indexOf('/', name.indexOf('/') + 1);
    return end < 0 ? name : name.substring(0, end);
  }

  private void named(String name, String by) {
    byName.getOrDefault(name, List.of()).forEach(jar -> add(jar, by));
  }

  private void add(AppJar jar, String by) {
    if (!jar.path().equals(by) && needed.putIfAbsent(jar.path(), by) == null) {
      fresh.add(jar);
    }
  }
}
