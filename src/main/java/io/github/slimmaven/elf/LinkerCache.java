package io.github.slimmaven.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The paths that {@code /etc/ld.so.cache} has for each library name, in the format of glibc 2.2 and
 * later (glibc, {@code sysdeps/generic/dl-cache.h}); a cache that cannot be read is as good as
 * none.
 */
final class LinkerCache {
  private static final byte[] MAGIC = "glibc-ld.so.cache1.1".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_BYTES = 16 << 20;
  private static final int HEADER_BYTES = 48;
  private static final int ENTRY_BYTES = 24;

  private LinkerCache() {}

  static Map<String, List<String>> read(ElfFiles files) throws IOException {
    Optional<byte[]> bytes = LinkerConfig.bytes(files, "/etc/ld.so.cache", MAX_BYTES);
    return bytes.map(LinkerCache::parse).orElse(Map.of());
  }

  static Map<String, List<String>> parse(byte[] bytes) {
    int start = start(bytes);
    if (start < 0 || bytes.length - start < HEADER_BYTES) {
      return Map.of();
    }
    // Byte 28: 3 says big-endian; 0 (old) and 2 are read as little-endian.
    ByteOrder order = bytes[start + 28] == 3 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    ByteBuffer cache = ByteBuffer.wrap(bytes, start, bytes.length - start).slice().order(order);
    int count = cache.getInt(20);
    if (count < 0 || count > (cache.limit() - HEADER_BYTES) / ENTRY_BYTES) {
      return Map.of();
    }
    Map<String, List<String>> paths = new HashMap<>();
    for (int i = 0; i < count; i++) {
      int at = HEADER_BYTES + i * ENTRY_BYTES;
      String name = string(cache, cache.getInt(at + 4));
      String path = string(cache, cache.getInt(at + 8));
      if (path.startsWith("/")) {
        paths.computeIfAbsent(name, n -> new ArrayList<>()).add(path);
      }
    }
    return paths;
  }

  /** The new format stands alone, or aligned after the old one. */
  private static int start(byte[] bytes) {
    for (int start = 0; start + MAGIC.length <= bytes.length; start += 4) {
      boolean same = true;
      for (int i = 0; same && i < MAGIC.length; i++) {
        same = bytes[start + i] == MAGIC[i];
      }
      if (same) {
        return start;
      }
    }
    return -1;
  }

  private static String string(ByteBuffer cache, int offset) {
    if (offset < 0 || offset >= cache.limit()) {
      return "";
    }
    int end = offset;
    while (end < cache.limit() && end - offset < 4096 && cache.get(end) != 0) {
      end++;
    }
    return new String(
        cache.array(), cache.arrayOffset() + offset, end - offset, StandardCharsets.UTF_8);
  }
}
