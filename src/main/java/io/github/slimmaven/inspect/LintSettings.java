package io.github.slimmaven.inspect;

import io.github.slimmaven.dockerfile.Dockerfile.Instruction;
import io.github.slimmaven.image.ImageConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an app is run: what an image's config says, else what a Dockerfile's instructions say.
 *
 * @param env names and values
 * @param ports as {@code 8080/tcp} or {@code 8080}
 * @param healthcheck empty if there is none
 * @param history steps of the image, and the Dockerfile's commands
 * @param lines of instructions, by {@code VERB} and {@code VERB name}
 */
record LintSettings(
    String user,
    String workingDir,
    List<String> entrypoint,
    List<String> cmd,
    Map<String, String> env,
    List<String> ports,
    List<String> healthcheck,
    List<String> history,
    Map<String, Integer> lines) {
  private static final Pattern PAIR =
      Pattern.compile(
          "([^\\s=]{1,256}+)=(\"(?:[^\"\\\\]|\\\\.)*+\"|'[^']*+'|(?:[^\\s\\\\]|\\\\.)*+)");

  /** The line of an instruction, or of a name that it sets. */
  Optional<Integer> line(String instruction) {
    return Optional.ofNullable(lines.get(instruction));
  }

  /** The whole command line. */
  List<String> command() {
    List<String> words = new ArrayList<>(entrypoint);
    words.addAll(cmd);
    return words;
  }

  static LintSettings of(ImageConfig config, Optional<LintDockerfile> dockerfile) {
    Map<String, String> env = new LinkedHashMap<>();
    for (String variable : config.env()) {
      int equals = variable.indexOf('=');
      env.put(
          equals < 0 ? variable : variable.substring(0, equals),
          equals < 0 ? "" : variable.substring(equals + 1));
    }
    List<String> ports = new ArrayList<>();
    config.json().path("config").path("ExposedPorts").fieldNames().forEachRemaining(ports::add);
    return new LintSettings(
        config.user(),
        config.workingDir(),
        config.entrypoint(),
        config.cmd(),
        env,
        ports,
        config.healthcheck(),
        config.history().stream().map(step -> step.path("created_by").asText("")).toList(),
        of(dockerfile).lines());
  }

  static LintSettings of(Optional<LintDockerfile> dockerfile) {
    String user = "";
    String workingDir = "/";
    List<String> entrypoint = List.of();
    List<String> cmd = List.of();
    Map<String, String> env = new LinkedHashMap<>();
    List<String> ports = new ArrayList<>();
    List<String> healthcheck = List.of();
    Map<String, Integer> lines = new HashMap<>();
    for (Instruction at : dockerfile.map(LintDockerfile::instructions).orElse(List.of())) {
      String rest = at.rest().strip();
      lines.put(at.name(), at.line());
      switch (at.name()) {
        case "USER" -> user = rest;
        case "WORKDIR" ->
            workingDir =
                rest.startsWith("/") ? rest : workingDir.replaceFirst("/+$", "") + "/" + rest;
        case "ENTRYPOINT" -> entrypoint = words(rest);
        case "CMD" -> cmd = words(rest);
        case "HEALTHCHECK" -> healthcheck = List.of(rest.split("\\s+"));
        case "ENV" ->
            pairs(rest)
                .forEach(
                    (name, value) -> {
                      env.put(name, value);
                      lines.put("ENV " + name, at.line());
                    });
        case "EXPOSE" -> {
          for (String port : rest.split("\\s+")) {
            ports.add(port);
            lines.put("EXPOSE " + port.replaceFirst("/.*", ""), at.line());
          }
        }
        default -> {} // says nothing of how it is run
      }
    }
    return new LintSettings(
        user, workingDir, entrypoint, cmd, env, ports, healthcheck, List.of(), lines);
  }

  /** {@code NAME=value ...}, or the old form {@code NAME value}. */
  private static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    String[] old = text.split("\\s+", 2);
    if (!old[0].contains("=")) {
      pairs.put(old[0], old.length == 2 ? old[1] : "");
      return pairs;
    }
    Matcher pair = PAIR.matcher(text);
    while (pair.find()) {
      pairs.put(pair.group(1), pair.group(2).replaceAll("^[\"']|[\"']$", ""));
    }
    return pairs;
  }

  private static List<String> words(String text) {
    List<String> list = ShellCommands.list(text);
    return list.isEmpty() ? List.of("/bin/sh", "-c", text) : list;
  }
}
