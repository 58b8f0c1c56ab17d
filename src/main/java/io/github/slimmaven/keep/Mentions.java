package io.github.slimmaven.keep;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.ImageConfig;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keeps what the app's own files mention: absolute paths, paths relative to the file or to the
 * working directory, programs that they run by name, and libraries that its programs open by name.
 * A file that is kept for being mentioned is read in turn, to a depth of two; so is a script that
 * was executed, wherever it lies.
 */
final class Mentions implements Growth {
  private static final int DEPTH = 2;

  /** Of a directory that is mentioned, the content stays too up to this many bytes. */
  private static final long SMALL = 2 << 20;

  /** Text for people, and files that cannot run or read anything. */
  private static final Pattern PROSE =
      Pattern.compile(
          ".*\\.(?:md|rst|adoc|html?|css|scss|svg|map|po|pot|csv|lock|woff2?|png|jpe?g|gif)"
              + "|.*/(?:README|LICEN[CS]E|COPYING|NOTICE|CHANGE(?:S|LOG)|AUTHORS|Dockerfile)[^/]*"
              + "|/usr/share/(?:doc|man|info|locale|common-licenses)/.*",
          Pattern.DOTALL);

  private final Application application;
  private final ImageConfig config;
  private final Programs programs;
  private final ElfNeeds elf;
  private final Map<String, Integer> depths = new HashMap<>();

  Mentions(Selection selection, Application application, ImageConfig config, ElfNeeds elf) {
    this.application = application;
    this.config = config;
    this.elf = elf;
    this.programs = new Programs(selection.tree(), config);
  }

  @Override
  public void extend(List<Entry> fresh, Selection selection) throws IOException {
    for (Entry entry : fresh) {
      if (!TextFile.readable(selection.tree(), entry) || PROSE.matcher(entry.path()).matches()) {
        continue;
      }
      int depth = depth(entry, selection);
      if (depth <= DEPTH) {
        read(entry, depth, selection);
      }
    }
  }

  /** How many mentions lead here; beyond the limit if none does. */
  private int depth(Entry entry, Selection selection) throws IOException {
    if (application.own(entry)) {
      return 0;
    }
    Integer mentioned = depths.get(entry.path());
    if (mentioned != null) {
      return mentioned;
    }
    Reason reason = selection.reasons().get(entry.path());
    boolean executed =
        reason.equals(new Reason(Reason.Kind.TRACED, "executed"))
            || reason.kind() == Reason.Kind.PATTERN;
    return executed && Magic.isScript(TextFile.head(selection.tree(), entry, Magic.BYTES))
        ? 0
        : DEPTH + 1;
  }

  private void read(Entry entry, int depth, Selection selection) throws IOException {
    Mentioned mentioned = MentionReader.read(selection.tree(), entry);
    Reason reason = new Reason(Reason.Kind.MENTIONED, entry.path());
    for (String path : mentioned.absolute()) {
      mention(path, depth, reason, selection);
    }
    for (String path : mentioned.relative()) {
      mention(Selection.parent(entry.path()) + "/" + path, depth, reason, selection);
      mention(config.workingDir() + "/" + path, depth, reason, selection);
    }
    for (String name : mentioned.programs()) {
      Optional<String> program = programs.find(name);
      if (program.isPresent()) {
        mention(program.get(), depth, reason, selection);
      }
    }
    for (String name : mentioned.libraries()) {
      elf.open(name, entry.path(), reason, selection);
    }
  }

  private void mention(String path, int depth, Reason reason, Selection selection) {
    Optional<Entry> target =
        selection.tree().resolve(path).target().filter(entry -> keepable(entry.path()));
    if (target.isEmpty()) {
      return;
    }
    boolean known = selection.has(target.get().path());
    if (!known) {
      depths.putIfAbsent(target.get().path(), depth + 1);
    }
    selection.follow(path, reason);
    if (target.get().isDirectory()
        && !SystemDirectories.shared(target.get().path())
        && bytes(target.get(), selection, SMALL) < SMALL) {
      selection.whole(path, reason);
    }
  }

  private static boolean keepable(String path) {
    return !path.equals("/")
        && !SystemDirectories.virtual(path)
        && !path.startsWith("/usr/share/doc/")
        && !path.startsWith("/usr/share/man/");
  }

  /** The bytes below a directory, counted until there are too many. */
  private static long bytes(Entry directory, Selection selection, long limit) {
    long sum = 0;
    for (Entry child : selection.tree().children(directory.path())) {
      sum += child.isDirectory() ? bytes(child, selection, limit - sum) + 512 : child.size() + 512;
      if (sum >= limit) {
        return sum;
      }
    }
    return sum;
  }
}
