package io.github.slimmaven.fuzz;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * A form of input that images, apps or projects bring.
 *
 * @param name of lower case letters
 * @param seeds small valid inputs
 * @param words that mean something in it, besides those of all formats
 * @param repair of a damaged input, given the seed: checksums that would hide the rest of the
 *     damage
 */
public record Format(
    String name,
    List<byte[]> seeds,
    List<String> words,
    Reader reader,
    BinaryOperator<byte[]> repair) {

  /** What reads it. */
  @FunctionalInterface
  public interface Reader {
    /**
     * Reads.
     *
     * @param scratch an empty directory, and the only place that may be written to
     */
    void read(byte[] input, Path scratch) throws Exception;
  }

  /** A format without checksums. */
  public static Format of(String name, Reader reader, byte[]... seeds) {
    return new Format(name, List.of(seeds), List.of(), reader, (bad, good) -> bad);
  }

  /** The same with more words. */
  public Format words(String... more) {
    return new Format(name, seeds, List.of(more), reader, repair);
  }

  /** The same with checksums to repair. */
  public Format repaired(BinaryOperator<byte[]> how) {
    return new Format(name, seeds, words, reader, how);
  }
}
