package io.github.slimmaven.jvm;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file {@code release} of a Java runtime, lines of {@code KEY="value"}.
 *
 * @param text the file
 */
record Release(String text) {
  private static final Pattern VERSION =
      Pattern.compile("(?m)^JAVA_VERSION=\"?(?:1\\.)?(\\d{1,4})[\\d._+\\-\\w]*\"?\\r?$");
  private static final Pattern MODULES = Pattern.compile("(?m)^MODULES=\"([^\"\\n]*)\"");

  private static final int MAX = 1 << 16;

  /** That of the runtime in this directory; empty if it has none. */
  static Optional<Release> read(FileTree tree, String home) throws IOException {
    Optional<Entry> file =
        tree.resolve(home + "/release")
            .target()
            .filter(entry -> entry.isFile() && entry.size() <= MAX);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = Channels.newInputStream(tree.open(file.get()))) {
      return Optional.of(new Release(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)));
    }
  }

  /** The first number of the version: 17 of 17.0.15. */
  Optional<Integer> feature() {
    Matcher version = VERSION.matcher(text);
    return version.find() ? Optional.of(Integer.parseInt(version.group(1))) : Optional.empty();
  }

  /** Whether it lists this module. */
  boolean lists(String module) {
    Matcher modules = MODULES.matcher(text);
    return modules.find() && (" " + modules.group(1) + " ").contains(" " + module + " ");
  }

  /** The same with these modules only, in the order that they have; unchanged if it has no list. */
  Release with(Set<String> kept) {
    Matcher modules = MODULES.matcher(text);
    if (!modules.find()) {
      return this;
    }
    StringBuilder list = new StringBuilder();
    for (String module : modules.group(1).split(" ")) {
      if (kept.contains(module)) {
        list.append(list.isEmpty() ? "" : " ").append(module);
      }
    }
    return new Release(text.substring(0, modules.start(1)) + list + text.substring(modules.end(1)));
  }
}
