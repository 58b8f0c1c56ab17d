package io.github.slimmaven.mojo;

import io.github.slimmaven.keep.KeepPattern;
import java.nio.file.Path;
import java.util.List;

/** A pattern of paths to keep, in the pom: plain text, or with the mode and owner that they get. */
public final class KeepParameter {
  /** Ant-style pattern, or {@code @file}. */
  String path = "";

  /** Octal, as in {@code 0750}. */
  String mode = "";

  /** Number of the user. */
  String uid = "";

  /** Number of the group. */
  String gid = "";

  /** Plain text; called by Maven. */
  public void set(String text) {
    path = text;
  }

  static List<KeepPattern> patterns(List<KeepParameter> parameters, Path directory) {
    return parameters.stream().flatMap(p -> p.patterns(directory).stream()).toList();
  }

  private List<KeepPattern> patterns(Path directory) {
    if (path.isBlank()) {
      throw new IllegalArgumentException(
          "a <keep> has no <path>: give it one as in '<path>/var/lib/app/**</path>'");
    }
    return PatternFiles.expand(List.of(path), directory).stream()
        .map(pattern -> KeepPattern.of(pattern, mode, uid, gid))
        .toList();
  }
}
