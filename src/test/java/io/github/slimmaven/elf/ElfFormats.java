package io.github.slimmaven.elf;

import io.github.slimmaven.fuzz.Format;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** Programs and libraries, for the fuzzer. */
public final class ElfFormats {
  private ElfFormats() {}

  /** All of this package. */
  public static List<Format> all() throws IOException {
    byte[] wide = ElfBytes.x86("/lib64/ld-linux-x86-64.so.2").needs("libc.so.6").bytes();
    byte[] library = ElfBytes.x86("").soname("a").rpath("$ORIGIN/../l").runpath("/b").bytes();
    byte[] narrow = new ElfBytes(false, ByteOrder.BIG_ENDIAN, 40, "/lib/ld", List.of()).bytes();
    return List.of(
        Format.of("elf", (in, scratch) -> read(in), wide, library, narrow),
        Format.of("ld-so-cache", (in, scratch) -> cache(in), Files.readAllBytes(cacheFile())));
  }

  private static Path cacheFile() {
    return Path.of("/etc/ld.so.cache");
  }

  private static void read(byte[] input) throws IOException {
    ElfFile.read(new SeekableInMemoryByteChannel(input));
  }

  private static void cache(byte[] input) {
    LinkerCache.parse(input);
  }
}
