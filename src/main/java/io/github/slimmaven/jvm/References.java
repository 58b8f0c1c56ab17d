package io.github.slimmaven.jvm;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which modules of a runtime an app names: by a class that its own classes refer to, by a class's
 * name in a string or a configuration file, or by the module's name. That is what {@code jdeps}
 * finds and what is looked up by name besides.
 */
final class References implements AppTexts {
  /** A type in a descriptor or a signature. */
  static final Pattern DESCRIPTOR = Pattern.compile("L([\\w$]++(?:/[\\w$]++)++)[;<]");

  private static final Pattern DOTTED =
      Pattern.compile("(?<![\\w$.])([A-Za-z_][\\w$]*+(?:\\.[A-Za-z_][\\w$]*+)++)(\\.\\*)?");
  private static final int LONGEST_NAME = 256;

  private final ModuleTable table;
  private final SortedMap<String, String> modules = new TreeMap<>();
  private final Set<String> services = new TreeSet<>();
  private final Set<String> classes = new TreeSet<>();
  private final Set<String> named = new TreeSet<>();
  private final Set<String> provided;

  References(ModuleTable table) {
    this.table = table;
    this.provided = new TreeSet<>();
    table
        .modules()
        .values()
        .forEach(m -> m.descriptor().provides().forEach(p -> provided.add(p.service())));
  }

  /** Module to a file that names it. */
  Map<String, String> modules() {
    return modules;
  }

  /** The services with a provider in the runtime that the app names, as {@code java.sql.Driver}. */
  Set<String> services() {
    return services;
  }

  /**
   * Internal names of the runtime's classes that the app's classes refer to, not in a string; and
   * the property that makes Java use the system's Kerberos, if the app names it.
   */
  Set<String> classes() {
    return classes;
  }

  /** Internal names of the runtime's classes that the app names in any way. */
  Set<String> named() {
    return named;
  }

  /** A text of a class's constant pool. */
  @Override
  public void constant(String text, String from) {
    property(text);
    if (text.indexOf('/') > 0) {
      reference(text, from);
      if (text.indexOf(';') > 0) {
        Matcher types = DESCRIPTOR.matcher(text);
        while (types.find()) {
          reference(types.group(1), from);
        }
      }
    } else if (text.indexOf('.') > 0 && text.length() <= LONGEST_NAME) {
      name(text, from);
    }
  }

  /** A text that people wrote: configuration, a script, a manifest. */
  @Override
  public void text(String text, String from) {
    property(text);
    Matcher names = DOTTED.matcher(text);
    while (names.find()) {
      name(names.group(1), from);
      if (names.group(2) != null) {
        table.ofPackage(names.group(1).replace('.', '/')).ifPresent(m -> add(m, from));
      }
    }
  }

  /** A dotted name, of a class or of a module. */
  private void name(String name, String from) {
    if (table.has(name)) {
      add(name, from);
    }
    type(name.replace('.', '/'), from);
  }

  private void property(String text) {
    if (text.contains(NativeLibraries.NATIVE_GSS)) {
      classes.add(NativeLibraries.NATIVE_GSS);
    }
  }

  private void reference(String internalName, String from) {
    if (table.ofClass(internalName).isPresent()) {
      classes.add(internalName);
    }
    type(internalName, from);
  }

  private void type(String internalName, String from) {
    table
        .ofClass(internalName)
        .ifPresent(
            module -> {
              add(module, from);
              named.add(internalName);
              String dotted = internalName.replace('/', '.');
              if (provided.contains(dotted)) {
                services.add(dotted);
              }
            });
  }

  private void add(String module, String from) {
    modules.putIfAbsent(module, from);
  }
}
