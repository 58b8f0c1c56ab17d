package io.github.slimmaven.jvm;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The jars of an app, filled by {@link AppScan}. What is in no jar is the application. */
final class AppJars implements AppTexts {
  private static final Pattern TYPE = Pattern.compile("[\\w$]++(?:/[\\w$]++)++");
  private static final Pattern DESCRIPTOR = Pattern.compile("L([\\w$]++(?:/[\\w$]++)++)[;<]");
  private static final Pattern DOTTED =
      Pattern.compile("(?<![\\w$.])[A-Za-z_][\\w$]*+(?:\\.[A-Za-z_][\\w$]*+)++");
  private static final Pattern META = Pattern.compile("META-INF/[\\w./-]+");
  private static final Pattern STARTED = Pattern.compile("(?:-jar\\s+|-javaagent:)([^\\s=]+)");
  private static final Pattern MAIN =
      Pattern.compile(
          "(?m)^(?:Main-Class|Start-Class|Premain-Class|Agent-Class|Launcher-Agent-Class):"
              + "\\s*(\\S+)");
  private static final Pattern PREFIX =
      Pattern.compile("(?:BOOT-INF/classes/|WEB-INF/classes/)?(?:META-INF/versions/\\d+/)?");

  /** What says nothing of how a jar is found. */
  private static final Pattern PLAIN =
      Pattern.compile(
          "META-INF/(?:MANIFEST\\.MF|INDEX\\.LIST|maven/.*|services/.*|versions/.*"
              + "|[^/]+\\.(?:SF|RSA|DSA|EC|txt|md)|(?:LICENSE|NOTICE|DEPENDENCIES).*)");

  private static final String SERVICES = "META-INF/services/";

  private final SortedMap<String, AppJar> jars = new TreeMap<>();
  private final AppJar application = new AppJar("");
  private final Set<String> started = new HashSet<>();
  private final Map<String, String> interned = new HashMap<>();

  @Override
  public void file(String path) {
    int end = path.lastIndexOf('!');
    if (end >= 0) {
      AppJar jar = jars.computeIfAbsent(path.substring(0, end), AppJar::new);
      String name = path.substring(end + 1);
      if (name.startsWith("META-INF/") && !PLAIN.matcher(name).matches()) {
        jar.resources().add(name);
      } else if (name.startsWith(SERVICES) && name.indexOf('.') > 0) {
        jar.services().add(name.substring(SERVICES.length()).replace('.', '/'));
      }
    }
    if (path.endsWith(".class") && !path.endsWith("module-info.class")) {
      String name = path.substring(end + 1, path.length() - ".class".length());
      if (end >= 0) {
        jar(path).classes().add(PREFIX.matcher(name).replaceFirst(""));
      } else {
        // Where its class path starts is not known.
        for (int i = name.indexOf('/'); i >= 0; i = name.indexOf('/', i + 1)) {
          application.classes().add(name.substring(i + 1));
        }
      }
    }
  }

  @Override
  public void archive(String path, long bytes) {
    jars.computeIfAbsent(path, AppJar::new).bytes(bytes);
  }

  @Override
  public void constant(String text, String from) {
    Set<String> names = jar(from).names();
    if (text.indexOf('/') > 0) {
      if (TYPE.matcher(text).matches()) {
        add(names, text);
      }
      meta(names, text);
      if (text.indexOf(';') > 0) {
        Matcher types = DESCRIPTOR.matcher(text);
        while (types.find()) {
          add(names, types.group(1));
        }
      }
    } else if (text.indexOf('.') > 0) {
      dotted(names, text);
    }
  }

  @Override
  public void text(String text, String from) {
    Set<String> names = jar(from).names();
    if (from.endsWith("!META-INF/MANIFEST.MF")) {
      Matcher main = MAIN.matcher(text);
      while (main.find()) {
        add(names, main.group(1).replace('.', '/'));
      }
    } else if (from.contains("!META-INF/maven/")) {
      if (from.endsWith("/pom.properties")) {
        pom(text, jar(from));
      }
    } else {
      dotted(names, text);
      meta(names, text);
      if (from.indexOf('!') < 0) {
        Matcher start = STARTED.matcher(text);
        while (start.find()) {
          started.add(start.group(1));
        }
      }
    }
  }

  private static void pom(String text, AppJar jar) {
    Properties pom = new Properties();
    try {
      pom.load(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail", e);
    } catch (IllegalArgumentException e) {
      return; // no properties: the jar goes by its name
    }
    String artifact = pom.getProperty("artifactId", "");
    // A jar may hold the poms of others that were put into it.
    if (!artifact.isEmpty() && jar.fileName().startsWith(artifact)) {
      jar.coordinates(
          pom.getProperty("groupId", "") + ":" + artifact + ":" + pom.getProperty("version", ""));
    }
  }

  private void dotted(Set<String> names, String text) {
    Matcher dotted = DOTTED.matcher(text);
    while (dotted.find()) {
      add(names, dotted.group().replace('.', '/'));
    }
  }

  private void meta(Set<String> names, String text) {
    if (text.contains("META-INF/")) {
      Matcher meta = META.matcher(text);
      while (meta.find()) {
        add(names, meta.group());
      }
    }
  }

  private void add(Set<String> names, String name) {
    names.add(interned.computeIfAbsent(name, same -> same));
  }

  private AppJar jar(String from) {
    int end = from.lastIndexOf('!');
    return end < 0 ? application : jars.computeIfAbsent(from.substring(0, end), AppJar::new);
  }

  /** All jars that were read. */
  Collection<AppJar> jars() {
    return jars.values();
  }

  /** What the application names that is in no jar: its classes, its configuration, the command. */
  AppJar application() {
    return application;
  }

  /** Whether a jar is the application: it is started by its path, or holds other jars. */
  boolean isApplication(AppJar jar) {
    String inside = jar.path() + "!";
    String next = jars.tailMap(inside).isEmpty() ? "" : jars.tailMap(inside).firstKey();
    return next.startsWith(inside)
        || started.stream()
            .anyMatch(path -> jar.path().equals(path) || jar.path().endsWith("/" + path));
  }
}
