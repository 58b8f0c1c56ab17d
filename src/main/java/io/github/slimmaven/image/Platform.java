package io.github.slimmaven.image;

import java.util.Locale;

/** This host in the words of the OCI image spec, which are Go's. */
public final class Platform {
  private Platform() {}

  /** {@code amd64}, {@code arm64}, ... */
  public static String architecture() {
    String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return switch (arch) {
      case "x86_64", "x64" -> "amd64";
      case "aarch64" -> "arm64";
      case "x86", "i386", "i686" -> "386";
      default -> arch;
    };
  }
}
