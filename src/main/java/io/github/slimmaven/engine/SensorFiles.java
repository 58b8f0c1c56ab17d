package io.github.slimmaven.engine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The sensor as it is copied into a container: a tar for {@code PUT /containers/ID/archive}. */
final class SensorFiles {
  static final String SENSOR = "/.slim/sensor";
  static final String LAUNCH = "/.slim/launch";
  static final String TRACE = "/.slim/trace";

  private final byte[] sensor;

  private SensorFiles(byte[] sensor) {
    this.sensor = sensor;
  }

  /** Reads the sensor for an architecture, in Docker's words. */
  static SensorFiles read(SensorBinary sensor, String architecture) throws IOException {
    return new SensorFiles(Files.readAllBytes(sensor.forArchitecture(architecture)));
  }

  /**
   * The tar.
   *
   * @param launch the description
   * @param shared whether any user must be able to read the description and write the trace
   */
  InputStream tar(byte[] launch, boolean shared) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(sensor.length + launch.length + 8192);
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      put(tar, ".slim/", 0755, new byte[0]);
      put(tar, SENSOR.substring(1), 0755, sensor);
      put(tar, LAUNCH.substring(1), shared ? 0644 : 0600, launch);
      put(tar, TRACE.substring(1), shared ? 0666 : 0600, new byte[0]);
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  private static void put(TarArchiveOutputStream tar, String name, int mode, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setMode(mode | (name.endsWith("/") ? 040000 : 0100000));
    entry.setIds(0, 0);
    entry.setModTime(0);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
