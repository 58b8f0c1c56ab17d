package io.github.slimmaven.mojo;

import io.github.slimmaven.source.BuildRequest;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files that are copied into the image above the application. */
public final class ExtraDirectoryParameter {
  /** Directory of this project. */
  File from;

  /** Absolute path in the image. */
  String into = "/";

  /** Modes of files; the first that matches wins. */
  List<PermissionParameter> permissions = List.of();

  BuildRequest.ExtraDirectory toRequest() {
    if (from == null) {
      throw new IllegalArgumentException(
          "an extraDirectory has no 'from': name a directory, as in"
              + " <from>${project.basedir}/src/main/image</from>");
    }
    Map<String, String> modes = new LinkedHashMap<>();
    for (PermissionParameter permission : permissions) {
      if (permission.file == null || permission.mode == null) {
        throw new IllegalArgumentException(
            "a permission of the extraDirectory '"
                + from
                + "' is not complete: give 'file' and 'mode', as in"
                + " <file>/opt/app/bin/*</file><mode>755</mode>");
      }
      modes.putIfAbsent(permission.file, permission.mode);
    }
    return new BuildRequest.ExtraDirectory(from.toPath(), into, modes);
  }
}
