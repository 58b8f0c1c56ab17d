package io.github.slimmaven.engine;

import com.github.dockerjava.api.exception.NotFoundException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Fetches what an app left in {@link Launch#OUT} out of a stopped Docker container: regular files
 * only. An app may leave anything there. The sandbox does the same ({@code
 * src/main/native/output.c}).
 */
final class OutputFiles {
  /** Of all files together. */
  static final long MOST_BYTES = 512L << 20;

  static final int MOST_FILES = 256;

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");

  private OutputFiles() {}

  /** The directory as it is copied into a container. */
  static InputStream tar() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      put(tar);
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  private static void put(TarArchiveOutputStream tar) throws IOException {
    directory(tar, ".slim/", 0755);
    directory(tar, Launch.OUT.substring(1) + "/", 01777);
  }

  private static void directory(TarArchiveOutputStream tar, String name, int mode)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setMode(mode | 040000);
    entry.setIds(0, 0);
    entry.setModTime(0);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  /**
   * Copies the files.
   *
   * @param to an empty directory
   * @throws EngineException if they are too many or too large, or the directory is gone
   */
  static void fetch(DockerDaemon daemon, String container, Path to) throws IOException {
    try (InputStream in =
        DockerDaemon.call(
            "fetch the files of '" + Launch.OUT + "'",
            () -> daemon.client().copyArchiveFromContainerCmd(container, Launch.OUT).exec())) {
      copy(in, to);
    } catch (EngineException e) {
      throw e.getCause() instanceof NotFoundException ? unfetched("the app removed it") : e;
    }
  }

  /**
   * Copies the files of an archive of the directory.
   *
   * @throws EngineException if the archive is broken, or they are too many or too large
   */
  static void copy(InputStream archive, Path to) throws IOException {
    try {
      copyAll(archive, to);
    } catch (FileSystemException e) {
      throw unfetched("'" + e.getFile() + "' cannot be written (" + e + ")");
    } catch (EngineException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      throw unfetched("the archive of them is broken (" + e.getMessage() + ")");
    }
  }

  private static void copyAll(InputStream archive, Path to) throws IOException {
    long left = MOST_BYTES;
    int count = 0;
    TarArchiveInputStream tar = new TarArchiveInputStream(archive);
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      String name = entry.getName();
      int slash = name.indexOf('/');
      if (slash < 0 && !entry.isDirectory()) {
        throw unfetched("the app put something else in its place");
      }
      String file = name.substring(slash + 1);
      if (isRegular(entry) && PLAIN.matcher(file).matches()) {
        left -= entry.getSize();
        if (++count > MOST_FILES || left < 0) {
          throw unfetched(
              "there are more than %d files or %d MiB in it"
                  .formatted(MOST_FILES, MOST_BYTES >> 20));
        }
        Files.copy(tar, to.resolve(file));
      }
    }
  }

  private static boolean isRegular(TarArchiveEntry entry) {
    byte type = entry.getLinkFlag();
    return type == TarConstants.LF_NORMAL || type == TarConstants.LF_OLDNORM;
  }

  /** The error for files that cannot be had. */
  static EngineException unfetched(String why) {
    return new EngineException(
        "The files of '%s' cannot be fetched out of the container: %s. Look into the app's log."
            .formatted(Launch.OUT, why));
  }
}
