package io.github.slimmaven.source;

import java.nio.file.Path;

/** What will be at a path of the host's base image. Owned by root, unless said otherwise. */
sealed interface HostFile {
  /** A text for the fingerprint: equal if, as far as can be seen without reading, content is. */
  String fingerprint();

  /**
   * A directory.
   *
   * @param owner user and group id
   */
  record Directory(int mode, int owner) implements HostFile {
    @Override
    public String fingerprint() {
      return "d " + mode + " " + owner;
    }
  }

  /** A symlink with the target as written. */
  record Link(String target) implements HostFile {
    @Override
    public String fingerprint() {
      return "l " + target;
    }
  }

  /**
   * The content of a file of this machine.
   *
   * @param size bytes
   * @param modified milliseconds since the epoch, for the fingerprint alone
   */
  record Copy(Path source, int mode, long size, long modified) implements HostFile {
    @Override
    public String fingerprint() {
      return "f " + source + " " + mode + " " + size + " " + modified;
    }
  }

  /** A file that is ours. */
  record Text(String content) implements HostFile {
    @Override
    public String fingerprint() {
      return "t " + content.length() + " " + content;
    }
  }
}
