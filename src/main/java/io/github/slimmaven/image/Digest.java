package io.github.slimmaven.image;

import java.util.regex.Pattern;

/**
 * A content digest as the OCI image spec writes it ({@code descriptor.md}, "Digests").
 *
 * @param hex 64 lower-case hexadecimal digits of the SHA-256
 */
public record Digest(String hex) implements Comparable<Digest> {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  public Digest {
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          "'" + hex + "' is no SHA-256: expected 64 lower-case hexadecimal digits");
    }
  }

  /** Parses {@code sha256:<hex>}. */
  public static Digest of(String text) {
    if (!text.startsWith("sha256:")) {
      throw new IllegalArgumentException(
          "'" + text + "' is no supported digest: expected 'sha256:<64 hexadecimal digits>'");
    }
    return new Digest(text.substring("sha256:".length()));
  }

  /** The digest of these bytes. */
  public static Digest ofContent(byte[] bytes) {
    return Sha256.of(bytes);
  }

  @Override
  public int compareTo(Digest other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return "sha256:" + hex;
  }
}
