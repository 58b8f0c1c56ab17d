package io.github.slimmaven.mojo;

import io.github.slimmaven.probe.Body;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** One part of a multipart body, in the pom. */
public final class PartParameter {
  /** Name of the form's field. */
  String name = "";

  /** Text of a plain field. */
  String value;

  /** File of the project to upload instead of a value. */
  String file;

  /** Name that the upload gets; by default the file's. */
  String fileName;

  /** Content type; by default {@code application/octet-stream} for a file. */
  String contentType;

  Body.Part part(Path directory) {
    if ((value == null) == (file == null)) {
      throw new IllegalArgumentException(
          "the part '" + name + "' of a probe needs either a <value> or a <file>");
    }
    if (file == null) {
      return new Body.Part(
          name,
          value.getBytes(StandardCharsets.UTF_8),
          Optional.ofNullable(fileName),
          Optional.ofNullable(contentType));
    }
    Path path = directory.resolve(file);
    return new Body.Part(
        name,
        ProbeFiles.read(path),
        Optional.of(fileName == null ? String.valueOf(path.getFileName()) : fileName),
        Optional.of(contentType == null ? "application/octet-stream" : contentType));
  }
}
