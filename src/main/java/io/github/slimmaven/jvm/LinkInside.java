package io.github.slimmaven.jvm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.spi.ToolProvider;

/**
 * Runs in a container: links, and puts the class library where it is fetched from. It is of Java
 * 11, and uses no other class of the plugin.
 */
final class LinkInside {
  private LinkInside() {}

  /** Takes the file of the result, and the arguments of jlink, the directory of its output last. */
  public static void main(String[] args) throws Exception {
    String[] options = Arrays.copyOfRange(args, 1, args.length);
    int code = ToolProvider.findFirst("jlink").orElseThrow().run(System.out, System.err, options);
    if (code == 0) {
      Path library = Paths.get(args[args.length - 1], "lib", "modules");
      Files.move(library, Paths.get(args[0]));
    }
    System.exit(code);
  }
}
