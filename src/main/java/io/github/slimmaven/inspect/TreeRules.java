package io.github.slimmaven.inspect;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.inventory.ArchivedNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The rules on an image's files. */
final class TreeRules {
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_NAMES = 12;
  private static final Pattern BIN = Pattern.compile("/(?:[^/]+/){0,8}s?bin/([^/]+)");
  private static final Set<String> TOOLS =
      Set.of(
          "gcc",
          "g++",
          "cc",
          "c++",
          "clang",
          "make",
          "cmake",
          "ninja",
          "autoconf",
          "go",
          "rustc",
          "cargo",
          "javac",
          "mvn",
          "gradle",
          "git",
          "svn",
          "hg");
  private static final Pattern DEVTOOLS =
      Pattern.compile("/(?:.*/)?spring-boot-devtools[^/]*\\.jar", Pattern.DOTALL);

  private static final Pattern ARCHIVE = Pattern.compile("/.*\\.[jw]ar", Pattern.DOTALL);

  private final Image image;
  private final LintSettings settings;
  private final Findings findings;
  private final CacheTally caches = new CacheTally();

  TreeRules(Image image, LintSettings settings, Findings findings) {
    this.image = image;
    this.settings = settings;
    this.findings = findings;
  }

  void check() throws IOException {
    MergedTree tree = MergedTree.of(image, caches::see);
    caches.report(findings);
    tools(tree);
    for (Xray.Special special : new Permissions().found(tree)) {
      boolean directory = tree.get(special.path()).filter(Entry::isDirectory).isPresent();
      if (directory && special.kinds().contains("world-writable")) {
        findings.at(LintRule.SLIM016, special.path(), "its mode is " + special.mode());
      }
      if (SetuidPrograms.is(tree, special)) {
        findings.at(LintRule.SLIM017, special.path(), "its mode is " + special.mode());
      }
    }
    account(tree);
    new StartRules(settings, findings).check(path -> text(tree, path));
  }

  private void tools(MergedTree tree) throws IOException {
    Set<String> tools = new TreeSet<>();
    for (Entry entry : tree.entries()) {
      if (entry.isDirectory()) {
        continue;
      }
      var program = BIN.matcher(entry.path());
      if (program.matches() && TOOLS.contains(program.group(1))) {
        tools.add(program.group(1));
      }
      if (program.matches() && program.group(1).equals("sudo")) {
        findings.at(LintRule.SLIM013, entry.path(), "it gives root's rights");
      }
      devtools(tree, entry);
    }
    if (!tools.isEmpty()) {
      String names = String.join(", ", tools.stream().limit(MOST_NAMES).toList());
      int more = tools.size() - MOST_NAMES;
      findings.at(
          LintRule.SLIM004,
          Optional.empty(),
          "the image has " + names + (more > 0 ? " and " + more + " more" : ""));
    }
  }

  /** Spring Boot's, as a jar of its own or in the app's archive. */
  private void devtools(MergedTree tree, Entry entry) throws IOException {
    if (DEVTOOLS.matcher(entry.path()).matches()) {
      findings.at(LintRule.SLIM007, entry.path(), "Spring's devtools are in the image");
    } else if (ARCHIVE.matcher(entry.path()).matches()) {
      ArchivedNames.of(tree, entry).stream()
          .filter(name -> DEVTOOLS.matcher("/" + name).matches())
          .findFirst()
          .ifPresent(
              name ->
                  findings.at(
                      LintRule.SLIM007,
                      entry.path(),
                      "Spring's devtools are in it, '" + name + "'"));
    }
  }

  /** passwd(5): {@code name:password:uid:gid:...}. */
  private void account(MergedTree tree) throws IOException {
    String[] user = settings.user().strip().split(":", 2);
    if (user[0].isEmpty() || user[0].equals("root") || user[0].matches("0+")) {
      return; // SettingsRules says it
    }
    long uid = number(user[0]);
    long gid = user.length == 2 ? number(user[1]) : -1;
    for (String line : text(tree, "/etc/passwd").lines().toList()) {
      String[] account = line.split(":");
      boolean is =
          account.length > 3
              && (account[0].equals(user[0]) || (uid >= 0 && number(account[2]) == uid));
      if (is) {
        uid = number(account[2]);
        gid = gid >= 0 ? gid : number(account[3]);
        break;
      }
    }
    if (uid == 0) {
      findings.at(
          LintRule.SLIM005,
          settings.line("USER"),
          "USER '" + settings.user() + "' has the number 0");
    } else if (uid > 0 && !settings.workingDir().equals("/")) {
      directory(tree, uid, gid);
    }
  }

  private void directory(MergedTree tree, long uid, long gid) {
    Optional<Entry> directory = tree.resolve(settings.workingDir()).target().map(tree::content);
    boolean writes =
        directory
            .filter(
                at ->
                    (at.uid() == uid && (at.mode() & 0200) != 0)
                        || (at.gid() == gid && (at.mode() & 0020) != 0)
                        || (at.mode() & 0002) != 0)
            .isPresent();
    if (directory.isPresent() && !writes) {
      findings.at(
          LintRule.SLIM006,
          directory.get().path(),
          String.format(
              Locale.ROOT,
              "user %d may not write there: it is %d:%d's, mode %04o",
              uid,
              directory.get().uid(),
              directory.get().gid(),
              directory.get().mode()));
    }
  }

  private static long number(String text) {
    return text.matches("\\d{1,10}") ? Long.parseLong(text) : -1;
  }

  /** A small file; "" if there is none or it is large. */
  private static String text(MergedTree tree, String path) throws IOException {
    Optional<Entry> file = tree.resolve(path).target().map(tree::content);
    if (file.isEmpty() || !file.get().isFile() || file.get().size() > MOST_BYTES) {
      return "";
    }
    try (InputStream in = Channels.newInputStream(tree.open(file.get()))) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    }
  }
}
