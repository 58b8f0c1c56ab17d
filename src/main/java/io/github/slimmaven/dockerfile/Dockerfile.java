package io.github.slimmaven.dockerfile;

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
public record Dockerfile(List<Instruction> instructions, String syntax) {
  private static final Pattern DIRECTIVE =
      Pattern.compile("#\\s*(syntax|escape|check)\\s*=\\s*(\\S+)\\s*", Pattern.CASE_INSENSITIVE);
  private static final Pattern HEREDOC =
      Pattern.compile("(?<=^|\\s)[0-9]*<<-?([\"']?)([A-Za-z_][A-Za-z0-9_.]*)\\1(?=$|[\\s|>;&)])");
  private static final Pattern FLAG = Pattern.compile("\\G\\s*(--[a-z-]+)(?:=\\S*)?(?=\\s)");
  private static final Pattern FROM =
      Pattern.compile("(?:--\\S++\\s++)*+(\\S+)(?:\\s+AS\\s+(\\S+))?", Pattern.CASE_INSENSITIVE);
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
   * @param document its here-documents; "" if it has none
   */
  public record Instruction(int line, String name, String rest, String document) {
    public List<String> flags() {
      List<String> flags = new ArrayList<>();
      Matcher matcher = FLAG.matcher(rest);
      while (matcher.find()) {
        flags.add(matcher.group(1));
      }
      return flags;
    }
  }

  /**
   * One stage.
   *
   * @param from its first instruction
   * @param image that it begins with, variables replaced; of another stage its name as written
   * @param parent index of the stage that it begins with; empty for an image
   * @param instructions all but the first
   */
  public record Stage(
      Instruction from, String image, Optional<Integer> parent, List<Instruction> instructions) {}

  public Dockerfile {
    instructions = List.copyOf(instructions);
  }

  /** Reads the whole text; what is no instruction is taken for one of that name. */
  public static Dockerfile parse(String text) {
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
        int end = afterHeredocs(name, rest, lines, at);
        String document = String.join("\n", lines.subList(at, Math.min(end, lines.size())));
        instructions.add(new Instruction(first + 1, name, rest, document));
        at = end;
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
  public Optional<String> buildKitNeed() {
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
  public Optional<String> base(Optional<String> target, Map<String, String> buildArgs) {
    List<Stage> built = built(target, buildArgs);
    return built.isEmpty() ? Optional.empty() : Optional.of(built.get(0).image());
  }

  /**
   * The stages that the built image consists of, the lowest first; none if there is no stage.
   *
   * @param target the stage to build; else the last one
   */
  public List<Stage> built(Optional<String> target, Map<String, String> buildArgs) {
    List<Stage> stages = stages(buildArgs);
    int last = stages.size() - 1;
    for (int i = 0; i <= last && target.isPresent(); i++) {
      if (name(stages.get(i), i).equalsIgnoreCase(target.get())
          || target.get().equals(Integer.toString(i))) {
        last = i;
      }
    }
    List<Stage> built = new ArrayList<>();
    for (Optional<Integer> at = Optional.of(last); at.isPresent() && at.get() >= 0; ) {
      built.add(0, stages.get(at.get()));
      at = stages.get(at.get()).parent();
    }
    return built;
  }

  /** All stages, in order. */
  public List<Stage> stages(Map<String, String> buildArgs) {
    Map<String, String> variables = new HashMap<>();
    Map<String, Integer> names = new HashMap<>();
    List<Stage> stages = new ArrayList<>();
    for (Instruction instruction : instructions) {
      Matcher from = FROM.matcher(instruction.rest().strip());
      if (instruction.name().equals("FROM") && from.matches()) {
        String image = expand(from.group(1), variables);
        Optional<Integer> parent = Optional.ofNullable(names.get(image.toLowerCase(Locale.ROOT)));
        Stage stage = new Stage(instruction, image, parent, new ArrayList<>());
        names.put(name(stage, stages.size()).toLowerCase(Locale.ROOT), stages.size());
        stages.add(stage);
      } else if (!stages.isEmpty()) {
        stages.get(stages.size() - 1).instructions().add(instruction);
      } else if (instruction.name().equals("ARG")) {
        String[] parts = instruction.rest().strip().split("=", 2);
        String value = parts.length == 2 ? parts[1].replaceAll("^[\"']|[\"']$", "") : "";
        variables.put(parts[0], buildArgs.getOrDefault(parts[0], value));
      }
    }
    return stages;
  }

  private static String name(Stage stage, int index) {
    Matcher from = FROM.matcher(stage.from().rest().strip());
    return from.matches() && from.group(2) != null ? from.group(2) : Integer.toString(index);
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
