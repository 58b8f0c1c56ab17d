package io.github.slimmaven.jvm;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes modules of a runtime as modular jars, for jlink: one file each and in a fixed order, so
 * that the result does not depend on the order in which a file system lists names.
 */
final class ModuleJars {
  /** Names the hashes of other modules: those of what is linked here differ. */
  private static final String HASHES = "ModuleHashes";

  /** What jlink made of the runtime's modules, and makes anew. */
  private static final String SYSTEM_MODULES = "jdk/internal/module/SystemModules";

  /** The modules' classes are no more than this; a runtime that says so is broken. */
  private static final long MAX_BYTES = 4L << 30;

  private static final long EPOCH_OF_ZIP = 315_619_200_000L; // 1980-01-02, in any time zone

  private final Jimage image;
  private final ModuleTable table;
  private final Map<String, Set<String>> without;
  private long left = MAX_BYTES;

  private ModuleJars(Jimage image, ModuleTable table, Map<String, Set<String>> without) {
    this.image = image;
    this.table = table;
    this.without = without;
  }

  /**
   * Writes a jar for each module into the directory.
   *
   * @param without paths of resources to leave out, by module
   */
  static void write(
      Jimage image,
      ModuleTable table,
      Collection<String> modules,
      Map<String, Set<String>> without,
      Path directory)
      throws IOException {
    ModuleJars jars = new ModuleJars(image, table, without);
    for (String module : modules) {
      jars.write(module, directory.resolve(module + ".jar"));
    }
  }

  private void write(String module, Path jar) throws IOException {
    try (ZipOutputStream zip =
        new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(jar), 1 << 17))) {
      zip.setMethod(ZipOutputStream.STORED);
      Set<String> out = without.getOrDefault(module, Set.of());
      for (Jimage.Resource resource : table.modules().get(module).resources()) {
        if (!systemModules(resource.path()) && !out.contains(resource.path())) {
          left -= resource.size();
          if (left < 0) {
            throw new JvmException("'%s' holds more classes than any runtime".formatted(module));
          }
          add(resource, zip);
        }
      }
    }
  }

  private static boolean systemModules(String path) {
    return path.startsWith(SYSTEM_MODULES + "$") || path.equals(SYSTEM_MODULES + "Map.class");
  }

  private void add(Jimage.Resource resource, ZipOutputStream zip) throws IOException {
    byte[] bytes = image.read(resource);
    if (resource.path().equals("module-info.class") && resource.module().equals("java.base")) {
      bytes = ClassFile.without(HASHES, bytes);
    }
    CRC32 crc = new CRC32();
    crc.update(bytes);
    ZipEntry entry = new ZipEntry(resource.path());
    entry.setTime(EPOCH_OF_ZIP);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
