package io.github.slimmaven.jvm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The Java runtimes of the machine that runs the tests. */
final class Runtimes {
  private Runtimes() {}

  /** The one that runs the tests. */
  static Path current() {
    return Path.of(System.getProperty("java.home"));
  }

  /** One of this version that can link; skips the test where there is none. */
  static Jdk jdk(int feature) throws IOException {
    Optional<Jdk> jdk = Jdk.find(feature, List.of());
    assumeTrue(
        jdk.filter(found -> Files.isRegularFile(library(found))).isPresent(),
        "no JDK " + feature + " on this machine");
    return jdk.orElseThrow();
  }

  static Path library(Jdk jdk) {
    return jdk.home().resolve("lib/modules");
  }

  static Jimage open(Path library) throws IOException {
    return Jimage.open(FileChannel.open(library), library.toString());
  }

  static ModuleTable table(Path home) throws IOException {
    Path library = home.resolve("lib/modules");
    try (Jimage image = open(library)) {
      return ModuleTable.of(image, library.toString());
    }
  }
}
