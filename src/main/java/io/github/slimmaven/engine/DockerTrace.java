package io.github.slimmaven.engine;

import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Fetches the trace out of a stopped container. */
final class DockerTrace {
  private final DockerDaemon daemon;
  private final String image;

  DockerTrace(DockerDaemon daemon, String image) {
    this.daemon = daemon;
    this.image = image;
  }

  /**
   * Fetches and checks it.
   *
   * @throws EngineException if it is missing or was not kept to the end
   */
  Path fetch(String container, Path file) throws IOException {
    try (InputStream in = open(container);
        TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
      TarArchiveEntry entry = tar.getNextEntry();
      if (entry == null || !entry.isFile()) {
        throw partial("it is not there any more");
      }
      Files.copy(tar, file, StandardCopyOption.REPLACE_EXISTING);
    }
    try {
      SensorTrace.check(file);
    } catch (EngineException e) {
      Files.delete(file);
      throw e;
    }
    return file;
  }

  private InputStream open(String container) throws EngineException {
    try {
      return DockerDaemon.call(
          "fetch the trace",
          () -> daemon.client().copyArchiveFromContainerCmd(container, SensorFiles.TRACE).exec());
    } catch (EngineException e) {
      if (e.getCause() instanceof NotFoundException) {
        throw partial("the app of the image '" + image + "' removed it");
      }
      throw e;
    }
  }

  private static EngineException partial(String reason) {
    return SensorTrace.worthless(reason);
  }
}
