package io.github.slimmaven.keep;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.ImageConfig;
import io.github.slimmaven.image.PathName;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Keeps the interpreter of each kept script, found as execve(2) and env(1) do. */
final class ScriptNeeds implements Growth {
  /** What the kernel reads of a script (BINPRM_BUF_SIZE). */
  private static final int FIRST_LINE = 256;

  private final Programs programs;

  ScriptNeeds(FileTree tree, ImageConfig config) {
    this.programs = new Programs(tree, config);
  }

  @Override
  public void extend(List<Entry> fresh, Selection selection) throws IOException {
    for (Entry entry : fresh) {
      boolean executable = (entry.mode() & 0111) != 0;
      if (executable && TextFile.readable(selection.tree(), entry)) {
        for (String program : interpreters(selection.tree(), entry)) {
          selection.follow(program, new Reason(Reason.Kind.ELF, "#! of " + entry.path()));
        }
      }
    }
  }

  private List<String> interpreters(FileTree tree, Entry script) throws IOException {
    byte[] head = TextFile.head(tree, script, FIRST_LINE);
    if (!Magic.isScript(head)) {
      return List.of();
    }
    String line = PathName.decode(head).split("\n", 2)[0].substring(2).trim();
    String[] words = line.split("[ \t\r]+");
    if (!words[0].startsWith("/")) {
      return List.of();
    }
    if (!words[0].endsWith("/env")) {
      return List.of(words[0]);
    }
    Optional<String> program =
        Arrays.stream(words)
            .skip(1)
            .filter(word -> !word.startsWith("-") && word.indexOf('=') < 0)
            .findFirst()
            .flatMap(programs::find);
    return program.isPresent() ? List.of(words[0], program.get()) : List.of(words[0]);
  }
}
