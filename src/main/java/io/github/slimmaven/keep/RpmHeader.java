package io.github.slimmaven.keep;

import io.github.slimmaven.image.PathName;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an rpm database knows of a package (header structure of rpm's file format: an index of tags,
 * then their values).
 *
 * @param name of the package, without its version
 * @param version {@code [epoch:]version-release}, or ""
 * @param files absolute paths, directories among them
 */
record RpmHeader(String name, String version, List<String> files) {
  private static final int NAME = 1000;
  private static final int VERSION = 1001;
  private static final int RELEASE = 1002;
  private static final int EPOCH = 1003;
  private static final int DIR_INDEXES = 1116;
  private static final int BASE_NAMES = 1117;
  private static final int DIR_NAMES = 1118;
  private static final int ENTRY = 16;

  /**
   * Parses a header.
   *
   * @throws IllegalArgumentException if it is none
   */
  static RpmHeader of(byte[] blob) {
    try {
      return parse(ByteBuffer.wrap(blob));
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("a package's header is cut off", e);
    }
  }

  private static RpmHeader parse(ByteBuffer header) {
    long entries = header.getInt() & 0xFFFF_FFFFL;
    long bytes = header.getInt() & 0xFFFF_FFFFL;
    if (entries * ENTRY + bytes > header.remaining()) {
      throw new IllegalArgumentException("a package's header is cut off");
    }
    Map<Integer, Tag> tags = new HashMap<>();
    for (int i = 0; i < entries; i++) {
      int tag = header.getInt();
      header.getInt(); // the type, known by the tag
      tags.put(tag, new Tag(header.getInt(), header.getInt()));
    }
    ByteBuffer values = header.slice();
    List<String> names = strings(values, tags.get(NAME));
    List<String> baseNames = strings(values, tags.get(BASE_NAMES));
    List<String> directories = strings(values, tags.get(DIR_NAMES));
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a package has no name");
    }
    List<String> files = new ArrayList<>();
    for (int i = 0; i < baseNames.size(); i++) {
      int index = values.getInt(tags.getOrDefault(DIR_INDEXES, Tag.NONE).offset() + 4 * i);
      files.add(directories.get(index) + baseNames.get(i));
    }
    return new RpmHeader(names.get(0), version(values, tags), files);
  }

  private static String version(ByteBuffer values, Map<Integer, Tag> tags) {
    List<String> version = strings(values, tags.get(VERSION));
    List<String> release = strings(values, tags.get(RELEASE));
    Tag epoch = tags.get(EPOCH);
    return (epoch == null || version.isEmpty() ? "" : values.getInt(epoch.offset()) + ":")
        + (version.isEmpty() ? "" : version.get(0))
        + (version.isEmpty() || release.isEmpty() ? "" : "-" + release.get(0));
  }

  private record Tag(int offset, int count) {
    static final Tag NONE = new Tag(Integer.MAX_VALUE / 2, 0);
  }

  private static List<String> strings(ByteBuffer values, Tag tag) {
    List<String> strings = new ArrayList<>();
    if (tag == null) {
      return strings;
    }
    int at = tag.offset();
    for (int i = 0; i < tag.count(); i++) {
      int end = at;
      while (values.get(end) != 0) {
        end++;
      }
      byte[] text =
          Arrays.copyOfRange(values.array(), values.arrayOffset() + at, values.arrayOffset() + end);
      strings.add(PathName.decode(text));
      at = end + 1;
    }
    return strings;
  }
}
