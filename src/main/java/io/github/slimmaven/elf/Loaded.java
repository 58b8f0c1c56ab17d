package io.github.slimmaven.elf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An object in a process that we imagine.
 *
 * @param elf its headers
 * @param path its real path
 * @param foundIn the directory in which the linker found it, before links
 * @param loader the object that needs it; empty for the program
 */
record Loaded(ElfFile elf, String path, String foundIn, Optional<Loaded> loader) {
  private static final int MAX_PATH = 4096;

  static String directory(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }

  /** Paths from the program to this object. */
  List<String> chain() {
    List<String> chain = new ArrayList<>();
    for (Optional<Loaded> at = Optional.of(this); at.isPresent(); at = at.get().loader) {
      chain.add(at.get().path);
    }
    Collections.reverse(chain);
    return chain;
  }

  /** Replaces {@code $ORIGIN}, {@code $LIB} and {@code $PLATFORM} (ld.so(8)); absolute results. */
  List<String> expand(List<String> texts) {
    Machine machine = Machine.of(elf.target());
    Set<String> expanded = new LinkedHashSet<>();
    for (String text : texts) {
      List<String> some = List.of(text);
      some = replace(some, "ORIGIN", List.of(foundIn, directory(path)));
      List<String> lib = new ArrayList<>(List.of("lib64", "lib"));
      machine.triplets().forEach(triplet -> lib.add("lib/" + triplet));
      some = replace(some, "LIB", lib);
      some = replace(some, "PLATFORM", machine.platforms());
      some.stream().filter(s -> s.startsWith("/") && s.length() < MAX_PATH).forEach(expanded::add);
    }
    return List.copyOf(expanded);
  }

  private static List<String> replace(List<String> texts, String token, List<String> values) {
    List<String> replaced = new ArrayList<>();
    for (String text : texts) {
      if (!text.contains("$" + token) && !text.contains("${" + token + "}")) {
        replaced.add(text);
        continue;
      }
      for (String value : values) {
        replaced.add(text.replace("${" + token + "}", value).replace("$" + token, value));
      }
    }
    return replaced;
  }
}
