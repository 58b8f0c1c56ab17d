package io.github.slimmaven.jvm;

import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;

/** A program for trimmed runtimes: iterates every service of the boot layer. */
final class ServiceCheck {
  private ServiceCheck() {}

  public static void main(String[] arguments) throws Exception {
    Set<String> services = new TreeSet<>();
    for (Module module : ModuleLayer.boot().modules()) {
      services.addAll(module.getDescriptor().uses());
    }
    int providers = 0;
    int failures = 0;
    for (String name : services) {
      Class<?> service = find(name);
      if (service == null || !service.getModule().isExported(service.getPackageName())) {
        continue;
      }
      Iterator<?> found = ServiceLoader.load(service).iterator();
      while (true) {
        try {
          if (!found.hasNext()) {
            break;
          }
          found.next();
          providers++;
        } catch (ServiceConfigurationError e) {
          System.out.println(e);
          failures++;
        }
      }
    }
    System.out.println((providers > 10) + " failures " + failures);
  }

  /** A module may use a service of a module that it does without. */
  private static Class<?> find(String name) {
    try {
      return Class.forName(name, false, ServiceCheck.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      return null;
    }
  }
}
