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
  private static final Pattern DESCRIPTOR = Pattern.compile("L([\\w$]+(?:/[\\w$]+)+)[;<]");
  private static final Pattern DOTTED =
      Pattern.compile("(?<![\\w$.])([A-Za-z_][\\w$]*(?:\\.[A-Za-z_][\\w$]*)+)(\\.\\*)?");
  private static final int LONGEST_NAME = 256;

  private final ModuleTable table;
  private final SortedMap<String, String> modules = new TreeMap<>();
  private final Set<String> services = new TreeSet<>();
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

  @Override
  public void constant(String text, String from) {
    if (text.indexOf('/') > 0) {
      type(text, from);
      if (text.indexOf(';') > 0) {
        Matcher types = DESCRIPTOR.matcher(text);
        while (types.find()) {
          type(types.group(1), from);
        }
      }
    } else if (text.indexOf('.') > 0 && text.length() <= LONGEST_NAME) {
      name(text, from);
    }
  }

  @Override
  public void text(String text, String from) {
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

  private void type(String internalName, String from) {
    table
        .ofClass(internalName)
        .ifPresent(
            module -> {
              add(module, from);
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
