package io.github.slimmaven.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A file or directory of the application.
 *
 * @param path absolute, in the image
 * @param mode permission bits
 * @param source a file or directory on this machine; of an entry, the archive
 * @param entry the name of an entry of the archive, if the content is in one
 */
record AppFile(String path, int mode, Path source, Optional<String> entry) {
  private static final int DIRECTORY_MODE = 0755;
  private static final int FILE_MODE = 0644;

  /** With the permissions that Jib gives. */
  static AppFile of(String path, Path source) {
    return new AppFile(
        path, Files.isDirectory(source) ? DIRECTORY_MODE : FILE_MODE, source, Optional.empty());
  }

  static AppFile ofEntry(String path, Path archive, String entry) {
    return new AppFile(path, FILE_MODE, archive, Optional.of(entry));
  }

  boolean isDirectory() {
    return entry.isEmpty() && Files.isDirectory(source);
  }

  /** Reads content. */
  interface Reader<T> {
    T read(InputStream in) throws IOException;
  }

  /**
   * @param archive the opened source, if this is an entry of it
   * @throws SourceException if it cannot be read
   */
  <T> T read(Optional<ZipFile> archive, Reader<T> reader) throws IOException {
    try (InputStream in = open(archive)) {
      return reader.read(in);
    } catch (SourceException e) {
      throw e;
    } catch (IOException e) {
      throw new SourceException(
          "The file '"
              + source
              + "'"
              + entry.map(name -> " (entry '" + name + "')").orElse("")
              + " cannot be read: "
              + e.getMessage()
              + ". Check its permissions and build it again.",
          e);
    }
  }

  private InputStream open(Optional<ZipFile> archive) throws IOException {
    if (entry.isEmpty()) {
      return Files.newInputStream(source);
    }
    ZipFile zip = archive.orElseThrow();
    ZipEntry found = zip.getEntry(entry.get());
    if (found == null) {
      throw new IOException("there is no such entry");
    }
    return zip.getInputStream(found);
  }
}
