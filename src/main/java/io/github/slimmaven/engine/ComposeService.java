package io.github.slimmaven.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.slimmaven.image.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A service of a Compose file (github.com/compose-spec), as {@code config} of the Compose command
 * prints it: with all variables, {@code extends} and further files resolved.
 *
 * @param file the Compose file
 * @param image absent if the file has only a {@code build} for it
 * @param entrypoint replaces the image's
 * @param args replaces the image's cmd
 * @param env {@code NAME=value}; {@code NAME} takes one away
 * @param networks aliases by name of the network in the file
 * @param volumes {@code SOURCE:TARGET[:ro]}; a source that is no path is a volume's name in the
 *     file
 * @param dependencies names of the services that it depends on
 * @param leftOut what it says besides, and is not heeded
 */
public record ComposeService(
    Path file,
    String name,
    Optional<String> image,
    Optional<List<String>> entrypoint,
    Optional<List<String>> args,
    List<String> env,
    Optional<String> user,
    List<Port> ports,
    Map<String, List<String>> networks,
    List<String> volumes,
    List<String> dependencies,
    List<String> leftOut) {
  private static final Set<String> UNDERSTOOD =
      Set.of(
          "image",
          "entrypoint",
          "command",
          "environment",
          "user",
          "ports",
          "expose",
          "networks",
          "volumes",
          "depends_on",
          "build",
          "container_name",
          "restart",
          "pull_policy",
          "deploy",
          "labels",
          "healthcheck",
          "logging",
          "profiles",
          "links");

  /** Words of a command line: parts in single or double quotes, and others, without a gap. */
  private static final Pattern WORD =
      Pattern.compile("(?:[^\\s\"'\\\\]++|\\\\.|\"(?:[^\"\\\\]++|\\\\.)*+\"|'[^']*+')++");

  private static final Pattern PART =
      Pattern.compile("\"((?:[^\"\\\\]++|\\\\.)*+)\"|'([^']*)'|\\\\(.)|([^\\s\"'\\\\]+)");

  /**
   * Reads one.
   *
   * @throws EngineException if there is no Compose command, file or service of that name
   */
  public static ComposeService read(Path file, String service)
      throws IOException, InterruptedException {
    if (!Files.isRegularFile(file)) {
      throw new EngineException(
          "There is no Compose file '%s'. Correct <file> in <compose>.".formatted(file));
    }
    String resolved =
        ComposeCommand.find().call(List.of("-f", file.toString(), "config"), process -> {});
    return parse(file, service, resolved);
  }

  /** What Compose says that a file means. */
  static JsonNode tree(Path file, String yaml) throws EngineException {
    try {
      return new JsonMapper()
          .valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml));
    } catch (YAMLException e) {
      throw new EngineException(
          "What Compose says of the file '%s' is no YAML: %s. Check its version with 'docker compose version'."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  static ComposeService parse(Path file, String service, String yaml) throws IOException {
    JsonNode services = tree(file, yaml).path("services");
    JsonNode json = services.path(service);
    if (!json.isObject()) {
      List<String> names = new ArrayList<>();
      services.fieldNames().forEachRemaining(names::add);
      throw new EngineException(
          "The Compose file '%s' has no service '%s': it has '%s'. Correct <service> in <compose>."
              .formatted(file, service, String.join("', '", names)));
    }
    List<String> leftOut = new ArrayList<>();
    json.fieldNames().forEachRemaining(key -> leftOut.add(key));
    leftOut.removeAll(UNDERSTOOD);
    List<String> env = new ArrayList<>();
    json.path("environment")
        .properties()
        .forEach(
            e ->
                env.add(
                    e.getValue().isNull() ? e.getKey() : e.getKey() + "=" + text(e.getValue())));
    List<Port> ports = new ArrayList<>();
    json.path("ports").forEach(port -> ports.add(port(port)));
    json.path("expose").forEach(port -> ports.add(Port.of(text(port))));
    List<String> volumes = new ArrayList<>();
    json.path("volumes").forEach(volume -> volume(volume).ifPresent(volumes::add));
    return new ComposeService(
        file,
        service,
        json.hasNonNull("image") ? Optional.of(text(json.path("image"))) : Optional.empty(),
        words(json.path("entrypoint")),
        words(json.path("command")),
        env,
        json.hasNonNull("user") ? Optional.of(text(json.path("user"))) : Optional.empty(),
        ports.stream().distinct().toList(),
        networks(json.path("networks")),
        volumes,
        names(json.path("depends_on")),
        leftOut);
  }

  /** What is printed can be read again: a dollar sign is doubled. */
  private static String text(JsonNode node) {
    return node.asText().replace("$$", "$");
  }

  private static Optional<List<String>> words(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    List<String> words = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(word -> words.add(text(word)));
    } else {
      Matcher matcher = WORD.matcher(text(node));
      while (matcher.find()) {
        words.add(unquoted(matcher.group()));
      }
    }
    return Optional.of(words);
  }

  private static String unquoted(String word) {
    StringBuilder plain = new StringBuilder();
    Matcher part = PART.matcher(word);
    while (part.find()) {
      for (int group = 1; group <= 4; group++) {
        if (part.group(group) != null) {
          plain.append(
              group == 1 ? part.group(1).replaceAll("\\\\([\"\\\\$`])", "$1") : part.group(group));
        }
      }
    }
    return plain.toString();
  }

  /** {@code [[IP:]HOST:]CONTAINER[/PROTOCOL]}, or an object. */
  private static Port port(JsonNode node) {
    if (node.isObject()) {
      return Port.of(text(node.path("target")) + "/" + node.path("protocol").asText("tcp"));
    }
    String port = text(node);
    return Port.of(port.substring(port.lastIndexOf(':') + 1));
  }

  /** Volumes without a source are the image's business: every container gets them fresh. */
  private static Optional<String> volume(JsonNode node) {
    if (node.isObject()) {
      boolean mounted = Set.of("volume", "bind").contains(node.path("type").asText());
      return mounted && node.hasNonNull("source")
          ? Optional.of(
              text(node.path("source"))
                  + ":"
                  + text(node.path("target"))
                  + (node.path("read_only").asBoolean() ? ":ro" : ""))
          : Optional.empty();
    }
    String volume = text(node);
    return volume.contains(":") ? Optional.of(volume.replaceFirst(":rw$", "")) : Optional.empty();
  }

  private static Map<String, List<String>> networks(JsonNode node) {
    Map<String, List<String>> networks = new LinkedHashMap<>();
    for (String name : names(node)) {
      List<String> aliases = new ArrayList<>();
      node.path(name).path("aliases").forEach(alias -> aliases.add(text(alias)));
      networks.put(name, aliases);
    }
    return networks.isEmpty() ? Map.of("default", List.of()) : networks;
  }

  /** A list, or the keys of an object. */
  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(name -> names.add(text(name)));
    } else {
      node.fieldNames().forEachRemaining(names::add);
    }
    return names;
  }
}
