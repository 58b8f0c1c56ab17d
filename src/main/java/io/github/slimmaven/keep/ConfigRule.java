package io.github.slimmaven.keep;

import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.ImageConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Keeps what the image config names: directories, the user's home, the health check's programs. */
final class ConfigRule implements Rule {
  private final ImageConfig config;

  ConfigRule(ImageConfig config) {
    this.config = config;
  }

  @Override
  public void apply(Selection selection) throws IOException {
    selection.follow(config.workingDir(), new Reason(Reason.Kind.WORKDIR, config.workingDir()));
    for (String volume : config.volumes()) {
      selection.follow(volume, new Reason(Reason.Kind.VOLUME, volume));
    }
    Optional<String> home = home(selection.tree(), config);
    if (home.isPresent()) {
      selection.follow(home.get(), new Reason(Reason.Kind.WORKDIR, "home of the user"));
    }
    healthcheck(selection);
  }

  /** The directory of the image's user in passwd(5); of root if it names none. */
  static Optional<String> home(FileTree tree, ImageConfig config) throws IOException {
    String user = config.user().split(":", 2)[0];
    for (String line : TextFile.lines(tree, "/etc/passwd")) {
      String[] fields = line.split(":", -1);
      if (fields.length < 7 || !fields[5].startsWith("/")) {
        continue;
      }
      boolean same =
          user.isEmpty() ? fields[2].equals("0") : fields[0].equals(user) || fields[2].equals(user);
      if (same) {
        return Optional.of(fields[5]);
      }
    }
    return Optional.empty();
  }

  private void healthcheck(Selection selection) {
    List<String> test = config.healthcheck();
    if (test.size() < 2) {
      return;
    }
    Programs programs = new Programs(selection.tree(), config);
    List<String> names = new ArrayList<>();
    if (test.get(0).equals("CMD-SHELL")) {
      names.add(shell());
      names.addAll(Arrays.asList(test.get(1).split("[\\s;|&()<>`\"'!{}$]+")));
    } else {
      names.addAll(test.subList(1, test.size()));
    }
    for (String name : names) {
      programs
          .find(name)
          .ifPresent(
              path -> selection.follow(path, new Reason(Reason.Kind.ESSENTIAL, "health check")));
    }
  }

  private String shell() {
    return config.json().path("config").path("Shell").path(0).asText("/bin/sh");
  }
}
