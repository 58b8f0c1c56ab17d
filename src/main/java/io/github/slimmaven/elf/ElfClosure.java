package io.github.slimmaven.elf;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a set of programs and libraries needs to be loaded.
 *
 * @param needed path of each needed file and of each link on the way to one; the files that were
 *     asked for are among them only if another one needs them
 * @param missing what was not found. Not each one is a fault: a library is often loaded after the
 *     one that it needs, from a place that only the program knows.
 */
public record ElfClosure(SortedMap<String, Need> needed, SortedSet<Missing> missing) {

  /**
   * Why a file is needed.
   *
   * @param name as the needing file has it: {@code libz.so.1}, or an interpreter's path
   * @param chain paths from the file that was asked for to the one that needs this; never empty
   * @param link whether this is a symlink on the way, no ELF file
   */
  public record Need(String name, List<String> chain, boolean link) {
    public Need {
      chain = List.copyOf(chain);
    }

    /** The file that names this one. */
    public String by() {
      return chain.get(chain.size() - 1);
    }
  }

  /**
   * A needed name that was found nowhere.
   *
   * @param name as the needing file has it
   * @param by path of the needing file
   */
  public record Missing(String name, String by) implements Comparable<Missing> {
    @Override
    public int compareTo(Missing other) {
      int byName = name.compareTo(other.name);
      return byName != 0 ? byName : by.compareTo(other.by);
    }
  }

  public ElfClosure {
    needed = Collections.unmodifiableSortedMap(new TreeMap<>(needed));
    missing = Collections.unmodifiableSortedSet(new TreeSet<>(missing));
  }
}
