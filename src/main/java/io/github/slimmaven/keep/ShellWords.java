package io.github.slimmaven.keep;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Finds the words of a shell script that stand where a command does (POSIX.1, Shell Command
 * Language, 2.9 and 2.10). Quoting and here-documents are not followed in every corner: a word too
 * many is looked for on the PATH in vain.
 */
final class ShellWords {
  /** Programs that run the program that they are given. */
  static final Set<String> WRAPPERS =
      Set.of(
          "sudo",
          "env",
          "nice",
          "nohup",
          "timeout",
          "xargs",
          "time",
          "setsid",
          "stdbuf",
          "gosu",
          "su-exec",
          "tini",
          "dumb-init",
          "chroot",
          "setpriv",
          "catchsegv",
          "ionice",
          "flock");

  /** Words after which a command follows; the commands among them are builtins. */
  private static final Set<String> BEFORE =
      Set.of(
          "if", "then", "else", "elif", "while", "until", "do", "!", "{", "exec", "command",
          "builtin", "eval", "trap");

  private static final Set<String> LOOKING = Set.of("which", "type", "hash");

  private static final Set<String> BUILTINS =
      Set.of(
          "for",
          "case",
          "in",
          "esac",
          "fi",
          "done",
          "}",
          "function",
          "select",
          ".",
          ":",
          "source",
          "alias",
          "bg",
          "break",
          "cd",
          "continue",
          "declare",
          "export",
          "fc",
          "fg",
          "getopts",
          "jobs",
          "let",
          "local",
          "read",
          "readonly",
          "return",
          "set",
          "shift",
          "shopt",
          "times",
          "typeset",
          "ulimit",
          "umask",
          "unalias",
          "unset",
          "wait",
          "exit");

  /** Those that are given something else before it. */
  private static final Set<String> OPERAND = Set.of("gosu", "su-exec", "chroot", "flock");

  /** Arguments of {@code find} after which a command follows. */
  private static final Set<String> ACTIONS = Set.of("-exec", "-execdir", "-ok", "-okdir");

  /** Programs whose option {@code -c} is given a script. */
  private static final Set<String> SHELLS =
      Set.of("sh", "bash", "dash", "ash", "ksh", "zsh", "su", "runuser");

  private final String text;
  private final Set<String> commands = new LinkedHashSet<>();
  private final StringBuilder word = new StringBuilder();

  /** Whether the next word may be a command. */
  private boolean start = true;

  private boolean quoted;
  private boolean known = true;

  /** Whether the words so far only lead to a command: options of a wrapper are passed over. */
  private boolean leading;

  private boolean operand;

  /** Whether the words are arguments of a shell, and the next is a script of its own. */
  private boolean shell;

  private boolean script;

  ShellWords(String text) {
    this.text = text.replace("\\\n", " ");
  }

  /** Names and paths of programs, in order; those of builtins and functions are not among them. */
  Set<String> commands() {
    scan();
    commands.removeIf(name -> text.contains(name + "()") || text.contains(name + " ()"));
    return commands;
  }

  private void scan() {
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '#' && word.length() == 0 && !quoted) {
        int end = text.indexOf('\n', i);
        i = end < 0 ? text.length() : end;
      } else if (c == '\'') {
        int end = text.indexOf('\'', i + 1);
        end = end < 0 ? text.length() : end;
        quote(text.substring(i + 1, end));
        i = end + 1;
      } else if (c == '"') {
        i = doubleQuote(i + 1);
      } else if (c == '\\') {
        known = false;
        i += 2;
      } else if (c == '$' && text.startsWith("$((", i)) {
        known = false;
        quoted = true;
        i += 3;
      } else if (text.startsWith("$(", i) || c == '`') {
        known = false;
        word.setLength(0);
        begin();
        i += c == '`' ? 1 : 2;
      } else if (c == '$') {
        known = false;
        quoted = true;
        i += text.startsWith("${", i) ? 2 : 1;
      } else if (text.startsWith("{}", i)) { // what find and xargs replace
        word.append("{}");
        i += 2;
      } else if ("\n;|&(){}".indexOf(c) >= 0) {
        endWord();
        begin();
        i++;
      } else if (Character.isWhitespace(c)) {
        endWord();
        i++;
      } else if (c == '<' || c == '>') {
        endWord();
        i++;
        while (i < text.length() && "<>&- \t".indexOf(text.charAt(i)) >= 0) {
          i++;
        }
        while (i < text.length() && "\n;|&() \t".indexOf(text.charAt(i)) < 0) {
          i++;
        }
      } else {
        word.append(c);
        i++;
      }
    }
    endWord();
  }

  private void quote(String content) {
    quoted = true;
    word.append(content);
  }

  /** In double quotes only substitutions matter: {@code "$(id -u)"}. */
  private int doubleQuote(int from) {
    int i = from;
    quoted = true;
    while (i < text.length() && text.charAt(i) != '"') {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (text.startsWith("$(", i) && !text.startsWith("$((", i)) {
        int end = closing(i + 2);
        commands.addAll(new ShellWords(text.substring(i + 2, end)).commands());
        known = false;
        i = end;
      } else if (c == '$' || c == '`') {
        known = false;
      } else {
        word.append(c);
      }
      i++;
    }
    return i + 1;
  }

  private int closing(int from) {
    int depth = 1;
    for (int i = from; i < text.length(); i++) {
      depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return text.length();
  }

  private void begin() {
    start = true;
    leading = false;
    operand = false;
    shell = false;
    script = false;
    quoted = false;
    known = true;
  }

  private void endWord() {
    String done = word.toString();
    word.setLength(0);
    boolean plain = known;
    boolean any = quoted || !done.isEmpty();
    quoted = false;
    known = true;
    if (!any) {
      return;
    }
    if (!start) {
      argument(done);
      return;
    }
    if (leading && done.contains(" ") && !done.matches("\\w+=.*")) { // as in eval 'a | b'
      commands.addAll(new ShellWords(done).commands());
      start = false;
      return;
    }
    if (!plain || done.equals("{}") || done.matches("[A-Za-z_]\\w*\\+?=.*|\\d+[smhd]?")) {
      start = done.contains("=") || leading;
      return;
    }
    if ((leading && done.startsWith("-")) || BEFORE.contains(done)) {
      leading = true;
      return;
    }
    if (operand) {
      operand = false;
      return;
    }
    if (BUILTINS.contains(done)) {
      start = false;
      return;
    }
    String name = done.substring(done.lastIndexOf('/') + 1);
    if (done.matches("[\\w./+\\[-]+")) {
      commands.add(done);
    }
    shell = SHELLS.contains(name);
    leading = WRAPPERS.contains(name) || LOOKING.contains(name);
    operand = OPERAND.contains(name);
    start = leading;
  }

  private void argument(String word) {
    if (script) {
      script = false;
      commands.addAll(new ShellWords(word).commands());
    } else if (ACTIONS.contains(word)) {
      start = true;
      shell = false;
    } else {
      script = shell && word.matches("-[a-z]*c");
    }
  }
}
