package io.github.slimmaven.it;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Base images of the integration tests, made of Debian's packages once for a machine. */
public final class Bases {
  private Bases() {}

  /**
   * Makes the image {@code slim-it/debian:NAME} of the Docker engine.
   *
   * @param basedir the directory of the integration test, as the scripts have it
   * @param name the tag
   * @param packages names of Debian packages
   */
  public static void debian(File basedir, String name, String... packages)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(new File(basedir, "../../../src/it/bin/debian-base.sh").getCanonicalPath());
    command.add("-n");
    command.add(name);
    command.addAll(List.of(packages));
    String printed = Command.call(command.toArray(String[]::new));
    if (!printed.contains("docker://slim-it/debian:" + name)) {
      throw new AssertionError("No Docker engine has 'slim-it/debian:" + name + "': " + printed);
    }
  }
}
