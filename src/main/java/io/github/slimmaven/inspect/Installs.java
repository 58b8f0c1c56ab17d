package io.github.slimmaven.inspect;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a command installs, and what it leaves behind. */
final class Installs {
  private static final Set<String> SYSTEM =
      Set.of("apt-get", "apt", "aptitude", "apk", "yum", "dnf", "microdnf", "zypper");
  private static final Set<String> VERBS = Set.of("install", "add", "in");
  private static final Pattern BUILD_PACKAGE =
      Pattern.compile(
          "(?:build-essential|build-base|gcc|g\\+\\+|gcc-c\\+\\+|clang|make|cmake|git|subversion"
              + "|mercurial|autoconf|automake|libtool|golang|golang-go|go|cargo|rustc|rust|maven"
              + "|gradle|default-jdk(?:-headless)?|(?:java-)?(?:[\\d.]+-)?openjdk-?\\d*-?(?:jdk|devel)[\\w-]*"
              + "|[\\w.+-]+-dev(?:el)?)(?:[=~<>].*)?");
  private static final Set<String> BUILD_COMMANDS =
      Set.of("mvn", "./mvnw", "gradle", "./gradlew", "make", "cmake", "gcc", "g++", "javac");

  private Installs() {}

  /** The system's packages that a command installs; none if it installs none. */
  static List<String> packages(List<String> command) {
    List<String> words = system(command);
    List<String> operands = words.isEmpty() ? List.of() : ShellCommands.operands(words);
    return operands.isEmpty() || !VERBS.contains(operands.get(0))
        ? List.of()
        : operands.subList(1, operands.size());
  }

  private static List<String> system(List<String> command) {
    boolean sudo = command.get(0).equals("sudo") && command.size() > 1;
    List<String> words = sudo ? command.subList(1, command.size()) : command;
    return SYSTEM.contains(words.get(0)) ? words : List.of();
  }

  /** The packages or programs for building; none if the same step removes packages again. */
  static List<String> buildTools(List<String> command, String step) {
    String program = command.get(0);
    List<String> operands = ShellCommands.operands(command);
    String verb = operands.isEmpty() ? "" : operands.get(0);
    if (BUILD_COMMANDS.contains(program)
        || (Set.of("go", "cargo").contains(program) && verb.equals("build"))) {
      return List.of(program);
    }
    boolean removed =
        Pattern.compile("\\b(?:purge|autoremove|apk del|(?:yum|dnf) (?:-y )?(?:remove|erase))\\b")
            .matcher(step)
            .find();
    return removed
        ? List.of()
        : packages(command).stream().filter(name -> BUILD_PACKAGE.matcher(name).matches()).toList();
  }

  /** The tool that installs what a list of dependencies names; empty if the command is none. */
  static Optional<String> dependencies(List<String> command) {
    List<String> words = python(command);
    List<String> operands = ShellCommands.operands(words);
    String verb = operands.isEmpty() ? "" : operands.get(0);
    boolean alone = operands.size() <= 1;
    boolean installs =
        switch (words.get(0)) {
          case "pip", "pip3" ->
              verb.equals("install") && (words.contains("-r") || words.contains("--requirement"));
          case "npm", "pnpm" ->
              (verb.equals("ci") || verb.equals("install") || verb.equals("i")) && alone;
          case "yarn" -> verb.isEmpty() || verb.equals("install");
          case "poetry", "pipenv", "bundle", "composer" ->
              verb.equals("install") || verb.equals("sync");
          case "uv" -> verb.equals("sync");
          case "mvn", "./mvnw", "gradle", "./gradlew" -> true;
          case "go" -> verb.equals("mod") || verb.equals("build");
          case "cargo" -> verb.equals("build") || verb.equals("fetch");
          default -> false;
        };
    return installs ? Optional.of(words.get(0)) : Optional.empty();
  }

  private static List<String> python(List<String> command) {
    boolean module =
        command.size() > 3
            && command.get(0).matches("python[\\d.]*")
            && command.get(1).equals("-m");
    return module ? command.subList(2, command.size()) : command;
  }

  /** Whose cache a command leaves in its layer; empty if it leaves none. */
  static Optional<String> cache(List<String> command, String step) {
    List<String> system = system(command);
    List<String> words = python(system.isEmpty() ? command : system);
    List<String> operands = ShellCommands.operands(words);
    String verb = operands.isEmpty() ? "" : operands.get(0);
    if (step.contains("type=cache")) {
      return Optional.empty();
    }
    boolean leaves =
        switch (words.get(0)) {
          case "apt-get", "apt", "aptitude" ->
              Set.of("install", "update").contains(verb) && !step.contains("/var/lib/apt/lists");
          case "apk" ->
              Set.of("add", "update").contains(verb)
                  && !words.contains("--no-cache")
                  && !step.contains("/var/cache/apk");
          case "yum", "dnf", "microdnf" ->
              verb.equals("install") && !step.contains("clean all") && !step.contains("/var/cache");
          case "pip", "pip3" ->
              verb.equals("install")
                  && !words.contains("--no-cache-dir")
                  && !step.contains("PIP_NO_CACHE_DIR")
                  && !step.contains("cache purge")
                  && !step.contains(".cache");
          case "npm" ->
              Set.of("ci", "install", "i").contains(verb)
                  && !step.contains("cache clean")
                  && !step.contains(".npm");
          case "yarn" ->
              (verb.isEmpty() || verb.equals("install")) && !step.contains("cache clean");
          default -> false;
        };
    return leaves ? Optional.of(words.get(0)) : Optional.empty();
  }
}
