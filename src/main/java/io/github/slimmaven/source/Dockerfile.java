package io.github.slimmaven.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What has to be known of a Dockerfile before it is built (Dockerfile reference, docs.docker.com):
 * its final base image, and whether the classic builder understands it.
 *
 * @param instructions in order
 * @param syntax the {@code syntax} directive; or ""
 */
record Dockerfile(List<Instruction> instructions, String syntax) {
  private static final Pattern DIRECTIVE =
      Pattern.compile("#\\s*(syntax|escape|check)\\s*=\\s*(\\S+)\\s*", Pattern.CASE_INSENSITIVE);
  private static final Pattern HEREDOC =
      Pattern.compile("(?<=^|\\s)[0-9]*<<-?([\"']?)([A-Za-z_][A-Za-z0-9_.]*)\\1(?=$|[\\s|>;&)])");
  private static final Pattern FLAG = Pattern.compile("\\G\\s*(--[a-z-]+)(?:=\\S*)?(?=\\s)");
  private static final Pattern FROM =
      Pattern.compile("(?:--\\S+\\s+)*(\\S+)(?:\\s+AS\\s+(\\S+))?", Pattern.CASE_INSENSITIVE);
  private static final Pattern VARIABLE =
      Pattern.compile("\\$(?:\\{([A-Za-z_]\\w*)(?::-([^}]*))?}|([A-Za-z_]\\w*))");
  private static final Pattern PLATFORM_ARGUMENT =
      Pattern.compile("(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT)");
  private static final Set<String> CLASSIC_FLAGS = Set.of("--from", "--chown");

  /**
   * One instruction.
   *
   * @param line number of its first line
   * @param name upper case
   * @param rest what follows the name, continued lines joined
   */
  record Instruction(int line, String name, String rest) {
    List<String> flags() {
      List<String> flags = new ArrayList<>();
      Matcher matcher = FLAG.matcher(rest);
      while (matcher.find()) {
        flags.add(matcher.group(1));
      }
      return flags;
    }
  }

  Dockerfile {
    instructions = List.copyOf(instructions);
  }

  static Dockerfile parse(String text) {
    List<String> lines = text.lines().toList();
    List<Instruction> instructions = new ArrayList<>();
    String syntax = "";
    char escape = '\\';
    int at = 0;
    for (; at < lines.size(); at++) {
      Matcher directive = DIRECTIVE.matcher(lines.get(at).strip());
      if (!directive.matches()) {
        break;
      }
      String name = directive.group(1).toLowerCase(Locale.ROOT);
      syntax = name.equals("syntax") ? directive.group(2) : syntax;
      escape = name.equals("escape") ? directive.group(2).charAt(0) : escape;
    }
    while (at < lines.size()) {
      int first = at;
      StringBuilder joined = new StringBuilder();
      boolean open = true;
      while (open && at < lines.size()) {
        String line = lines.get(at++);
        String stripped = line.strip();
        if (stripped.startsWith("#") || (stripped.isEmpty() && joined.length() > 0)) {
          continue; // within a continued instruction they do not count
        }
        open = !stripped.isEmpty() && stripped.charAt(stripped.length() - 1) == escape;
        joined.append(open ? line.stripTrailing().replaceFirst(".$", "") : line);
      }
      String[] words = joined.toString().strip().split("\\s+", 2);
      if (!words[0].isEmpty()) {
        String rest = words.length == 2 ? words[1] : "";
        String name = words[0].toUpperCase(Locale.ROOT);
        instructions.add(new Instruction(first + 1, name, rest));
        at = afterHeredocs(name, rest, lines, at);
      }
    }
    return new Dockerfile(instructions, syntax);
  }

  private static int afterHeredocs(String name, String rest, List<String> lines, int from) {
    int at = from;
    if (takesHeredoc(name)) {
      Matcher matcher = HEREDOC.matcher(rest);
      while (matcher.find()) {
        while (at < lines.size() && !lines.get(at).strip().equals(matcher.group(2))) {
          at++;
        }
        at++;
      }
    }
    return at;
  }

  private static boolean takesHeredoc(String name) {
    return name.equals("RUN") || name.equals("COPY") || name.equals("ADD");
  }

  /** What only BuildKit understands, as in {@code 'RUN --mount' in line 4}; empty if nothing. */
  Optional<String> buildKitNeed() {
    if (!syntax.isEmpty() && !syntax.matches("(docker\\.io/)?docker/dockerfile(:1([.-].*)?)?")) {
      return Optional.of("'# syntax=" + syntax + "'");
    }
    for (Instruction instruction : instructions) {
      Optional<String> need = need(instruction);
      if (need.isPresent()) {
        return Optional.of("'" + need.get() + "' in line " + instruction.line());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> need(Instruction instruction) {
    String name = instruction.name();
    if (takesHeredoc(name)) {
      Matcher heredoc = HEREDOC.matcher(instruction.rest());
      return instruction.flags().stream()
          .filter(flag -> name.equals("RUN") || !CLASSIC_FLAGS.contains(flag))
          .map(flag -> name + " " + flag)
          .findFirst()
          .or(() -> heredoc.find() ? Optional.of(name + " " + heredoc.group()) : Optional.empty());
    }
    boolean platform =
        name.equals("ARG")
            ? PLATFORM_ARGUMENT.matcher(instruction.rest().strip()).matches()
            : name.equals("FROM") && instruction.rest().contains("BUILDPLATFORM");
    return platform ? Optional.of(name + " " + instruction.rest()) : Optional.empty();
  }

  /**
   * The image that the built stage begins with, through the stages that it is made from.
   *
   * @return a reference or {@code scratch}; empty if the Dockerfile names none
   */
  Optional<String> base(Optional<String> target, Map<String, String> buildArgs) {
    Map<String, String> variables = new HashMap<>();
    Map<String, String> stages = new HashMap<>();
    int count = 0;
    String base = null;
    for (Instruction instruction : instructions) {
      if (instruction.name().equals("ARG") && count == 0) {
        String[] parts = instruction.rest().strip().split("=", 2);
        String value = parts.length == 2 ? parts[1].replaceAll("^[\"']|[\"']$", "") : "";
        variables.put(parts[0], buildArgs.getOrDefault(parts[0], value));
      }
      Matcher from = FROM.matcher(instruction.rest().strip());
      if (!instruction.name().equals("FROM") || !from.matches()) {
        continue;
      }
      String image = expand(from.group(1), variables);
      base = stages.getOrDefault(image.toLowerCase(Locale.ROOT), image);
      String number = Integer.toString(count++);
      String name = from.group(2) == null ? number : from.group(2).toLowerCase(Locale.ROOT);
      stages.put(name, base);
      if (target.filter(t -> t.equalsIgnoreCase(name) || t.equals(number)).isPresent()) {
        return Optional.of(base);
      }
    }
    return Optional.ofNullable(base);
  }

  private static String expand(String text, Map<String, String> variables) {
    return VARIABLE
        .matcher(text)
        .replaceAll(
            found -> {
              String name = found.group(1) == null ? found.group(3) : found.group(1);
              String value = variables.getOrDefault(name, "");
              String otherwise = found.group(2) == null ? "" : found.group(2);
              return Matcher.quoteReplacement(value.isEmpty() ? otherwise : value);
            });
  }
}
