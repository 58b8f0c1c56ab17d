package io.github.slimmaven.keep;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.ImageConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps what a used Java runtime loads lazily: configuration, security, time zones, its native
 * libraries, and fonts. A runtime is used if its class library or its JVM is kept.
 */
final class JvmNeeds implements Growth {
  private static final Pattern USED =
      Pattern.compile(
          "(?<home>.*)/(?:lib/modules|lib/rt\\.jar|lib/(?:[^/]+/)?[^/]+/libjvm\\.so)",
          Pattern.DOTALL);

  /** Directories, whole, at every level. */
  private static final List<String> DIRECTORIES = List.of("conf", "lib/security", "lib/jfr");

  /** Files, at every level. */
  private static final List<String> FILES =
      List.of(
          "release",
          "lib/jspawnhelper",
          "lib/tzdb.dat",
          "lib/jvm.cfg",
          "lib/content-types.properties",
          "lib/currency.data",
          "lib/net.properties",
          "lib/logging.properties",
          "lib/management/management.properties");

  /** Small files beside the class library that are opened on demand. */
  private static final Pattern ON_DEMAND =
      Pattern.compile(".*\\.(?:so|properties|bfc|src|cfg|dat|data|pf)|psfont.*|meta-index");

  /** The class library of Java 8 that does not lie in rt.jar. */
  private static final Pattern OLD_JARS =
      Pattern.compile("(?:jce|jsse|resources|charsets|management-agent)\\.jar|ext|cmm|fonts");

  private static final List<String> FONTS =
      List.of("/etc/fonts", "/usr/share/fonts", "/usr/share/fontconfig/conf.avail");

  private final Level level;
  private final ImageConfig config;
  private final Set<String> spare;
  private final Set<String> done = new HashSet<>();

  /**
   * @param spare paths of native libraries that the app cannot come to load
   */
  JvmNeeds(Level level, ImageConfig config, Set<String> spare) {
    this.level = level;
    this.config = config;
    this.spare = spare;
  }

  @Override
  public void extend(List<Entry> fresh, Selection selection) {
    for (Entry entry : fresh) {
      Matcher used = USED.matcher(entry.path());
      if (used.matches() && !entry.isDirectory() && done.add(used.group("home"))) {
        runtime(used.group("home"), selection);
      }
    }
  }

  private void runtime(String home, Selection selection) {
    Reason reason = new Reason(Reason.Kind.JVM, home);
    for (String name : FILES) {
      selection.follow(home + "/" + name, reason);
    }
    for (String name : DIRECTORIES) {
      selection.whole(home + "/" + name, reason);
    }
    if (home.endsWith("/jre")) {
      selection.follow(Selection.parent(home) + "/release", reason);
    }
    javaHome(home, selection, reason);
    if (level != Level.AGGRESSIVE) {
      lib(home + "/lib", 0, selection, reason);
      if (!spare.contains(home + "/lib/libfontmanager.so")
          && selection.tree().resolve("/etc/fonts").target().isPresent()) {
        FONTS.forEach(fonts -> selection.whole(fonts, reason));
      }
    }
  }

  /** The variable may name the runtime by another path, which scripts use. */
  private void javaHome(String home, Selection selection, Reason reason) {
    for (String variable : config.env()) {
      if (variable.startsWith("JAVA_HOME=/")) {
        String path = variable.substring("JAVA_HOME=".length());
        Optional<Entry> target = selection.tree().resolve(path).target();
        if (target.isPresent() && target.get().path().equals(home)) {
          selection.follow(path, reason);
        }
      }
    }
  }

  private void lib(String directory, int depth, Selection selection, Reason reason) {
    for (Entry entry : selection.tree().children(directory)) {
      String name = entry.path().substring(directory.length() + 1);
      if (entry.isDirectory() && depth < 2 && !OLD_JARS.matcher(name).matches()) {
        lib(entry.path(), depth + 1, selection, reason);
      } else if (!spare.contains(entry.path())
          && (ON_DEMAND.matcher(name).matches() || OLD_JARS.matcher(name).matches())) {
        selection.whole(entry.path(), reason);
      }
    }
  }
}
