package io.github.slimmaven.mojo;

import io.github.slimmaven.source.BuildRequest;
import java.io.File;
import java.util.Map;

/** Files that are copied into the image above the application. */
public final class ExtraDirectoryParameter {
  /** Directory of this project. */
  File from;

  /** Absolute path in the image. */
  String into = "/";

  /** Octal mode by glob over the path in the image. */
  Map<String, String> permissions = Map.of();

  BuildRequest.ExtraDirectory toRequest() {
    if (from == null) {
      throw new IllegalArgumentException(
          "an extraDirectory has no 'from': name a directory, as in"
              + " <from>${project.basedir}/src/main/image</from>");
    }
    return new BuildRequest.ExtraDirectory(from.toPath(), into, permissions);
  }
}
