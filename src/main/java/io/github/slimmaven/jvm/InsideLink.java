package io.github.slimmaven.jvm;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * How the jlink of a runtime is run inside an image: files to put there, and a command.
 *
 * @param home of the runtime
 * @param options for jlink: modules and plugins
 */
public record InsideLink(String home, List<String> options) {
  /** Where the modules are to be, one jar each. */
  public static final String MODULES = "/.slim-link/modules";

  /** Where {@link #program} is to be. */
  public static final String PROGRAM =
      "/.slim-link/" + LinkInside.class.getName().replace('.', '/') + ".class";

  /** The version of class files of Java 11; what newer ones added the program does not use. */
  private static final byte JAVA_11 = 55;

  public InsideLink {
    options = List.copyOf(options);
  }

  /** The class that runs jlink, for Java 11 and newer. */
  public static byte[] program() throws IOException {
    try (InputStream in =
        InsideLink.class.getResourceAsStream(LinkInside.class.getSimpleName() + ".class")) {
      byte[] program = in.readAllBytes();
      program[7] = JAVA_11;
      return program;
    }
  }

  /**
   * The command.
   *
   * @param file absolute path of the class library that it leaves
   * @param directory to which it may write, below which jlink leaves the rest of a runtime
   */
  public List<String> command(String file, String directory) {
    List<String> command =
        new ArrayList<>(
            List.of(
                home + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "--add-modules",
                "jdk.jlink",
                "-cp",
                "/.slim-link",
                LinkInside.class.getName(),
                file));
    command.addAll(List.of("--module-path", MODULES));
    command.addAll(options);
    command.addAll(List.of("--output", directory + "/linked"));
    return command;
  }
}
