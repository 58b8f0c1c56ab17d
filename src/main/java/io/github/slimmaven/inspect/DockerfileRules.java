package io.github.slimmaven.inspect;

import io.github.slimmaven.dockerfile.Dockerfile.Instruction;
import io.github.slimmaven.dockerfile.Dockerfile.Stage;
import io.github.slimmaven.dockerfile.IgnoreRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules that only a Dockerfile can be asked. */
final class DockerfileRules {
  private static final Pattern EVERYONE_WRITES =
      Pattern.compile(
          "(?:-\\S++ )*+(?:[0246]?[0-7]{2}[2367]|[ugo]*[ao][ugo]*[+=][rstXx]*w[rwstXx]*) .*");
  private static final Pattern SETUID =
      Pattern.compile("(?:-\\S++ )*+(?:[2467][0-7]{3}|[ugo]*\\+[rwx]*s) .*");
  private static final Pattern URL = Pattern.compile("(?:https?|ftp)://.*|git@.*");

  private final LintDockerfile file;
  private final Findings findings;

  DockerfileRules(LintDockerfile file, Findings findings) {
    this.file = file;
    this.findings = findings;
  }

  void check() {
    List<Stage> stages = file.dockerfile().stages(file.buildArgs());
    stages.forEach(this::base);
    stages.forEach(this::order);
    for (Instruction instruction : file.instructions()) {
      switch (instruction.name()) {
        case "RUN" -> run(instruction);
        case "ADD" -> add(instruction);
        case "ARG" -> argument(instruction);
        default -> {} // see SettingsRules
      }
    }
    ignored(stages);
  }

  private void base(Stage stage) {
    String image = stage.image();
    boolean unknown =
        image.isEmpty() || image.endsWith(":") || image.contains("$") || image.equals("scratch");
    if (stage.parent().isPresent() || unknown || image.contains("@")) {
      return;
    }
    String name = image.substring(image.lastIndexOf('/') + 1);
    boolean moving = !name.contains(":") || name.endsWith(":latest");
    findings.at(
        moving ? LintRule.SLIM001 : LintRule.SLIM002,
        Optional.of(stage.from().line()),
        "'" + image + "' may be another image tomorrow");
  }

  private void order(Stage stage) {
    Optional<Instruction> sources = Optional.empty();
    Set<String> installed = new HashSet<>();
    for (Instruction at : stage.instructions()) {
      if (copies(at) && wide(at)) {
        sources = sources.or(() -> Optional.of(at));
      }
      boolean cached = at.rest().contains("type=cache");
      if (!at.name().equals("RUN") || cached) {
        continue;
      }
      for (List<String> command : ShellCommands.of(at)) {
        Optional<String> tool = Installs.dependencies(command);
        if (tool.isPresent() && installed.add(tool.get()) && sources.isPresent()) {
          findings.at(
              LintRule.SLIM003,
              Optional.of(at.line()),
              "'"
                  + tool.get()
                  + "' installs after the sources were copied in line "
                  + sources.get().line()
                  + ": each change of one installs all again");
        }
      }
    }
  }

  private void run(Instruction run) {
    Optional<Integer> line = Optional.of(run.line());
    String text = run.rest() + "\n" + run.document();
    Set<String> tools = new HashSet<>();
    for (List<String> command : ShellCommands.of(run)) {
      Installs.buildTools(command, text).forEach(tools::add);
      Installs.cache(command, text)
          .filter(what -> !file.instructions().stream().anyMatch(at -> disables(at, what)))
          .ifPresent(what -> findings.at(LintRule.SLIM010, line, what + " leaves its cache"));
      if (command.get(0).equals("sudo") || Installs.packages(command).contains("sudo")) {
        findings.at(LintRule.SLIM013, line, "sudo is used or installed");
      }
      String rest = String.join(" ", command.subList(1, command.size()));
      if (command.get(0).equals("chmod") && EVERYONE_WRITES.matcher(rest).matches()) {
        findings.at(LintRule.SLIM016, line, "chmod lets everyone write");
      }
      if (command.get(0).equals("chmod") && SETUID.matcher(rest).matches()) {
        findings.at(LintRule.SLIM017, line, "chmod sets setuid or setgid");
      }
    }
    if (!tools.isEmpty()) {
      findings.at(
          LintRule.SLIM004,
          line,
          "the final stage uses or installs "
              + String.join(", ", tools.stream().sorted().toList()));
    }
    SecretShapes.in(text)
        .ifPresent(what -> findings.at(LintRule.SLIM011, line, "the command has " + what));
  }

  private static boolean disables(Instruction at, String what) {
    return at.name().equals("ENV") && what.equals("pip") && at.rest().contains("PIP_NO_CACHE_DIR");
  }

  private void add(Instruction add) {
    boolean checked = add.flags().contains("--checksum");
    List<String> sources = sources(add);
    if (!checked && sources.stream().anyMatch(source -> URL.matcher(source).matches())) {
      findings.at(LintRule.SLIM012, Optional.of(add.line()), "what ADD downloads is not checked");
    }
  }

  private void argument(Instruction argument) {
    String[] parts = argument.rest().strip().split("=", 2);
    boolean given = parts.length == 2 && !parts[1].isBlank();
    if (Masking.secret(parts[0]) || (given && SecretShapes.in(parts[1]).isPresent())) {
      findings.at(
          LintRule.SLIM011,
          Optional.of(argument.line()),
          "the value of the build argument '" + parts[0] + "' stays in the history");
    }
  }

  private void ignored(List<Stage> stages) {
    Optional<Instruction> wide =
        stages.stream()
            .flatMap(stage -> stage.instructions().stream())
            .filter(at -> copies(at) && wide(at))
            .findFirst();
    if (wide.isEmpty()) {
      return;
    }
    Optional<Integer> line = wide.map(Instruction::line);
    if (file.ignore().isEmpty()) {
      findings.at(LintRule.SLIM015, line, "all is copied, and there is no .dockerignore");
      return;
    }
    IgnoreRules rules = new IgnoreRules(file.ignore().get());
    List<String> let =
        file.context().names().stream()
            .filter(DockerfileRules::stays)
            .filter(n -> !rules.ignores(n))
            .sorted()
            .toList();
    if (!let.isEmpty()) {
      findings.at(
          LintRule.SLIM015, line, "the .dockerignore lets in '" + String.join("', '", let) + "'");
    }
  }

  private static boolean stays(String name) {
    return Set.of(".git", ".svn", ".hg", "node_modules", ".venv", "venv", "__pycache__")
            .contains(name)
        || SecretNames.of("/" + name).isPresent();
  }

  private static boolean copies(Instruction at) {
    return (at.name().equals("COPY") || at.name().equals("ADD")) && !at.flags().contains("--from");
  }

  /** Whether all of the context is copied. */
  private static boolean wide(Instruction copy) {
    return sources(copy).stream().anyMatch(Set.of(".", "./", "*", "./*", "/")::contains);
  }

  private static List<String> sources(Instruction copy) {
    String text = copy.rest().strip().replaceFirst("^(?:--[a-z-]++(?:=\\S*+)?+\\s++)++", "");
    List<String> list = ShellCommands.list(text);
    List<String> words = new ArrayList<>(list.isEmpty() ? List.of(text.split("\\s+")) : list);
    words.remove(words.size() - 1);
    return words;
  }
}
