package io.github.slimmaven.elf;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;

/**
 * What the dynamic linker wants to know about an ELF file (gABI, chapters 4 and 5; elf(5)).
 *
 * @param target what machine it is for
 * @param interpreter the path in {@code PT_INTERP}; empty for libraries and static programs
 * @param soname {@code DT_SONAME}
 * @param needed {@code DT_NEEDED}, in order
 * @param rpath directories of {@code DT_RPATH}, unexpanded; empty where {@code DT_RUNPATH} is given
 * @param runpath directories of {@code DT_RUNPATH}, unexpanded
 * @param defaultLibraries false if {@code DF_1_NODEFLIB} forbids the default directories
 */
public record ElfFile(
    Target target,
    Optional<String> interpreter,
    Optional<String> soname,
    List<String> needed,
    List<String> rpath,
    List<String> runpath,
    boolean defaultLibraries) {

  /**
   * Only files of the same target can be loaded together.
   *
   * @param bits 32 or 64
   * @param order byte order
   * @param machine {@code e_machine}, as in 62 for x86-64
   */
  public record Target(int bits, ByteOrder order, int machine) {}

  public ElfFile {
    needed = List.copyOf(needed);
    rpath = List.copyOf(rpath);
    runpath = List.copyOf(runpath);
  }

  /**
   * Reads a file's headers and dynamic section, and no more of it.
   *
   * @param file at any position; it is moved
   * @return empty if this is no ELF file that could be loaded: another format, truncated, or with
   *     offsets and counts that lead outside
   * @throws IOException if the channel fails
   */
  public static Optional<ElfFile> read(SeekableByteChannel file) throws IOException {
    try {
      return new ElfReader(file).read();
    } catch (MalformedElfException e) {
      return Optional.empty();
    }
  }
}
