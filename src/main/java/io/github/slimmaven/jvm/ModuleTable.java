package io.github.slimmaven.jvm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.InvalidModuleDescriptorException;
import java.lang.module.ModuleDescriptor;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The modules of a class library: what each holds, requires, uses and provides. */
final class ModuleTable {
  private static final String MODULE_INFO = "module-info.class";
  private static final String CLASS = ".class";

  /** The version of class files that brought modules; their form has not changed since. */
  private static final byte JAVA_9 = 53;

  private final SortedMap<String, Module> modules;
  private final Map<String, String> byClass;
  private final Map<String, String> byPackage;

  /**
   * One module.
   *
   * @param bytes of its resources, as they are stored
   */
  record Module(ModuleDescriptor descriptor, long bytes, List<Jimage.Resource> resources) {}

  private ModuleTable(
      SortedMap<String, Module> modules,
      Map<String, String> byClass,
      Map<String, String> byPackage) {
    this.modules = modules;
    this.byClass = byClass;
    this.byPackage = byPackage;
  }

  /**
   * Reads the descriptors.
   *
   * @param name of the class library, for messages
   * @throws JvmException if a module has none, or a broken one
   */
  static ModuleTable of(Jimage image, String name) throws IOException {
    SortedMap<String, List<Jimage.Resource>> resources = new TreeMap<>();
    Map<String, String> byClass = new HashMap<>();
    Map<String, String> byPackage = new HashMap<>();
    for (Jimage.Resource resource : image.resources()) {
      resources.computeIfAbsent(resource.module(), m -> new ArrayList<>()).add(resource);
      String path = resource.path();
      int slash = path.lastIndexOf('/');
      if (path.endsWith(CLASS) && slash > 0) {
        byClass.put(path.substring(0, path.length() - CLASS.length()), resource.module());
        byPackage.put(path.substring(0, slash), resource.module());
      }
    }
    SortedMap<String, Module> modules = new TreeMap<>();
    for (Map.Entry<String, List<Jimage.Resource>> module : resources.entrySet()) {
      List<Jimage.Resource> own = module.getValue();
      own.sort(Comparator.comparing(Jimage.Resource::path));
      long bytes = own.stream().mapToLong(r -> r.stored() == 0 ? r.size() : r.stored()).sum();
      ModuleDescriptor descriptor = descriptor(image, module.getKey(), own, name);
      modules.put(module.getKey(), new Module(descriptor, bytes, List.copyOf(own)));
    }
    if (!modules.containsKey("java.base")) {
      throw new JvmException("'%s' is broken: it has no module 'java.base'".formatted(name));
    }
    return new ModuleTable(modules, byClass, byPackage);
  }

  private static ModuleDescriptor descriptor(
      Jimage image, String module, List<Jimage.Resource> resources, String name)
      throws IOException {
    Jimage.Resource info =
        resources.stream()
            .filter(resource -> resource.path().equals(MODULE_INFO))
            .findFirst()
            .orElseThrow(
                () ->
                    new JvmException(
                        "'%s' is broken: its module '%s' is not described"
                            .formatted(name, module)));
    byte[] bytes = image.read(info);
    try {
      if (bytes.length > 8) {
        bytes[4] = bytes[5] = bytes[6] = 0; // this JVM may be older than the runtime
        bytes[7] = JAVA_9;
      }
      ModuleDescriptor descriptor = ModuleDescriptor.read(ByteBuffer.wrap(bytes));
      if (!descriptor.name().equals(module)) {
        throw new InvalidModuleDescriptorException("it is that of '" + descriptor.name() + "'");
      }
      return descriptor;
    } catch (InvalidModuleDescriptorException | UncheckedIOException | BufferUnderflowException e) {
      throw new JvmException(
          "'%s' is broken: the description of its module '%s' cannot be read: %s"
              .formatted(name, module, e.getMessage()),
          e);
    }
  }

  /** By name. */
  SortedMap<String, Module> modules() {
    return modules;
  }

  boolean has(String module) {
    return modules.containsKey(module);
  }

  ModuleDescriptor descriptor(String module) {
    return modules.get(module).descriptor();
  }

  /** The module of a class, by its internal name ({@code java/lang/Object}). */
  Optional<String> ofClass(String internalName) {
    return Optional.ofNullable(byClass.get(internalName));
  }

  /** The module of a package ({@code java/lang}). */
  Optional<String> ofPackage(String internalName) {
    return Optional.ofNullable(byPackage.get(internalName));
  }

  /** The modules that provide a service ({@code java.sql.Driver}). */
  Stream<String> providers(String service) {
    return modules.entrySet().stream()
        .filter(
            module ->
                module.getValue().descriptor().provides().stream()
                    .anyMatch(provides -> provides.service().equals(service)))
        .map(Map.Entry::getKey);
  }
}
