package io.github.slimmaven.elf;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Says which files the dynamic linker would load, without running anything: glibc's rules of
 * ld.so(8) and musl's of {@code ldso/dynlink.c}. Remembers what it has read. Not thread-safe.
 */
public final class DynamicLinker {
  private final ElfFiles files;
  private final ElfParser parser;
  private final LibrarySearch search;

  /**
   * Makes a linker for one file system.
   *
   * @param libraryPath directories of {@code LD_LIBRARY_PATH}; may be empty
   */
  public DynamicLinker(ElfFiles files, List<String> libraryPath) throws IOException {
    this.files = files;
    this.parser = new ElfParser(files);
    this.search = new LibrarySearch(files, parser, libraryPath);
  }

  /** The file's headers; empty if it is missing or cannot be loaded. */
  public Optional<ElfFile> elf(String path) throws IOException {
    Optional<ElfFiles.Found> found = parser.find(path);
    return found.isEmpty() ? Optional.empty() : parser.parse(found.get().path());
  }

  /**
   * What {@code dlopen(3)} gives for a name without "/", if this program or library asks for it.
   *
   * @return the library, and its variants for newer processors; empty if there is none
   */
  public List<ElfFiles.Found> open(String name, String by) throws IOException {
    Optional<ElfFile> elf = elf(by);
    if (elf.isEmpty()) {
      return List.of();
    }
    Loaded loaded = new Loaded(elf.get(), by, Loaded.directory(by), Optional.empty());
    return search.find(name, loaded, musl(loaded)).stream().map(LibrarySearch.Hit::file).toList();
  }

  /**
   * Finds all that these programs and libraries need, each loaded in a process of its own. Links on
   * the way to the files asked for are not part of the answer.
   *
   * @param paths absolute paths; those that are no ELF files are passed over
   */
  public ElfClosure closure(Collection<String> paths) throws IOException {
    Run run = new Run();
    List<Loaded> roots = new ArrayList<>();
    for (String path : new TreeSet<>(paths)) {
      Optional<ElfFiles.Found> found = parser.find(path);
      if (found.isPresent()) {
        String real = found.get().path();
        Optional<ElfFile> elf = parser.parse(real);
        elf.ifPresent(
            e -> roots.add(new Loaded(e, real, Loaded.directory(path), Optional.empty())));
      }
    }
    for (Loaded root : roots) {
      run.known(root.elf(), root.path());
      if (root.elf().interpreter().isPresent() && !root.elf().rpath().isEmpty()) {
        run.programs.add(root);
      }
    }
    for (Loaded root : roots) {
      run.load(root);
    }
    return run.closure();
  }

  /** One computation of a closure. */
  private final class Run {
    private final TreeMap<String, ElfClosure.Need> needed = new TreeMap<>();
    private final Set<ElfClosure.Missing> missing = new TreeSet<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> known = new HashSet<>();
    private final List<Loaded> programs = new ArrayList<>();

    /** Breadth first, as ld.so does it; a name that is loaded already is not searched again. */
    void load(Loaded root) throws IOException {
      interpreter(root);
      boolean musl = musl(root);
      Set<String> loaded = new HashSet<>();
      root.elf().soname().ifPresent(loaded::add);
      Deque<Loaded> queue = new ArrayDeque<>(List.of(root));
      while (!queue.isEmpty()) {
        Loaded by = queue.removeFirst();
        for (String name : by.elf().needed()) {
          if (!loaded.add(name)) {
            continue;
          }
          List<LibrarySearch.Hit> hits = search.find(name, by, musl);
          if (hits.isEmpty() && root.elf().interpreter().isEmpty()) {
            hits = besidePrograms(name, by);
          }
          if (hits.isEmpty()) {
            missing.add(new ElfClosure.Missing(name, by.path()));
          }
          for (LibrarySearch.Hit hit : hits) {
            need(name, hit.file(), by);
            known(hit.elf(), hit.file().path());
            hit.elf().soname().ifPresent(loaded::add);
            queue.addLast(
                new Loaded(
                    hit.elf(),
                    hit.file().path(),
                    Loaded.directory(hit.foundAs()),
                    Optional.of(by)));
          }
        }
      }
    }

    /** A program's {@code DT_RPATH} also serves what it loads later. */
    private List<LibrarySearch.Hit> besidePrograms(String name, Loaded by) throws IOException {
      for (Loaded program : programs) {
        List<LibrarySearch.Hit> hits =
            search.inDirectories(program.expand(program.elf().rpath()), name, by.elf().target());
        if (!hits.isEmpty()) {
          return hits;
        }
      }
      return List.of();
    }

    private void interpreter(Loaded root) throws IOException {
      Optional<String> path = root.elf().interpreter();
      if (path.isPresent()) {
        Optional<ElfFiles.Found> found =
            path.get().startsWith("/") ? parser.find(path.get()) : Optional.empty();
        if (found.isEmpty()) {
          missing.add(new ElfClosure.Missing(path.get(), root.path()));
        } else {
          need(path.get(), found.get(), root);
          parser.parse(found.get().path()).ifPresent(elf -> known(elf, found.get().path()));
        }
      }
    }

    private void need(String name, ElfFiles.Found file, Loaded by) {
      if (needed.containsKey(file.path()) && needed.keySet().containsAll(file.links())) {
        return;
      }
      List<String> chain = by.chain();
      needed.putIfAbsent(file.path(), new ElfClosure.Need(name, chain, false));
      for (String link : file.links()) {
        needed.putIfAbsent(link, new ElfClosure.Need(name, chain, true));
      }
    }

    void known(ElfFile elf, String path) {
      if (!known.add(path)) {
        return;
      }
      names.add(elf.target() + path.substring(path.lastIndexOf('/') + 1));
      elf.soname().ifPresent(soname -> names.add(elf.target() + soname));
    }

    ElfClosure closure() throws IOException {
      TreeSet<ElfClosure.Missing> really = new TreeSet<>();
      for (ElfClosure.Missing miss : missing) {
        Optional<ElfFile> by = parser.parse(miss.by());
        if (by.isEmpty() || !names.contains(by.get().target() + miss.name())) {
          really.add(miss);
        }
      }
      return new ElfClosure(needed, really);
    }
  }

  /** Whether this process has musl's linker; for a library, its needs or the machine tell. */
  private boolean musl(Loaded root) throws IOException {
    Optional<String> interpreter = root.elf().interpreter();
    if (interpreter.isPresent()) {
      return interpreter.get().contains("/ld-musl-");
    }
    if (root.elf().needed().stream().anyMatch(name -> name.startsWith("libc.musl-"))) {
      return true;
    }
    String loader = "/lib/ld-musl-" + Machine.of(root.elf().target()).musl() + ".so.1";
    return !root.elf().needed().contains("libc.so.6")
        && parser.find(loader).isPresent()
        && files.find("/etc/ld.so.cache").isEmpty();
  }
}
