package io.github.slimmaven.source;

import io.github.slimmaven.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipFile;

/**
 * A layer of the application, before it is built.
 *
 * @param name for the history
 */
record AppLayer(String name, List<AppFile> files) {
  /** Raised when the same files would give another layer. */
  private static final String FORMAT = "1";

  private static final int BUFFER = 1 << 16;

  AppLayer {
    files = List.copyOf(files);
  }

  /** The archive that holds entries of this layer; there is at most one. */
  Optional<Path> archive() {
    return files.stream().filter(f -> f.entry().isPresent()).map(AppFile::source).findFirst();
  }

  /** Equal for equal paths, modes and contents. */
  Digest fingerprint() throws IOException {
    MessageDigest all = sha256();
    all.update(FORMAT.getBytes(StandardCharsets.UTF_8));
    Optional<Path> path = archive();
    try (ZipFile archive = path.isPresent() ? new ZipFile(path.get().toFile()) : null) {
      for (AppFile file : files) {
        String head = "\n" + file.path() + "\0" + file.mode() + "\0" + file.isDirectory() + "\0";
        all.update(head.getBytes(StandardCharsets.UTF_8));
        if (!file.isDirectory()) {
          all.update(file.read(Optional.ofNullable(archive), AppLayer::digest));
        }
      }
    }
    return new Digest(HexFormat.of().formatHex(all.digest()));
  }

  private static byte[] digest(InputStream in) throws IOException {
    MessageDigest content = sha256();
    byte[] buffer = new byte[BUFFER];
    int count;
    while ((count = in.read(buffer)) >= 0) {
      content.update(buffer, 0, count);
    }
    return content.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
