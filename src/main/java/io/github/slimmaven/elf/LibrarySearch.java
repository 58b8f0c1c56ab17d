package io.github.slimmaven.elf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where the dynamic linkers of glibc and musl look for a library. */
final class LibrarySearch {
  /** A name starting so is musl's own loader (musl, {@code ldso/dynlink.c}, "reserved"). */
  private static final List<String> MUSL_OWN =
      List.of("libc.", "libpthread.", "librt.", "libm.", "libdl.", "libutil.", "libxnet.");

  private final ElfFiles files;
  private final ElfParser parser;
  private final List<String> libraryPath;
  private final Map<String, List<String>> names = new HashMap<>();
  private final Map<String, List<String>> muslDirectories = new HashMap<>();
  private final Map<String, List<String>> cache;
  private final List<String> configured;

  LibrarySearch(ElfFiles files, ElfParser parser, List<String> libraryPath) throws IOException {
    this.files = files;
    this.parser = parser;
    this.libraryPath = List.copyOf(libraryPath);
    this.cache = LinkerCache.read(files);
    this.configured = LinkerConfig.glibc(files);
  }

  /** A file that the linker would load, as it would name it. */
  record Hit(String foundAs, ElfFiles.Found file, ElfFile elf) {}

  /**
   * Searches as the linker of this process would.
   *
   * @return the library, and its variants for special processors (glibc-hwcaps): all may be loaded,
   *     that is up to the machine; empty if it is not found
   */
  List<Hit> find(String name, Loaded by, boolean musl) throws IOException {
    ElfFile.Target target = by.elf().target();
    if (name.contains("/")) {
      for (String path : by.expand(List.of(name))) {
        Optional<Hit> hit = at(path, target);
        if (hit.isPresent()) {
          return List.of(hit.get());
        }
      }
      return List.of();
    }
    return musl ? musl(name, by) : glibc(name, by);
  }

  /** ld.so(8), "When resolving shared object dependencies". */
  private List<Hit> glibc(String name, Loaded by) throws IOException {
    ElfFile.Target target = by.elf().target();
    Set<String> first = new LinkedHashSet<>();
    if (by.elf().runpath().isEmpty()) {
      first.addAll(inheritedRpath(by));
    }
    first.addAll(by.expand(libraryPath));
    first.addAll(by.expand(by.elf().runpath()));
    List<Hit> hits = inDirectories(first, name, target);
    if (hits.isEmpty() && by.elf().defaultLibraries()) {
      hits = inCache(name, target);
    }
    if (hits.isEmpty() && by.elf().defaultLibraries()) {
      hits = inDirectories(defaults(target), name, target);
    }
    return hits;
  }

  /** musl: {@code LD_LIBRARY_PATH}, then both kinds of run path of each loader, then its own. */
  private List<Hit> musl(String name, Loaded by) throws IOException {
    ElfFile.Target target = by.elf().target();
    String architecture = Machine.of(target).musl();
    if (MUSL_OWN.stream().anyMatch(name::startsWith)) {
      Optional<Hit> own = at("/lib/ld-musl-" + architecture + ".so.1", target);
      if (own.isPresent()) {
        return List.of(own.get());
      }
    }
    Set<String> directories = new LinkedHashSet<>(by.expand(libraryPath));
    for (Optional<Loaded> at = Optional.of(by); at.isPresent(); at = at.get().loader()) {
      directories.addAll(at.get().expand(at.get().elf().rpath()));
      directories.addAll(at.get().expand(at.get().elf().runpath()));
    }
    List<String> own = muslDirectories.get(architecture);
    if (own == null) {
      own = LinkerConfig.musl(files, architecture);
      muslDirectories.put(architecture, own);
    }
    directories.addAll(own);
    return inDirectories(directories, name, target);
  }

  /** {@code DT_RPATH} of the object, of its loader, and so on up to the program. */
  private static Set<String> inheritedRpath(Loaded by) {
    Set<String> directories = new LinkedHashSet<>();
    for (Optional<Loaded> at = Optional.of(by); at.isPresent(); at = at.get().loader()) {
      directories.addAll(at.get().expand(at.get().elf().rpath()));
    }
    return directories;
  }

  /** glibc's own directories, Debian's multiarch ones, and those that ldconfig was told. */
  private Set<String> defaults(ElfFile.Target target) {
    Set<String> directories = new LinkedHashSet<>(configured);
    for (String triplet : Machine.of(target).triplets()) {
      directories.add("/lib/" + triplet);
      directories.add("/usr/lib/" + triplet);
    }
    String wide = target.bits() == 64 ? "64" : "32";
    directories.addAll(List.of("/lib" + wide, "/usr/lib" + wide, "/lib", "/usr/lib"));
    return directories;
  }

  /** The first of the entries for this name, and all of the variants among them. */
  private List<Hit> inCache(String name, ElfFile.Target target) throws IOException {
    List<Hit> hits = new ArrayList<>();
    List<Hit> variants = new ArrayList<>();
    for (String path : cache.getOrDefault(name, List.of())) {
      Optional<Hit> hit = at(path, target);
      if (hit.isPresent() && path.contains("/glibc-hwcaps/")) {
        variants.add(hit.get());
      } else if (hit.isPresent() && hits.isEmpty()) {
        hits.add(hit.get());
      }
    }
    hits.addAll(variants);
    return hits;
  }

  /** Searches these directories in order; empty if none has it. */
  List<Hit> inDirectories(Iterable<String> directories, String name, ElfFile.Target target)
      throws IOException {
    List<Hit> variants = new ArrayList<>();
    for (String directory : directories) {
      for (String level : names(directory + "/glibc-hwcaps")) {
        at(directory + "/glibc-hwcaps/" + level + "/" + name, target).ifPresent(variants::add);
      }
      Optional<Hit> hit = at(directory + "/" + name, target);
      if (hit.isPresent()) {
        List<Hit> hits = new ArrayList<>(List.of(hit.get()));
        hits.addAll(variants);
        return hits;
      }
    }
    return variants;
  }

  private List<String> names(String directory) throws IOException {
    List<String> known = names.get(directory);
    if (known == null) {
      known = files.list(directory);
      names.put(directory, known);
    }
    return known;
  }

  private Optional<Hit> at(String path, ElfFile.Target target) throws IOException {
    Optional<ElfFiles.Found> found = parser.find(path);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    return parser
        .parse(found.get().path())
        .filter(elf -> elf.target().equals(target))
        .map(elf -> new Hit(path, found.get(), elf));
  }
}
