package io.github.slimmaven.jvm;

import java.lang.module.ModuleDescriptor;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The modules that stay, each with the reason: what the app names, what is always wanted, what
 * these require, and the providers of the services that they use.
 */
final class NeededModules {
  /**
   * Small modules that are found by no reference, but by a protocol, a name or an option at run
   * time. An agent, a debugger or a recorder is often added only where the image is deployed.
   */
  static final List<String> ALWAYS =
      List.of(
          "java.base",
          "java.instrument",
          "java.management.rmi",
          "jdk.charsets",
          "jdk.crypto.cryptoki",
          "jdk.crypto.ec",
          "jdk.jdwp.agent",
          "jdk.jfr",
          "jdk.localedata",
          "jdk.management.agent",
          "jdk.naming.dns",
          "jdk.naming.rmi",
          "jdk.net",
          "jdk.random",
          "jdk.security.auth",
          "jdk.unsupported",
          "jdk.zipfs");

  /**
   * {@code System.console()} loads all of its providers, those of JShell and its line editor, only
   * to ask for their modules' names, and has a console of its own.
   */
  static final String CONSOLE = "jdk.internal.io.JdkConsoleProvider";

  /**
   * Services that bring in far more than they are used for: tools for developers (the compiler, the
   * linker), and images as the content of URLs, for which AWT would stay. They stay only if the app
   * itself names the service.
   */
  private static final Set<String> ASKED_FOR =
      Set.of(
          "java.util.spi.ToolProvider",
          "javax.tools.JavaCompiler",
          "javax.tools.DocumentationTool",
          "java.net.ContentHandlerFactory",
          "javax.annotation.processing.Processor",
          "com.sun.source.util.Plugin",
          CONSOLE,
          "jdk.internal.org.jline.JdkConsoleProvider");

  private final ModuleTable table;
  private final Set<String> named;
  private final SortedMap<String, String> reasons = new TreeMap<>();
  private final Deque<String> fresh = new ArrayDeque<>();

  private NeededModules(ModuleTable table, Set<String> named) {
    this.table = table;
    this.named = named;
  }

  /**
   * Works the set out.
   *
   * @param references what the app names
   * @param loaded modules that the app was seen to load classes of
   * @param added what the user adds; each must be of the table
   * @return module to reason
   */
  static SortedMap<String, String> of(
      ModuleTable table,
      References references,
      Collection<String> loaded,
      Collection<String> added) {
    NeededModules needed = new NeededModules(table, references.services());
    added.forEach(module -> needed.add(module, "added by jvm.addModules"));
    references.modules().forEach((module, from) -> needed.add(module, "named by " + from));
    loaded.forEach(module -> needed.add(module, "loaded"));
    ALWAYS.forEach(module -> needed.add(module, "always kept"));
    for (String service : references.services()) {
      needed.providers(service, "the app");
    }
    while (!needed.fresh.isEmpty()) {
      needed.close(needed.fresh.remove());
    }
    return Collections.unmodifiableSortedMap(needed.reasons);
  }

  private void close(String module) {
    ModuleDescriptor descriptor = table.descriptor(module);
    for (ModuleDescriptor.Requires requires : descriptor.requires()) {
      if (!requires.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC)) {
        add(requires.name(), "required by " + module);
      }
    }
    for (String service : descriptor.uses()) {
      if (!ASKED_FOR.contains(service) || named.contains(service)) {
        providers(service, module);
      }
    }
  }

  private void providers(String service, String user) {
    table.providers(service).forEach(module -> add(module, "provides " + service + " to " + user));
  }

  private void add(String module, String reason) {
    if (table.has(module) && reasons.putIfAbsent(module, reason) == null) {
      fresh.add(module);
    }
  }

  /** The modules that the table lacks, of those that the user adds. */
  static List<String> unknown(ModuleTable table, Collection<String> added) {
    return added.stream().filter(module -> !table.has(module)).sorted().toList();
  }

  /** What goes, with its bytes. */
  static SortedMap<String, Long> dropped(ModuleTable table, Map<String, String> kept) {
    SortedMap<String, Long> dropped = new TreeMap<>();
    table
        .modules()
        .forEach(
            (name, module) -> {
              if (!kept.containsKey(name)) {
                dropped.put(name, module.bytes());
              }
            });
    return dropped;
  }
}
