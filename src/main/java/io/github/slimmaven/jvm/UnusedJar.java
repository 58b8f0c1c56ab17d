package io.github.slimmaven.jvm;

import io.github.slimmaven.keep.KeepSet;
import io.github.slimmaven.keep.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A jar that nothing names which the app needs.
 *
 * @param path {@code /app/libs/h2.jar}, or in another one {@code /app/app.jar!BOOT-INF/lib/h2.jar}
 * @param name {@code group:artifact:version}, or the file's name if these are not known
 * @param bytes that it takes where it lies
 * @param trail the dependencies that brought it in, from the one that the project declares down to
 *     this; empty if the project does not know it
 * @param certain whether nothing of it was used when the app was watched, either: if not, its file
 *     was opened, and what was loaded from it is not known
 */
public record UnusedJar(String path, String name, long bytes, List<String> trail, boolean certain) {
  public UnusedJar {
    trail = List.copyOf(trail);
  }

  /** Whether it lies in another jar. */
  boolean isNested() {
    return path.contains("!");
  }

  /**
   * The jars that nothing names, the largest first.
   *
   * @param loaded what the app loaded
   * @param dependencies of the Maven project, by the name of their file
   */
  static List<UnusedJar> of(
      AppJars app,
      KeepSet keep,
      LoadedClasses loaded,
      Map<String, JvmRequest.Dependency> dependencies) {
    Map<String, String> needed = JarUse.needed(app);
    List<UnusedJar> unused = new ArrayList<>();
    if (needed.isEmpty() && app.application().classes().isEmpty()) {
      return unused; // how the app is started was not understood
    }
    for (AppJar jar : app.jars()) {
      Optional<String> namedBy = Optional.ofNullable(needed.get(jar.path()));
      JarUse.Verdict verdict = JarUse.verdict(jar, namedBy, opened(jar, keep), loaded.from(jar));
      if (verdict == JarUse.Verdict.UNUSED || verdict == JarUse.Verdict.UNNAMED) {
        unused.add(
            unused(
                jar,
                Optional.ofNullable(dependencies.get(jar.fileName())),
                verdict == JarUse.Verdict.UNUSED));
      }
    }
    unused.sort(Comparator.comparingLong(UnusedJar::bytes).reversed());
    return unused;
  }

  private static boolean opened(AppJar jar, KeepSet keep) {
    Reason reason = keep.reasons().get(jar.path());
    return reason == null || reason.kind() == Reason.Kind.TRACED;
  }

  private static UnusedJar unused(
      AppJar jar, Optional<JvmRequest.Dependency> dependency, boolean certain) {
    String name =
        dependency
            .map(JvmRequest.Dependency::coordinates)
            .or(jar::coordinates)
            .orElseGet(jar::fileName);
    return new UnusedJar(
        jar.path(),
        name,
        jar.bytes(),
        dependency.map(JvmRequest.Dependency::trail).orElse(List.of()),
        certain);
  }
}
