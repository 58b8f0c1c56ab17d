package io.github.slimmaven.keep;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds in source code, scripts and configuration, of whatever language, the paths and the strings
 * that name a program to run.
 */
final class SourceStrings {
  private static final Pattern COMMENT =
      Pattern.compile("(?m)^[ \\t]*(?:#(?!!)|//|\\*|/\\*|;|--[ \\t]).*$");

  private static final Pattern ABSOLUTE =
      Pattern.compile("(?<![\\w.$}/~%-])/[\\w.+@%~=,-]+(?:/[\\w.+@%~=,-]++)*+");

  private static final Pattern QUOTED =
      Pattern.compile("\"([^\"\\n\\\\]{1,1000})\"|'([^'\\n\\\\]{1,1000})'|`([^`\\n\\\\]{1,1000})`");

  private static final Pattern RELATIVE =
      Pattern.compile("(?!https?:|/)(?:\\./)?[\\w+@-][\\w.+@ -]*(?:/[\\w.+@ -]++)*+");

  /** Calls that run a program, or look for one. */
  private static final Pattern CALL =
      Pattern.compile(
          "\\b(?:(?:subprocess\\.)?(?:Popen|check_output|check_call|getoutput|getstatusoutput)"
              + "|subprocess\\.(?:run|call)|create_subprocess_(?:exec|shell)"
              + "|os\\.(?:system|popen|exec\\w+|spawn\\w+|posix_spawnp?)|(?:shutil\\.)?which"
              + "|(?:spawn|exec|execFile|fork)(?:Sync)?|execa|shell_exec|passthru|proc_open|popen3?"
              + "|pcntl_exec|system|execv[pe]{0,2}|execl[pe]?|ProcessBuilder|exec\\.Command(?:Context)?"
              + "|exec\\.LookPath|Command::new|Open3\\.\\w+|IO\\.popen|capture[23]e?|qx|open3)"
              + "[ \\t]*[({\\[ ]");

  private static final Pattern SHELL_CALL =
      Pattern.compile(
          "shell[ \\t]*=[ \\t]*True|shell:[ \\t]*true|os\\.(?:system|popen)|getoutput"
              + "|create_subprocess_shell|\\bexecSync\\b|child_process[^;]{0,200}\\bexec\\b"
              + "|(?<![\\w.>:$])(?:exec|proc_open)[ \\t]*\\(|shell_exec|passthru|\\bsystem[ \\t]*\\(|\\bpopen[ \\t]*\\(|qx[{(/]|%x[{(]");

  /** What makes a program's name a line for a shell. */
  private static final Pattern SHELL_SYNTAX = Pattern.compile("[\\s|<>;&$*?~]");

  private static final String SHELL = "/bin/sh";

  /** Quotes that run what is in them: Perl's {@code qx{...}} and Ruby's {@code %x(...)}. */
  private static final Pattern RUN =
      Pattern.compile(
          "(?:\\bqx|%x)(?:\\{(?:[^{}]++|\\{[^{}]*+})*+}|\\([^()]*\\)|\\[[^\\[\\]]*]|([/|!])[^\\n]*?\\1)");

  private static final Pattern BACKTICKS = Pattern.compile("`([^`\\n]{1,1000})`");

  /** Ruby's {@code #{value}}, which a shell would take for a comment. */
  private static final Pattern INTERPOLATED = Pattern.compile("#\\{[^}]*}");

  private static final Pattern LIST_HEAD =
      Pattern.compile("[\\[({][ \\t\\n]*(?:\"([\\w./+-]+)\"|'([\\w./+-]+)')[ \\t\\n]*[,\\])}]");

  private static final Pattern COMMAND =
      Pattern.compile("[a-z][\\w.+-]*(?:[ \\t]+(?:-|/|\\$|%|\\{|[<>|&]).*)");

  private static final Set<String> NOT_RUN = Set.of(".", "..");

  private SourceStrings() {}

  static void read(String source, Mentioned mentioned) {
    String text = COMMENT.matcher(source).replaceAll("");
    paths(text, mentioned);
    Matcher quoted = QUOTED.matcher(text);
    while (quoted.find()) {
      String string = group(quoted);
      if ((string.indexOf('/') > 0 || string.indexOf('.') > 0)
          && RELATIVE.matcher(string).matches()) {
        mentioned.relative().add(string);
      }
    }
    programs(text, mentioned);
  }

  /** The absolute paths in a text. */
  static void paths(String text, Mentioned mentioned) {
    Matcher absolute = ABSOLUTE.matcher(text);
    while (absolute.find()) {
      String path = absolute.group();
      mentioned.absolute().add(path);
      mentioned.absolute().add(path.replaceAll("[.,]+$", ""));
    }
  }

  private static void programs(String text, Mentioned mentioned) {
    Matcher call = CALL.matcher(text);
    boolean any = false;
    while (call.find()) {
      any = true;
      String arguments = text.substring(call.end(), Math.min(text.length(), call.end() + 300));
      Matcher first = QUOTED.matcher(arguments);
      if (first.find() && arguments.substring(0, first.start()).matches("[\\s\\[({\\w=,.:]*")) {
        command(group(first), mentioned);
        if (SHELL_SYNTAX.matcher(group(first)).find()) {
          mentioned.programs().add(SHELL);
        }
        wrapped(arguments, first, mentioned);
      }
    }
    Matcher run = RUN.matcher(text);
    while (run.find()) {
      line(run.group().replaceFirst("(?s)...(.*).", "$1"), mentioned);
    }
    if (SHELL_CALL.matcher(text).find()) {
      mentioned.programs().add(SHELL);
    }
    if (!any) {
      return;
    }
    // The command may have been put together before: lists that start with a name, command lines.
    Matcher head = LIST_HEAD.matcher(text);
    while (head.find()) {
      mentioned.programs().add(head.group(1) == null ? head.group(2) : head.group(1));
    }
    Matcher quoted = QUOTED.matcher(text);
    while (quoted.find()) {
      if (COMMAND.matcher(group(quoted)).matches()) {
        command(group(quoted), mentioned);
      }
    }
  }

  /** What Perl, PHP and Ruby run for being between backticks. */
  static void backticks(String source, Mentioned mentioned) {
    Matcher backticks = BACKTICKS.matcher(COMMENT.matcher(source).replaceAll(""));
    while (backticks.find()) {
      line(backticks.group(1), mentioned);
    }
  }

  /** A line for the shell. */
  private static void line(String line, Mentioned mentioned) {
    command(INTERPOLATED.matcher(line).replaceAll("_"), mentioned);
    mentioned.programs().add(SHELL);
  }

  /** What a program runs that only runs another: {@code ["sh", "-c", "date | wc"]}. */
  private static void wrapped(String arguments, Matcher strings, Mentioned mentioned) {
    String program = group(strings);
    if (!ShellWords.WRAPPERS.contains(program.substring(program.lastIndexOf('/') + 1))
        && !program.matches("(?:.*/)?(?:ba|da|a)?sh")) {
      return;
    }
    int last = strings.end();
    while (strings.find() && arguments.substring(last, strings.start()).matches("[\\s,]*")) {
      command(group(strings), mentioned);
      last = strings.end();
    }
  }

  /** A command line, or only a program's name. */
  static void command(String line, Mentioned mentioned) {
    if (line.matches("[\\w./+-]+")) {
      if (!NOT_RUN.contains(line)) {
        mentioned.programs().add(line);
      }
    } else {
      mentioned.programs().addAll(new ShellWords(line).commands());
    }
  }

  private static String group(Matcher quoted) {
    for (int i = 1; i <= 3; i++) {
      if (quoted.group(i) != null) {
        return quoted.group(i);
      }
    }
    throw new IllegalStateException(quoted.group());
  }
}
