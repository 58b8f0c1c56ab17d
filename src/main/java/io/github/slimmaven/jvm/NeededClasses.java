package io.github.slimmaven.jvm;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The classes that stay where single classes of modules go. Modules that no reference leads to, or
 * whose classes native code looks up by name, stay whole, and so do all resources. Of the others
 * stay providers of services, what the app names or was seen to load, and all that these refer to,
 * by their types or by a full name in a string. A class that is found by a name put together at run
 * time is not there any more.
 */
final class NeededClasses {
  /** Stay whole besides {@link NeededModules#ALWAYS}. */
  private static final Set<String> WHOLE =
      Set.of("java.logging", "java.management", "jdk.management");

  /** Native code that draws looks classes of {@code java.desktop} up by name. */
  private static final Pattern DRAWS =
      Pattern.compile("java/(?:awt|applet)/.*|javax/(?:imageio|swing|print|sound)/.*");

  private static final String CLASS = ".class";
  private static final int LONGEST_NAME = 256;

  private final Jimage library;
  private final Map<String, Jimage.Resource> classes = new HashMap<>();
  private final Map<String, Set<String>> variants = new HashMap<>();
  private final Set<String> kept = new HashSet<>();
  private final Deque<String> fresh = new ArrayDeque<>();

  private NeededClasses(Jimage library) {
    this.library = library;
  }

  /**
   * Works the set out.
   *
   * @param needed modules that stay
   * @param added modules that the user adds: they stay whole
   * @param references what the app names
   * @param loaded classes that it was seen to load, as in {@code java.lang.Object}
   * @return what goes: paths of resources by module
   */
  static SortedMap<String, Set<String>> dropped(
      Jimage library,
      ModuleTable table,
      Collection<String> needed,
      Collection<String> added,
      References references,
      Collection<String> loaded)
      throws IOException {
    boolean draws = references.classes().stream().anyMatch(name -> DRAWS.matcher(name).matches());
    NeededClasses result = new NeededClasses(library);
    List<String> partial =
        needed.stream()
            .filter(m -> !WHOLE.contains(m) && !NeededModules.ALWAYS.contains(m))
            .filter(m -> !added.contains(m) && !(m.equals("java.desktop") && draws))
            .toList();
    for (String module : needed) {
      result.index(table.modules().get(module), !partial.contains(module));
    }
    references.named().forEach(result::add);
    loaded.forEach(name -> result.add(name.replace('.', '/')));
    result.close();
    SortedMap<String, Set<String>> dropped = new TreeMap<>();
    for (String module : partial) {
      dropped.put(module, result.dropped(table.modules().get(module)));
    }
    return dropped;
  }

  private void index(ModuleTable.Module module, boolean whole) {
    for (Jimage.Resource resource : module.resources()) {
      if (isClass(resource)) {
        String name = name(resource);
        classes.put(name, resource);
        int bundle = name.indexOf('_', name.lastIndexOf('/') + 2);
        if (bundle > 0) {
          variants.computeIfAbsent(name.substring(0, bundle), n -> new TreeSet<>()).add(name);
        }
        if (whole) {
          add(name);
        }
      }
    }
    module
        .descriptor()
        .provides()
        .forEach(provides -> provides.providers().forEach(p -> add(p.replace('.', '/'))));
    module.descriptor().mainClass().ifPresent(main -> add(main.replace('.', '/')));
  }

  private static boolean isClass(Jimage.Resource resource) {
    return resource.path().endsWith(CLASS) && resource.path().indexOf('/') > 0;
  }

  private static String name(Jimage.Resource resource) {
    return resource.path().substring(0, resource.path().length() - CLASS.length());
  }

  private void add(String internalName) {
    if (kept.add(internalName)) {
      fresh.add(internalName);
    }
  }

  private void close() throws IOException {
    while (!fresh.isEmpty()) {
      String name = fresh.remove();
      Jimage.Resource resource = classes.get(name);
      if (resource != null) {
        for (String text : ClassFile.texts(library.read(resource))) {
          constant(text);
        }
        // Bundles of resources in other languages.
        variants.getOrDefault(name, Set.of()).forEach(this::add);
      }
    }
  }

  private void constant(String text) {
    if (text.indexOf('/') > 0) {
      known(text);
      Matcher types = References.DESCRIPTOR.matcher(text);
      while (types.find()) {
        known(types.group(1));
      }
    } else if (text.indexOf('.') > 0 && text.length() <= LONGEST_NAME) {
      known(text.replace('.', '/'));
    }
  }

  private void known(String name) {
    if (classes.containsKey(name)) {
      add(name);
    }
  }

  /** No package gets empty: the module's description names it. */
  private Set<String> dropped(ModuleTable.Module module) {
    Set<String> filled = new HashSet<>();
    for (Jimage.Resource resource : module.resources()) {
      if (isClass(resource) && kept.contains(name(resource))) {
        filled.add(folder(resource));
      }
    }
    Set<String> dropped = new TreeSet<>();
    for (Jimage.Resource resource : module.resources()) {
      if (isClass(resource) && !kept.contains(name(resource)) && !filled.add(folder(resource))) {
        dropped.add(resource.path());
      }
    }
    return dropped;
  }

  private static String folder(Jimage.Resource resource) {
    return resource.path().substring(0, resource.path().lastIndexOf('/'));
  }
}
