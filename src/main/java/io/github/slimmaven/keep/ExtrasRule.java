package io.github.slimmaven.keep;

import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.ImageConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps the programs, packages and directories that the user asked for. */
final class ExtrasRule implements Rule {
  private final Extras extras;
  private final ImageConfig config;
  private final List<String> unmatched = new ArrayList<>();
  private final List<String> unread = new ArrayList<>();

  ExtrasRule(Extras extras, ImageConfig config) {
    this.extras = extras;
    this.config = config;
  }

  @Override
  public void apply(Selection selection) throws IOException {
    FileTree tree = selection.tree();
    Programs programs = new Programs(tree, config);
    for (String name : extras.binaries()) {
      Optional<String> program = programs.find(name);
      program.ifPresent(path -> selection.follow(path, asked("keepBinaries " + name)));
      if (program.isEmpty()) {
        unmatched.add(name);
      }
    }
    if (extras.shell()) {
      Optional<String> shell = programs.find("/bin/sh").or(() -> programs.find("sh"));
      shell.ifPresent(path -> selection.follow(path, asked("keepShell")));
      if (shell.isEmpty()) {
        unmatched.add("/bin/sh");
      }
    }
    if (extras.userDirectory()) {
      Optional<String> home = ConfigRule.home(tree, config);
      home.ifPresent(path -> selection.whole(path, asked("keepUserDirectory")));
    }
    if (extras.database() == PackageDatabase.FULL) {
      PackageRule.database(selection);
    }
    if (!extras.packages().isEmpty()) {
      PackageRule packages = new PackageRule(tree);
      unread.addAll(packages.unread());
      for (String name : extras.packages()) {
        if (!packages.keep(name, asked("keepPackages " + name), selection)) {
          unmatched.add(name);
        }
      }
    }
  }

  /** The names that the image does not have, as written; known after {@link #apply}. */
  List<String> unmatched() {
    return unmatched;
  }

  /** The package databases that could not be asked; known after {@link #apply}. */
  List<String> unread() {
    return unread;
  }

  private static Reason asked(String detail) {
    return new Reason(Reason.Kind.PATTERN, detail);
  }
}
