package io.github.slimmaven.keep;

import java.util.List;
import java.util.Set;

/** Tells the directories of the operating system from those of an app (Filesystem Hierarchy). */
final class SystemDirectories {
  /** Directories that many packages share. */
  private static final Set<String> SHARED =
      Set.of(
          "/",
          "/bin",
          "/boot",
          "/dev",
          "/etc",
          "/home",
          "/lib",
          "/lib32",
          "/lib64",
          "/libx32",
          "/media",
          "/mnt",
          "/opt",
          "/proc",
          "/root",
          "/run",
          "/sbin",
          "/sys",
          "/tmp",
          "/usr",
          "/usr/bin",
          "/usr/include",
          "/usr/lib",
          "/usr/lib32",
          "/usr/lib64",
          "/usr/libexec",
          "/usr/local",
          "/usr/local/bin",
          "/usr/local/etc",
          "/usr/local/lib",
          "/usr/local/sbin",
          "/usr/local/share",
          "/usr/local/src",
          "/usr/sbin",
          "/usr/share",
          "/usr/src",
          "/var",
          "/var/cache",
          "/var/lib",
          "/var/log",
          "/var/run",
          "/var/spool",
          "/var/tmp");

  private static final List<String> SYSTEM =
      List.of(
          "/bin/",
          "/boot/",
          "/dev/",
          "/etc/",
          "/lib/",
          "/lib32/",
          "/lib64/",
          "/libx32/",
          "/proc/",
          "/run/",
          "/sbin/",
          "/sys/",
          "/tmp/",
          "/usr/bin/",
          "/usr/include/",
          "/usr/lib/",
          "/usr/lib32/",
          "/usr/lib64/",
          "/usr/libexec/",
          "/usr/local/bin/",
          "/usr/local/etc/",
          "/usr/local/lib/",
          "/usr/local/sbin/",
          "/usr/local/share/",
          "/usr/sbin/",
          "/usr/share/",
          "/var/cache/",
          "/var/log/",
          "/var/run/",
          "/var/spool/",
          "/var/tmp/");

  private SystemDirectories() {}

  /** Whether many packages put their files directly into this directory. */
  static boolean shared(String directory) {
    return SHARED.contains(directory);
  }

  /** Whether this directory is the operating system's, so that it cannot be an app's own. */
  static boolean system(String directory) {
    return shared(directory) || SYSTEM.stream().anyMatch(directory::startsWith);
  }

  /** Whether this path lies in a file system of the kernel, never in an image. */
  static boolean virtual(String path) {
    for (String top : List.of("/proc", "/sys", "/dev")) {
      if (path.equals(top) || path.startsWith(top + "/")) {
        return true;
      }
    }
    return false;
  }
}
