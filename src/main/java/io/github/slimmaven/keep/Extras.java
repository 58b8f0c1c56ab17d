package io.github.slimmaven.keep;

import java.util.List;

/**
 * What the user asked to keep by another name than a path.
 *
 * @param binaries names on the PATH or paths of programs, kept with what they load
 * @param packages names of packages of dpkg, apk or rpm, kept whole
 * @param shell whether a shell stays
 * @param userDirectory whether the home of the image's user stays whole
 * @param database what stays of the package databases
 */
public record Extras(
    List<String> binaries,
    List<String> packages,
    boolean shell,
    boolean userDirectory,
    PackageDatabase database) {
  /** Nothing more. */
  public static final Extras NONE = new Extras(List.of(), List.of(), false, false);

  public Extras {
    binaries = List.copyOf(binaries);
    packages = List.copyOf(packages);
  }

  /** With pruned package databases. */
  public Extras(
      List<String> binaries, List<String> packages, boolean shell, boolean userDirectory) {
    this(binaries, packages, shell, userDirectory, PackageDatabase.PRUNED);
  }
}
