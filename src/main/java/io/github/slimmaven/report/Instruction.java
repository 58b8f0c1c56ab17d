package io.github.slimmaven.report;

import io.github.slimmaven.inspect.Xray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An instruction of a Dockerfile, as a history's {@code created_by} tells of it: Docker's classic
 * builder writes {@code /bin/sh -c #(nop) CMD ["sh"]}, BuildKit {@code CMD ["sh"]}, both a shell's
 * command line for RUN, with build arguments before it ({@code |1 A=b /bin/sh -c ...}).
 *
 * @param verb in capitals; "" for a step of no Dockerfile
 * @param text all after the verb
 */
record Instruction(String verb, String text, Xray.Settings settings) {
  private static final Set<String> VERBS =
      Set.of(
          "ADD",
          "ARG",
          "CMD",
          "COPY",
          "ENTRYPOINT",
          "ENV",
          "EXPOSE",
          "HEALTHCHECK",
          "LABEL",
          "MAINTAINER",
          "ONBUILD",
          "RUN",
          "SHELL",
          "STOPSIGNAL",
          "USER",
          "VOLUME",
          "WORKDIR");
  private static final int MOST_NAMES = 500;
  private static final String BUILDKIT = " # buildkit";

  private static final Pattern NO_LAYER =
      Pattern.compile("(?:.{0,4096} )??/bin/sh -c #\\(nop\\) +(.*)", Pattern.DOTALL);
  private static final Pattern SHELL =
      Pattern.compile(
          "(/\\S{0,200}+(?: -\\S{1,50}+| pipefail){0,6}?) -(\\w{0,8}c) (.*)", Pattern.DOTALL);
  private static final Pattern ARGUMENTS =
      Pattern.compile(
          "\\|\\d{1,4} (.*?) ?(/\\S{0,200}sh (?:-\\S{1,50} |pipefail ){0,6}-?.*)", Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("([A-Z]+)\\s+(.*)", Pattern.DOTALL);
  private static final Pattern PORT = Pattern.compile("\\d{1,5}(?:-\\d{1,5})?(?:/[a-z]{1,4})?");
  private static final Pattern COPIED =
      Pattern.compile("(\\S+:[0-9a-f]{64}) in (.*)", Pattern.DOTALL);

  /** The instruction that a step of the history was. */
  static Instruction of(String createdBy, Xray.Settings settings) {
    String step = createdBy.strip();
    if (step.endsWith(BUILDKIT)) {
      step = step.substring(0, step.length() - BUILDKIT.length()).strip();
    }
    Matcher noLayer = NO_LAYER.matcher(step);
    if (noLayer.matches()) {
      step = noLayer.group(1).strip();
    }
    Matcher word = WORD.matcher(step);
    if (word.matches() && VERBS.contains(word.group(1))) {
      return new Instruction(word.group(1), word.group(2), settings);
    }
    boolean command = step.startsWith("|") || SHELL.matcher(step).matches();
    return new Instruction(command ? "RUN" : "", step, settings);
  }

  /**
   * Lines of a Dockerfile.
   *
   * @param comment whether it is only to be mentioned
   */
  List<String> lines(boolean comment) {
    // A here-document would take the next instructions in.
    boolean document = !verb.equals("RUN") && text.contains("<<");
    if (comment || verb.isEmpty() || document) {
      String said = (verb + " " + text).strip();
      return List.of("# " + (said.isEmpty() ? "a step that says nothing" : PrintableText.of(said)));
    }
    return instruction().stream().map(Instruction::closed).toList();
  }

  private List<String> instruction() {
    return switch (verb) {
      case "RUN" -> run();
      case "ENV" -> assignments(names(settings.env().stream()));
      case "LABEL" -> assignments(names(settings.labels().keySet().stream()));
      case "EXPOSE" -> List.of("EXPOSE " + ports());
      case "HEALTHCHECK" -> List.of(Words.healthcheck(settings.healthcheck().orElseThrow()));
      case "COPY", "ADD" -> List.of(verb + " " + line(COPIED.matcher(text).replaceFirst("$1 $2")));
      case "CMD", "ENTRYPOINT", "SHELL", "VOLUME" -> List.of(verb + " " + list());
      default -> List.of(verb + " " + line(text));
    };
  }

  /** A backslash at its end would take the next instruction in. */
  private static String closed(String line) {
    return !line.startsWith("#") && line.stripTrailing().endsWith("\\")
        ? "# " + PrintableText.of(line)
        : line;
  }

  private List<String> run() {
    List<String> lines = new ArrayList<>();
    String command = text;
    Matcher arguments = ARGUMENTS.matcher(command);
    if (arguments.matches()) {
      lines.add("# With the build arguments " + PrintableText.of(arguments.group(1)));
      command = arguments.group(2);
    }
    Matcher shell = SHELL.matcher(command);
    if (!shell.matches()) {
      String line = line(command);
      lines.add(command.contains("<<") ? "# RUN " + line : "RUN " + line);
      return lines;
    }
    String script = shell.group(3);
    boolean usual = shell.group(1).equals("/bin/sh") && shell.group(2).equals("c");
    boolean plain = script.codePoints().allMatch(c -> c == '\t' || Words.plain(c));
    if (usual && plain && !script.startsWith("[") && !script.contains("<<")) {
      lines.add("RUN " + folded(script.strip()));
    } else {
      List<String> words = new ArrayList<>(Arrays.asList(shell.group(1).split(" ")));
      words.add("-" + shell.group(2));
      words.add(script);
      lines.add("RUN " + Words.json(words));
    }
    return lines;
  }

  /**
   * Tabs are what the builder left of line breaks; a "#" after one would be taken for a comment.
   */
  private static String folded(String script) {
    return script.replaceAll("(?<=[^\\\\\\t]) ?(\\t+)(?=[^\\t#])", " \\\\\n$1");
  }

  private List<String> assignments(List<String> names) {
    Map<Integer, String> at = new TreeMap<>();
    for (String name : names) {
      for (int i = text.indexOf(name + "="); i >= 0; i = text.indexOf(name + "=", i + 1)) {
        if (i == 0 || text.charAt(i - 1) == ' ') {
          at.put(i, name);
        }
      }
    }
    if (!at.containsKey(0)) {
      int equals = text.indexOf('=');
      if (equals <= 0 || text.substring(0, equals).chars().anyMatch(c -> c <= ' ')) {
        return lines(true);
      }
      at.put(0, text.substring(0, equals));
    }
    List<Integer> starts = new ArrayList<>(at.keySet());
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      int end = i + 1 < starts.size() ? starts.get(i + 1) - 1 : text.length();
      lines.add(
          Words.assignment(verb, text.substring(starts.get(i), Math.max(end, starts.get(i)))));
    }
    return lines;
  }

  private static List<String> names(Stream<String> variables) {
    return variables
        .map(variable -> variable.replaceFirst("=.*", ""))
        .filter(name -> !name.isEmpty())
        .limit(MOST_NAMES)
        .toList();
  }

  private String ports() {
    Matcher port = PORT.matcher(text);
    List<String> ports = new ArrayList<>();
    while (port.find()) {
      ports.add(port.group());
    }
    return ports.isEmpty() ? line(text) : String.join(" ", ports);
  }

  /** Go prints lists without commas. */
  private String list() {
    String printed = text.strip();
    if (printed.startsWith("[") && printed.endsWith("]") && !printed.startsWith("[\"")) {
      String inner = printed.substring(1, printed.length() - 1).strip();
      return Words.json(inner.isEmpty() ? List.of() : List.of(inner.split("\\s+")));
    }
    return line(printed.startsWith("[\"") ? printed.replace("\" \"", "\", \"") : printed);
  }

  /** What is no JSON keeps its backslashes: only what can't be seen is escaped. */
  private static String line(String text) {
    StringBuilder out = new StringBuilder();
    text.strip()
        .codePoints()
        .forEach(
            c -> {
              if (Words.plain(c)) {
                out.appendCodePoint(c);
              } else {
                out.append(PrintableText.of(Character.toString(c)));
              }
            });
    return out.toString();
  }
}
