package io.github.slimmaven.inventory;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.keep.TextFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ruby gems, by their {@code specifications/NAME-VERSION.gemspec} (RubyGems, "Specification
 * Reference"); their files are in {@code gems/NAME-VERSION} and {@code
 * extensions/PLATFORM/ABI/NAME-VERSION} beside. Those that come with Ruby are in {@code
 * specifications/default}, and their files in Ruby's own library: {@code lib/ruby/3.3.0} and its
 * machine's directory, beside {@code lib/ruby/gems/3.3.0}. Where none of these is found no file is
 * known, so that nobody takes the gem for gone as its specification is.
 */
final class RubyGems {
  private static final Pattern SPECIFICATION =
      Pattern.compile(
          "(.*)/specifications/(default/)?((.+?)-(\\d[^/]*))\\.gemspec", Pattern.DOTALL);
  private static final Pattern LIBRARY = Pattern.compile("(.*)/gems/([^/]+)", Pattern.DOTALL);
  private static final Pattern FILES =
      Pattern.compile("(?m)^\\s*\\w+\\.files\\s*=\\s*\\[([^\\]]*)\\]");
  private static final Pattern FILE = Pattern.compile("\"(?:lib/)?([^\"]+)\"");
  private static final Pattern MACHINE = Pattern.compile("/[^/]*-linux[^/]*$");
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
        String full = specification.group(3);
        below(tree, specification.group(1) + "/gems/" + full, files);
        String extensions = specification.group(1) + "/extensions";
        for (Entry platform : tree.children(extensions)) {
          for (Entry abi : tree.children(platform.path())) {
            below(tree, abi.path() + "/" + full, files);
          }
        }
        boolean known = !files.isEmpty();
        if (specification.group(2) != null) {
          known = library(tree, specification.group(1), text, files);
        }
        if (known) {
          files.add(entry.path());
        } else {
          files.clear();
        }
        gems.add(
            Part.of(
                new Owner(
                    "gem",
                    name.find() ? name.group(1) : specification.group(4),
                    version.find() ? version.group(1) : specification.group(5)),
                entry.path(),
                files));
      }
    }
    return gems;
  }

  /** Adds the files of a gem that comes with Ruby; gives whether there are any. */
  private static boolean library(
      FileTree tree, String gems, String specification, NavigableSet<String> files) {
    Matcher place = LIBRARY.matcher(gems);
    Matcher list = FILES.matcher(specification);
    if (!place.matches() || !list.find()) {
      return false;
    }
    String library = place.group(1) + "/" + place.group(2);
    List<String> directories = new ArrayList<>(List.of(library));
    tree.children(library).stream()
        .map(Entry::path)
        .filter(path -> MACHINE.matcher(path).find())
        .forEach(directories::add);
    boolean found = false;
    Matcher file = FILE.matcher(list.group(1));
    while (file.find()) {
      for (String directory : directories) {
        Optional<Entry> there =
            tree.get(directory + "/" + file.group(1)).filter(entry -> !entry.isDirectory());
        there.map(Entry::path).ifPresent(files::add);
        found |= there.isPresent();
      }
    }
    return found;
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
