package io.github.slimmaven.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the dynamic linkers' text files: {@code ld.so.conf} (ldconfig(8)) and musl's path file. */
final class LinkerConfig {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_FILES = 1000;

  private final ElfFiles files;
  private final Set<String> directories = new LinkedHashSet<>();
  private final Set<String> read = new HashSet<>();

  private LinkerConfig(ElfFiles files) {
    this.files = files;
  }

  /** The directories of {@code /etc/ld.so.conf} and what it includes, in order. */
  static List<String> glibc(ElfFiles files) throws IOException {
    LinkerConfig config = new LinkerConfig(files);
    config.read("/etc/ld.so.conf");
    return List.copyOf(config.directories);
  }

  /** The directories that musl searches; its default where there is no path file. */
  static List<String> musl(ElfFiles files, String architecture) throws IOException {
    Optional<String> text = text(files, "/etc/ld-musl-" + architecture + ".path");
    return Arrays.stream(text.orElse("/lib:/usr/local/lib:/usr/lib").split("[:\n]"))
        .map(String::trim)
        .filter(directory -> directory.startsWith("/"))
        .toList();
  }

  private void read(String path) throws IOException {
    if (read.size() == MAX_FILES || !read.add(path)) {
      return;
    }
    for (String line : text(files, path).orElse("").split("\n")) {
      String[] words = line.replaceFirst("#.*", "").trim().split("[\\s:,]+");
      if (words.length == 0) {
        continue; // separators alone
      }
      if (words[0].equals("include")) {
        for (int i = 1; i < words.length; i++) {
          include(words[i].startsWith("/") ? words[i] : Loaded.directory(path) + "/" + words[i]);
        }
      } else if (!words[0].equals("hwcap")) {
        Arrays.stream(words)
            .map(word -> word.replaceFirst("=.*", ""))
            .filter(word -> word.startsWith("/"))
            .forEach(directories::add);
      }
    }
  }

  /** Includes every file that matches; only the last component may be a pattern. */
  private void include(String glob) throws IOException {
    String directory = Loaded.directory(glob);
    String name = glob.substring(glob.lastIndexOf('/') + 1);
    if (name.indexOf('*') < 0 && name.indexOf('?') < 0) {
      read(glob);
      return;
    }
    for (String file : files.list(directory)) {
      if (!file.startsWith(".") && Glob.matches(name, file)) {
        read(directory + "/" + file);
      }
    }
  }

  private static Optional<String> text(ElfFiles files, String path) throws IOException {
    return bytes(files, path, MAX_BYTES).map(b -> new String(b, StandardCharsets.UTF_8));
  }

  /** A file's content; empty if it is not there or longer than the limit. */
  static Optional<byte[]> bytes(ElfFiles files, String path, int limit) throws IOException {
    Optional<ElfFiles.Found> found = files.find(path);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (SeekableByteChannel channel = files.open(found.get().path())) {
      if (channel.size() > limit) {
        return Optional.empty();
      }
      ByteBuffer buffer = ByteBuffer.allocate((int) channel.size());
      channel.position(0);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
      return Optional.of(Arrays.copyOf(buffer.array(), buffer.position()));
    }
  }
}
