package io.github.slimmaven.elf;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Finds and reads each file once. */
final class ElfParser {
  private final ElfFiles files;
  private final Map<String, Optional<ElfFiles.Found>> found = new HashMap<>();
  private final Map<String, Optional<ElfFile>> parsed = new HashMap<>();

  ElfParser(ElfFiles files) {
    this.files = files;
  }

  Optional<ElfFiles.Found> find(String path) throws IOException {
    Optional<ElfFiles.Found> known = found.get(path);
    if (known == null) {
      known = files.find(path);
      found.put(path, known);
    }
    return known;
  }

  /** The file at this real path; empty if it cannot be loaded, for any reason. */
  Optional<ElfFile> parse(String path) throws IOException {
    Optional<ElfFile> known = parsed.get(path);
    if (known == null) {
      known = read(path);
      parsed.put(path, known);
    }
    return known;
  }

  private Optional<ElfFile> read(String path) throws IOException {
    try (SeekableByteChannel channel = files.open(path)) {
      return ElfFile.read(channel);
    } catch (AccessDeniedException e) {
      return Optional.empty(); // as for the linker, which goes on to the next directory
    }
  }
}
