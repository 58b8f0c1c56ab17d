package io.github.slimmaven.elf;

import java.util.List;
import java.util.Map;

/**
 * The names that directories and loaders use for a machine.
 *
 * @param triplets Debian's multiarch tuples
 * @param platforms what {@code $PLATFORM} may stand for
 * @param musl the architecture in musl's loader's name
 */
record Machine(List<String> triplets, List<String> platforms, String musl) {
  /** By {@code e_machine} and bits (gABI's registry of machines). */
  private static final Map<String, Machine> MACHINES =
      Map.ofEntries(
          Map.entry("62/64", machine("x86_64-linux-gnu", "x86_64", "x86_64")),
          Map.entry("62/32", machine("x86_64-linux-gnux32", "x86_64", "x32")),
          Map.entry("3/32", machine("i386-linux-gnu", "i686", "i386")),
          Map.entry("183/64", machine("aarch64-linux-gnu", "aarch64", "aarch64")),
          Map.entry(
              "40/32",
              new Machine(
                  List.of("arm-linux-gnueabihf", "arm-linux-gnueabi"),
                  List.of("v7l", "v6l"),
                  "armhf")),
          Map.entry("243/64", machine("riscv64-linux-gnu", "riscv64", "riscv64")),
          Map.entry("21/64", machine("powerpc64le-linux-gnu", "power8", "powerpc64le")),
          Map.entry("22/64", machine("s390x-linux-gnu", "z13", "s390x")),
          Map.entry("258/64", machine("loongarch64-linux-gnu", "loongarch64", "loongarch64")));

  private static Machine machine(String triplet, String platform, String musl) {
    return new Machine(List.of(triplet), List.of(platform), musl);
  }

  static Machine of(ElfFile.Target target) {
    return MACHINES.getOrDefault(
        target.machine() + "/" + target.bits(), new Machine(List.of(), List.of(), "unknown"));
  }
}
