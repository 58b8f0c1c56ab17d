package io.github.slimmaven.jvm;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which native libraries of a runtime the app cannot come to load. Nothing in a runtime says which
 * module a library belongs to, so a table does (the JDK's {@code make/modules}); a library that it
 * lacks stays.
 *
 * <p>{@code java.desktop} and two more are needed by many apps that never come near their
 * libraries: Spring uses the module for {@code java.beans}. Of those, a library stays if the app's
 * classes refer to a class that leads to it.
 */
final class NativeLibraries {
  private static final Pattern FILE = Pattern.compile(".*/lib([^/]+)\\.so");
  private static final int DEPTH = 2;
  private static final String DESKTOP = "java.desktop";

  /** Names this property who wants the system's Kerberos instead of Java's own. */
  static final String NATIVE_GSS = "sun.security.jgss.native";

  private static final String TOOLKIT = "java/awt/|javax/swing/|javax/print/|java/applet/";
  private static final String INTERNAL = "sun/(?:awt|font|java2d|print|swing)/|com/sun/java/swing/";

  /** Images, of which only the toolkit's other classes can write text or be shown. */
  private static final String PICTURES =
      "java/awt/(?:image|color|geom|datatransfer)/"
          + "|java/awt/(?:Image|Color|Point|Rectangle|Dimension|Insets|Shape|Transparency|Component)$";

  private static final Predicate<String> TEXT =
      starting("(?!" + PICTURES + ")(?:" + TOOLKIT + "|" + INTERNAL + ")");
  private static final Predicate<String> FILTER =
      TEXT.or(starting("java/awt/image/\\w+(?:Op|Filter)$"));
  private static final Predicate<String> PICTURE =
      starting(TOOLKIT + "|" + INTERNAL + "|javax/imageio/|com/sun/imageio/");
  private static final Predicate<String> SOUND =
      starting("javax/sound/|java/applet/|javax/swing/|com/sun/media/sound/");

  /** A library's module, and the classes that lead to the library, if not all do. */
  private record Owner(String module, Optional<Predicate<String>> classes) {}

  private static final Map<String, Owner> OWNERS = new TreeMap<>();

  static {
    own("java.instrument", "instrument");
    own("java.management", "management");
    own("java.prefs", "prefs");
    own("java.rmi", "rmi");
    own("jdk.attach", "attach");
    own("jdk.crypto.cryptoki", "j2pkcs11");
    own("jdk.crypto.ec", "sunec");
    own("jdk.hotspot.agent", "saproc");
    own("jdk.internal.le", "le");
    own("jdk.jdwp.agent", "jdwp", "dt_socket");
    own("jdk.management", "management_ext");
    own("jdk.management.agent", "management_agent");
    own("jdk.net", "extnet");
    own("jdk.pack", "unpack");
    own("jdk.sctp", "sctp");
    own("jdk.security.auth", "jaas", "jaas_unix");
    own(starting("javax/smartcardio/|sun/security/smartcardio/"), "java.smartcardio", "j2pcsc");
    own(NATIVE_GSS::equals, "java.security.jgss", "j2gss");
    own(SOUND, DESKTOP, "jsound");
    own(
        TEXT,
        DESKTOP,
        "fontmanager",
        "freetype",
        "splashscreen",
        "jawt",
        "awt_xawt",
        "atk-wrapper");
    own(FILTER, DESKTOP, "mlib_image");
    own(PICTURE, DESKTOP, "awt", "awt_headless", "javajpeg", "lcms");
  }

  private static void own(String module, String... libraries) {
    for (String library : libraries) {
      OWNERS.put(library, new Owner(module, Optional.empty()));
    }
  }

  private static void own(Predicate<String> classes, String module, String... libraries) {
    for (String library : libraries) {
      OWNERS.put(library, new Owner(module, Optional.of(classes)));
    }
  }

  private static Predicate<String> starting(String regex) {
    return Pattern.compile("^(?:" + regex + ")").asPredicate();
  }

  private final ModuleTable table;
  private final Map<String, String> kept;
  private final References references;
  private final Collection<String> added;

  /**
   * @param kept the modules that stay
   * @param added the modules that the user added: their libraries stay
   */
  NativeLibraries(
      ModuleTable table,
      Map<String, String> kept,
      References references,
      Collection<String> added) {
    this.table = table;
    this.kept = kept;
    this.references = references;
    this.added = added;
  }

  /** The paths of the libraries that nothing leads to. */
  Set<String> spare(FileTree tree, String home) {
    Set<String> spare = new TreeSet<>();
    collect(tree, home + "/lib", DEPTH, spare);
    return spare;
  }

  private void collect(FileTree tree, String directory, int depth, Set<String> spare) {
    for (Entry entry : tree.children(directory)) {
      Matcher library = FILE.matcher(entry.path());
      if (entry.isDirectory() && depth > 0) {
        collect(tree, entry.path(), depth - 1, spare);
      } else if (library.matches() && !needed(library.group(1))) {
        spare.add(entry.path());
      }
    }
  }

  boolean needed(String library) {
    Owner owner = OWNERS.get(library);
    if (owner == null) {
      return true;
    }
    return kept.containsKey(owner.module())
        && (owner.classes().isEmpty()
            || added.contains(owner.module())
            || references.classes().stream().anyMatch(owner.classes().get())
            || (owner.module().equals(DESKTOP) && isDesktopUsed()));
  }

  /** Whether a tool of the JDK with windows stays, as jconsole. */
  private boolean isDesktopUsed() {
    return kept.keySet().stream()
        .filter(module -> !module.equals("jdk.unsupported.desktop"))
        .anyMatch(
            module ->
                table.descriptor(module).requires().stream()
                    .anyMatch(required -> required.name().equals(DESKTOP)));
  }
}
