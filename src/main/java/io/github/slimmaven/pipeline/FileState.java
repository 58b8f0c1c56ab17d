package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file as a run has left it.
 *
 * @param path absolute
 * @param size bytes
 * @param modified ISO 8601
 * @param digest of the content; "" if it is too long to be read once more only for that
 */
record FileState(String path, long size, String modified, String digest) {
  private static final long MOST = 256L << 20;
  private static final Pattern BLOB = Pattern.compile("blobs/sha256/([0-9a-f]{64})");

  /** Of a file, or of all regular files below a directory; none if there is neither. */
  static List<FileState> of(Path root) throws IOException {
    List<FileState> states = new ArrayList<>();
    for (Path file : files(root)) {
      states.add(
          new FileState(file.toString(), Files.size(file), modified(file), known(root, file)));
    }
    return states;
  }

  /** Path, size and time of a file, or of all regular files below a directory. */
  static List<List<String>> times(Path root) throws IOException {
    List<List<String>> times = new ArrayList<>();
    for (Path file : files(root)) {
      times.add(List.of(file.toString(), Long.toString(Files.size(file)), modified(file)));
    }
    return times;
  }

  /** Whether all of it is there as it was, or nothing as it was, and no file more. */
  static boolean same(Path root, List<FileState> then) throws IOException {
    List<Path> now = files(root);
    if (!now.stream().map(Path::toString).toList().equals(paths(then))) {
      return false;
    }
    for (FileState state : then) {
      if (!state.isSame()) {
        return false;
      }
    }
    return true;
  }

  private static List<String> paths(List<FileState> states) {
    return states.stream().map(FileState::path).toList();
  }

  /** Its content is read again only if its time says that it was written again. */
  private boolean isSame() throws IOException {
    Path file = Path.of(path);
    return Files.size(file) == size
        && (modified(file).equals(modified) || digest(file).toString().equals(digest));
  }

  /** A blob of a layout has its digest as its name: it was just written. */
  private static String known(Path root, Path file) throws IOException {
    Matcher blob = BLOB.matcher(root.toAbsolutePath().relativize(file).toString());
    if (blob.matches()) {
      return new Digest(blob.group(1)).toString();
    }
    return Files.size(file) <= MOST ? digest(file).toString() : "";
  }

  private static String modified(Path file) throws IOException {
    Instant time =
        Files.readAttributes(file, BasicFileAttributes.class).lastModifiedTime().toInstant();
    return time.toString();
  }

  private static List<Path> files(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> below = Files.walk(root.toAbsolutePath())) {
      return below.filter(Files::isRegularFile).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** SHA-256 of a file's content. */
  static Digest digest(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        DigestInputStream digested =
            new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
      byte[] buffer = new byte[1 << 16];
      while (digested.read(buffer) >= 0) {
        // counts
      }
      return new Digest(HexFormat.of().formatHex(digested.getMessageDigest().digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
