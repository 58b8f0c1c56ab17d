package io.github.slimmaven.inspect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules on how the app is run. */
final class SettingsRules {
  /** What is longer is cut: a hostile one would take long, and no person's is. */
  private static final int LONGEST = 1 << 13;

  private static final Pattern ARGUMENTS =
      Pattern.compile("\\|\\d{1,4} (.{0,8192}?)(?: /\\S*sh .*|$)");
  private static final Pattern NAME = Pattern.compile("(?:^| )([A-Za-z_]\\w{0,127})=(?=[^ ])");
  private static final Pattern PORT = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?(?:/tcp)?");

  /** Programs that are meant for developers, by how they are started. */
  private static final Map<String, Pattern> SERVERS = new LinkedHashMap<>();

  private static final Map<String, Pattern> DEBUGGERS = new LinkedHashMap<>();
  private static final Map<String, Pattern> VARIABLES = new LinkedHashMap<>();

  static {
    server("flask run", "\\bflask\\b.* run\\b");
    server("manage.py runserver", "manage\\.py runserver\\b");
    server("a server that reloads", "\\b(?:uvicorn|gunicorn|hypercorn)\\b.* --reload\\b");
    server("nodemon", "\\bnodemon\\b");
    server("ts-node-dev", "\\bts-node-dev\\b");
    server("node --watch", "\\b(?:node|tsx)\\b.* (?:--watch|watch)\\b");
    server(
        "a package script for developers",
        "\\b(?:npm|yarn|pnpm)(?: run)? (?:dev|develop|serve|watch|start:dev)\\b");
    server(
        "a bundler's server",
        "\\b(?:webpack-dev-server|webpack serve|ng serve|next dev|nuxt dev)\\b");
    server("vite", "\\bvite(?: dev| serve|$| --)");
    server("php -S", "\\bphp\\b.* -S ");
    server("artisan serve", "\\bartisan serve\\b");
    server("spring-boot:run", "\\b(?:spring-boot:run|bootRun|quarkus:dev|quarkusDev)\\b");
    debugger("JDWP", "-agentlib:jdwp|-Xrunjdwp|\\bcatalina\\.sh jpda\\b");
    debugger("Node's inspector", "\\bnode\\b.* --inspect|^--inspect| --inspect(?:-brk)?(?:=| |$)");
    debugger("a debugger of Python", "\\b(?:debugpy|pydevd|ptvsd)\\b|-m pdb\\b");
    debugger("a native debugger", "\\b(?:gdbserver|dlv (?:exec|debug))\\b");
    VARIABLES.put("FLASK_DEBUG", Pattern.compile("1|true|on", Pattern.CASE_INSENSITIVE));
    VARIABLES.put("DJANGO_DEBUG", Pattern.compile("1|true|on", Pattern.CASE_INSENSITIVE));
    for (String name :
        List.of("FLASK_ENV", "NODE_ENV", "RAILS_ENV", "RACK_ENV", "ASPNETCORE_ENVIRONMENT")) {
      VARIABLES.put(name, Pattern.compile("dev(?:elopment)?", Pattern.CASE_INSENSITIVE));
    }
  }

  private final LintSettings settings;
  private final List<LintManifest> manifests;
  private final Findings findings;

  SettingsRules(LintSettings settings, List<LintManifest> manifests, Findings findings) {
    this.settings = settings;
    this.manifests = manifests;
    this.findings = findings;
  }

  private static void server(String what, String regex) {
    SERVERS.put(what, Pattern.compile(regex));
  }

  private static void debugger(String what, String regex) {
    DEBUGGERS.put(what, Pattern.compile(regex));
  }

  void check() {
    user();
    command();
    variables();
    health();
    ports();
    history();
  }

  /** What of these starts a command line; empty if it is none for developers. */
  static Optional<String> server(String command) {
    return first(SERVERS, command);
  }

  private static Optional<String> first(Map<String, Pattern> kinds, String text) {
    String cut = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    return kinds.entrySet().stream()
        .filter(kind -> kind.getValue().matcher(cut).find())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private void user() {
    String name = settings.user().replaceFirst("(?s):.*", "").strip();
    if (name.isEmpty()) {
      findings.at(LintRule.SLIM005, Optional.empty(), "no USER is set, and root is the default");
    } else if (name.equals("root") || name.matches("0+")) {
      findings.at(LintRule.SLIM005, settings.line("USER"), "USER is '" + settings.user() + "'");
    }
  }

  private void command() {
    String command = String.join(" ", settings.command());
    Optional<Integer> line =
        settings
            .line(settings.cmd().isEmpty() ? "ENTRYPOINT" : "CMD")
            .or(() -> settings.line("ENTRYPOINT"));
    server(command)
        .ifPresent(what -> findings.at(LintRule.SLIM007, line, "the command is " + what));
    first(DEBUGGERS, command)
        .ifPresent(what -> findings.at(LintRule.SLIM008, line, "the command starts " + what));
  }

  private void variables() {
    settings
        .env()
        .forEach(
            (name, value) -> {
              Optional<Integer> line = settings.line("ENV " + name);
              Pattern development = VARIABLES.get(name);
              if (development != null && development.matcher(value).matches()) {
                findings.at(LintRule.SLIM007, line, "'" + name + "' asks for development mode");
              }
              first(DEBUGGERS, value)
                  .ifPresent(
                      what -> findings.at(LintRule.SLIM008, line, "'" + name + "' starts " + what));
              Optional<String> shape = SecretShapes.in(value);
              if (shape.isPresent()) {
                findings.at(
                    LintRule.SLIM011, line, "the value of '" + name + "' has " + shape.get());
              } else if (Masking.secret(name) && !value.isBlank() && !value.startsWith("$")) {
                findings.at(
                    LintRule.SLIM011,
                    line,
                    "'" + name + "' has a value, and its name is a secret's");
              }
            });
  }

  private void health() {
    if (manifests.stream().anyMatch(LintManifest::probes)) {
      return;
    }
    String neither =
        manifests.isEmpty()
            ? ""
            : ", and no container is probed in '"
                + String.join("', '", manifests.stream().map(LintManifest::name).toList())
                + "'";
    List<String> check = settings.healthcheck();
    if (check.isEmpty()) {
      findings.at(LintRule.SLIM009, Optional.empty(), "no HEALTHCHECK is set" + neither);
    } else if (check.get(0).toUpperCase(Locale.ROOT).equals("NONE")) {
      findings.at(
          LintRule.SLIM009, settings.line("HEALTHCHECK"), "HEALTHCHECK is switched off" + neither);
    }
  }

  private void ports() {
    for (String port : settings.ports()) {
      Matcher number = PORT.matcher(port);
      if (number.matches()) {
        int first = Integer.parseInt(number.group(1));
        int last = number.group(2) == null ? first : Integer.parseInt(number.group(2));
        if (first <= 22 && 22 <= last) {
          String key = "EXPOSE " + port.replaceFirst("/.*", "");
          findings.at(LintRule.SLIM014, settings.line(key), "port 22 is exposed");
        }
      }
    }
  }

  private void history() {
    for (String step : settings.history()) {
      Matcher arguments = ARGUMENTS.matcher(step);
      Matcher name = NAME.matcher(arguments.lookingAt() ? arguments.group(1) : "");
      while (name.find()) {
        if (Masking.secret(name.group(1))) {
          findings.at(
              LintRule.SLIM011,
              Optional.empty(),
              "the history has the value of the build argument '" + name.group(1) + "'");
        }
      }
      SecretShapes.in(step)
          .filter(
              what ->
                  settings.env().values().stream().noneMatch(v -> SecretShapes.in(v).isPresent()))
          .ifPresent(
              what -> findings.at(LintRule.SLIM011, Optional.empty(), "the history has " + what));
      if (step.matches("(?s).{0,40}ADD (?:--\\S+ ){0,8}(?:https?|ftp)://.*")
          && !step.contains("--checksum")) {
        findings.at(LintRule.SLIM012, Optional.empty(), "a step of the history is ADD with a URL");
      }
    }
  }
}
