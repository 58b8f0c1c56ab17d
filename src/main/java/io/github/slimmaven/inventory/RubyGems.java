package io.github.slimmaven.inventory;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.keep.TextFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ruby gems, by their {@code specifications/NAME-VERSION.gemspec} (RubyGems, "Specification
 * Reference"); their files are in {@code gems/NAME-VERSION} and {@code
 * extensions/PLATFORM/ABI/NAME-VERSION} beside.
 */
final class RubyGems {
  private static final Pattern SPECIFICATION =
      Pattern.compile(
          "(.*)/specifications/(?:default/)?((.+?)-(\\d[^/]*))\\.gemspec", Pattern.DOTALL);
  private static final Pattern VERSION =
      Pattern.compile("(?m)^\\s*\\w+\\.version\\s*=\\s*\"([^\"\\s]+)\"");
  private static final Pattern NAME =
      Pattern.compile("(?m)^\\s*\\w+\\.name\\s*=\\s*\"([^\"\\s]+)\"");

  private RubyGems() {}

  static List<Part> of(FileTree tree) throws IOException {
    List<Part> gems = new ArrayList<>();
    for (Entry entry : tree.entries()) {
      if (!entry.path().endsWith(".gemspec") || entry.isDirectory()) {
        continue;
      }
      Matcher specification = SPECIFICATION.matcher(entry.path());
      if (specification.matches()) {
        String text = TextFile.text(tree, entry);
        Matcher name = NAME.matcher(text);
        Matcher version = VERSION.matcher(text);
        TreeSet<String> files = new TreeSet<>();
        files.add(entry.path());
        below(tree, specification.group(1) + "/gems/" + specification.group(2), files);
        String extensions = specification.group(1) + "/extensions";
        for (Entry platform : tree.children(extensions)) {
          for (Entry abi : tree.children(platform.path())) {
            below(tree, abi.path() + "/" + specification.group(2), files);
          }
        }
        gems.add(
            Part.of(
                new Owner(
                    "gem",
                    name.find() ? name.group(1) : specification.group(3),
                    version.find() ? version.group(1) : specification.group(4)),
                entry.path(),
                files));
      }
    }
    return gems;
  }

  private static void below(FileTree tree, String directory, NavigableSet<String> files) {
    for (Entry child : tree.children(directory)) {
      if (child.isDirectory()) {
        below(tree, child.path(), files);
      } else {
        files.add(child.path());
      }
    }
  }
}
