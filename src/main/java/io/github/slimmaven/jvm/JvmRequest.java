package io.github.slimmaven.jvm;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How Java runtimes are trimmed.
 *
 * @param trim how far
 * @param stripDebug whether the runtime's own classes lose their line numbers and local variables
 *     and its native libraries their symbol tables
 * @param compress whether classes are compressed within {@code lib/modules}
 * @param locales BCP 47 tags of the locales that stay, as in {@code de}; empty = all
 * @param addModules modules that stay whatever is found
 * @param cds the class-data sharing archive
 * @param javaHomes places of JDKs on this machine, best first, besides the usual ones
 * @param dependencies of the Maven project, by the name of their file
 */
public record JvmRequest(
    Trim trim,
    boolean stripDebug,
    Compress compress,
    List<String> locales,
    List<String> addModules,
    Cds cds,
    List<Path> javaHomes,
    Map<String, Dependency> dependencies) {
  private static final Pattern MODULE = Pattern.compile("[A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)*");
  private static final Pattern LOCALE = Pattern.compile("[A-Za-z0-9*]+(?:-[A-Za-z0-9*]+)*");

  /** How far a runtime is trimmed. */
  public enum Trim {
    /** Not at all. */
    NONE,
    /** To the modules that are needed, each whole. */
    MODULES,
    /** To the classes that are seen to be needed, of these modules. */
    CLASSES
  }

  /** How classes lie within {@code lib/modules}. */
  public enum Compress {
    NONE,
    ZIP
  }

  /** What becomes of the runtime's archive for class-data sharing. */
  public enum Cds {
    /** It is made anew for the trimmed runtime, where the source used one. */
    DEFAULT,
    /** It goes. */
    NONE,
    /** One with the app's own classes takes its place; where that fails it is as by default. */
    APP
  }

  /**
   * A dependency of the Maven project.
   *
   * @param coordinates {@code group:artifact:version}
   * @param trail what brought it in: the dependency that the project declares, and so on down to
   *     this one, each {@code group:artifact:version}
   */
  public record Dependency(String coordinates, List<String> trail) {
    public Dependency {
      trail = List.copyOf(trail);
    }
  }

  public JvmRequest {
    locales = List.copyOf(locales);
    addModules = List.copyOf(addModules);
    javaHomes = List.copyOf(javaHomes);
    dependencies = Map.copyOf(dependencies);
    check(addModules, MODULE, "module: expected a name as in 'java.sql'");
    check(locales, LOCALE, "locale: expected a language tag as in 'de' or 'zh-TW'");
  }

  private static void check(List<String> values, Pattern legal, String what) {
    for (String value : values) {
      if (!legal.matcher(value).matches()) {
        throw new IllegalArgumentException("'" + value + "' is no " + what);
      }
    }
  }

  /** A request that leaves every runtime as it is. */
  public static JvmRequest none() {
    return new JvmRequest(
        Trim.NONE, false, Compress.NONE, List.of(), List.of(), Cds.DEFAULT, List.of(), Map.of());
  }

  /**
   * Parses {@code none}, {@code modules} or {@code classes}.
   *
   * @throws IllegalArgumentException naming the text and the legal forms
   */
  public static Trim trim(String text) {
    return one(Trim.class, text, "jvm.trim", "'none', 'modules' or 'classes'");
  }

  /** Parses {@code none} or {@code zip}. */
  public static Compress compress(String text) {
    return one(Compress.class, text, "jvm.compress", "'none' or 'zip'");
  }

  /** Parses {@code default}, {@code none} or {@code app}. */
  public static Cds cds(String text) {
    return one(Cds.class, text, "jvm.cds", "'default', 'none' or 'app'");
  }

  private static <T extends Enum<T>> T one(
      Class<T> type, String text, String parameter, String legal) {
    for (T value : Set.of(type.getEnumConstants())) {
      if (value.name().equals(text.toUpperCase(Locale.ROOT))) {
        return value;
      }
    }
    throw new IllegalArgumentException("'" + text + "' is no " + parameter + ": expected " + legal);
  }
}
