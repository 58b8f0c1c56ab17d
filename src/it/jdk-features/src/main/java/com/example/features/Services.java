package com.example.features;

import java.lang.module.ModuleDescriptor;
import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.StringJoiner;
import java.util.TreeSet;

final class Services {
  private Services() {}

  /** Makes every provider of every service that the runtime has. */
  static String load() {
    TreeSet<String> services = new TreeSet<>();
    for (Module module : ModuleLayer.boot().modules()) {
      ModuleDescriptor descriptor = module.getDescriptor();
      services.addAll(descriptor.uses());
      descriptor.provides().forEach(provided -> services.add(provided.service()));
    }
    StringJoiner failed = new StringJoiner("\n");
    int made = 0;
    for (String name : services) {
      Class<?> service = Platform.find(name).orElse(null);
      if (service != null && service.getModule().isExported(service.getPackageName())) {
        Iterator<?> providers = ServiceLoader.load(service).iterator();
        for (int tries = 0; tries < 100; tries++) {
          try {
            if (!providers.hasNext()) {
              break;
            }
            providers.next();
            made++;
          } catch (ServiceConfigurationError e) {
            failed.add(name + ": " + e);
          }
        }
      }
    }
    if (made < 10) {
      failed.add("Only " + made + " providers were made");
    }
    return failed.length() == 0 ? "0 failures" : failed.toString();
  }
}
