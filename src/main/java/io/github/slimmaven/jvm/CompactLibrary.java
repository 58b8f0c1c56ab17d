package io.github.slimmaven.jvm;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;

/**
 * Writes a class library anew, with the same resources, in ways of compression that every JDK
 * reads: texts that classes share lie once in the index, and what deflating makes much smaller is
 * deflated. Only the places of resources change, so the hash table stays.
 */
final class CompactLibrary {
  /**
   * What deflating has to save of a resource. All that is deflated here cannot be compressed again
   * in the image's layer, where many small classes, which are much alike, shrink more together.
   */
  private static final int WORTH = 512;

  private static final int NO_CONFIG = -1;

  private final Jimage source;
  private final JimageIndex index;
  private final boolean deflate;
  private final SharedStrings shared;

  /** Old offset of a location to the new one. */
  private final Map<Integer, Integer> moved = new HashMap<>();

  private byte[] strings = {};
  private int zip;
  private int sharing;

  private CompactLibrary(Jimage source, boolean deflate) {
    this.source = source;
    this.index = source.index();
    this.deflate = deflate;
    this.shared = new SharedStrings(deflate ? 2 : 1);
  }

  /**
   * Writes.
   *
   * @param deflate whether anything is deflated
   * @throws JvmException if the source is broken, or if the result does not hold the same
   */
  static void write(Jimage source, boolean deflate, Path out) throws IOException {
    new CompactLibrary(source, deflate).write(out);
    try (Jimage result = Jimage.open(Files.newByteChannel(out), out.toString())) {
      requireSame(source, result);
    }
  }

  private static void requireSame(Jimage source, Jimage result) throws IOException {
    List<Jimage.Resource> before = source.resources();
    List<Jimage.Resource> after = result.resources();
    for (int i = 0; i < before.size(); i++) {
      Jimage.Resource resource = before.get(i);
      if (after.size() != before.size()
          || !after.get(i).path().equals(resource.path())
          || !Arrays.equals(source.read(resource), result.read(after.get(i)))) {
        throw new JvmException("'" + resource.path() + "' changed when it was compressed");
      }
    }
  }

  /** A location, and where its content is to lie. */
  private record Place(int location, long[] attributes, boolean isTree) {}

  private void write(Path out) throws IOException {
    List<Place> places = places();
    for (Place place : places) {
      if (!place.isTree()) {
        shared.count(read(place));
      }
    }
    placeStrings();
    Path contents = out.resolveSibling(out.getFileName() + ".contents");
    try {
      long length = writeContents(places, contents);
      byte[] locations = locations(places, length);
      try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(out))) {
        file.write(header(locations.length));
        file.write(offsets());
        file.write(locations);
        file.write(strings);
        Files.copy(contents, file);
        for (Place place : places) {
          if (place.isTree()) {
            file.write(tree(place));
          }
        }
      }
    } finally {
      Files.deleteIfExists(contents);
    }
  }

  private void placeStrings() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(index.strings());
    zip = append(Jimage.ZIP, all);
    sharing = append(SharedStrings.METHOD, all);
    all.writeBytes(shared.place(all.size()));
    strings = aligned(all);
  }

  private static int append(String text, ByteArrayOutputStream all) {
    int offset = all.size();
    all.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    all.write(0);
    return offset;
  }

  /**
   * By package, and there by size: classes that are much alike, as the names of time zones in all
   * languages, are often of nearly the same size.
   */
  private List<Place> places() {
    List<Place> places = new ArrayList<>();
    for (int offset : index.offsets()) {
      if (offset != 0) {
        long[] attributes = index.attributes(offset);
        String module = index.string(attributes[JimageIndex.MODULE]);
        places.add(new Place(offset, attributes, Jimage.isTree(module)));
      }
    }
    places.sort(
        Comparator.<Place, String>comparing(place -> text(place, JimageIndex.EXTENSION))
            .thenComparing(place -> text(place, JimageIndex.PARENT))
            .thenComparing(place -> place.attributes()[JimageIndex.SIZE])
            .thenComparing(place -> text(place, JimageIndex.MODULE))
            .thenComparing(place -> text(place, JimageIndex.BASE)));
    return places;
  }

  private String text(Place place, int attribute) {
    return index.string(place.attributes()[attribute]);
  }

  private long writeContents(List<Place> places, Path contents) throws IOException {
    long length = 0;
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(contents))) {
      for (Place place : places) {
        if (!place.isTree()) {
          byte[] content = read(place);
          byte[] stored = compressed(content);
          long[] attributes = place.attributes();
          attributes[JimageIndex.OFFSET] = length;
          attributes[JimageIndex.STORED] = stored.length < content.length ? stored.length : 0;
          file.write(stored);
          length += stored.length;
        }
      }
    }
    return length;
  }

  private byte[] read(Place place) throws IOException {
    long[] attributes = index.attributes(place.location());
    return source.read(
        "a resource",
        attributes[JimageIndex.OFFSET],
        attributes[JimageIndex.STORED],
        attributes[JimageIndex.SIZE]);
  }

  /** As many bytes as the content has if that is how it is stored. */
  private byte[] compressed(byte[] content) {
    Optional<byte[]> shortened =
        shared.shorten(content).map(texts -> withHeader(texts, content.length, sharing, true));
    byte[] stored = shortened.filter(texts -> texts.length < content.length).orElse(content);
    if (deflate && stored.length > WORTH) {
      byte[] deflated = withHeader(deflated(stored), stored.length, zip, stored == content);
      return deflated.length < stored.length - WORTH ? deflated : stored;
    }
    return stored;
  }

  private byte[] withHeader(byte[] bytes, int size, int method, boolean isLast) {
    return ByteBuffer.allocate(Jimage.COMPRESSED_HEADER + bytes.length)
        .order(index.order())
        .putInt(Jimage.COMPRESSED_MAGIC)
        .putLong(bytes.length)
        .putLong(size)
        .putInt(method)
        .putInt(NO_CONFIG)
        .put((byte) (isLast ? 1 : 0))
        .put(bytes)
        .array();
  }

  private static byte[] deflated(byte[] content) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try {
      deflater.setInput(content);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream(content.length / 2);
      byte[] buffer = new byte[1 << 14];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  /** The tree of names follows the contents, as its size is known by now. */
  private byte[] locations(List<Place> places, long length) {
    long end = length;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0); // a location at 0 would be none
    for (Place place : places) {
      long[] attributes = place.attributes();
      if (place.isTree()) {
        attributes[JimageIndex.OFFSET] = end;
        attributes[JimageIndex.STORED] = 0;
        end += attributes[JimageIndex.SIZE];
      }
      moved.put(place.location(), out.size());
      writeAttributes(attributes, out);
    }
    return aligned(out);
  }

  private static void writeAttributes(long[] attributes, ByteArrayOutputStream out) {
    for (int kind = 1; kind < attributes.length; kind++) {
      long value = attributes[kind];
      if (value != 0) {
        int bytes = (Long.SIZE - Long.numberOfLeadingZeros(value) + 7) / 8;
        out.write((kind << 3) | (bytes - 1));
        for (int i = bytes - 1; i >= 0; i--) {
          out.write((int) (value >>> (8 * i)));
        }
      }
    }
    out.write(0);
  }

  private byte[] header(int locations) {
    byte[] header = index.hashes().clone();
    ByteBuffer.wrap(header)
        .order(index.order())
        .putInt(JimageIndex.LOCATIONS, locations)
        .putInt(JimageIndex.STRINGS, strings.length);
    return header;
  }

  private byte[] offsets() throws JvmException {
    ByteBuffer out = ByteBuffer.allocate(4 * index.offsets().length).order(index.order());
    for (int offset : index.offsets()) {
      out.putInt(offset == 0 ? 0 : moved(offset));
    }
    return out.array();
  }

  /** Packages list names of modules, all else lists locations. */
  private byte[] tree(Place place) throws IOException {
    byte[] content = read(place);
    String module = index.string(place.attributes()[JimageIndex.MODULE]);
    if (!module.equals(Jimage.PACKAGES)) {
      ByteBuffer children = ByteBuffer.wrap(content).order(index.order());
      for (int i = 0; i + 4 <= content.length; i += 4) {
        children.putInt(i, moved(children.getInt(i)));
      }
    }
    return content;
  }

  private int moved(int offset) throws JvmException {
    Integer place = moved.get(offset);
    if (place == null) {
      throw new JvmException("the tree of the class library leads to nothing at '" + offset + "'");
    }
    return place;
  }

  private static byte[] aligned(ByteArrayOutputStream out) {
    return Arrays.copyOf(out.toByteArray(), (out.size() + 3) & ~3);
  }
}
