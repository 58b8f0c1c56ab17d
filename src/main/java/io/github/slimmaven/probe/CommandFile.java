package io.github.slimmaven.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.slimmaven.probe.Probe.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A file of probes as DockerSlim's {@code --http-probe-cmd-file} has it: {@code {"commands":
 * [...]}} (the struct {@code HTTPProbeCmd} of its {@code pkg/app/master/config}).
 *
 * @param probes in order
 * @param crawls those of them whose links are to be followed
 */
public record CommandFile(List<Probe> probes, List<Probe> crawls) {
  private static final Map<String, Kind> PROTOCOLS =
      Map.of(
          "", Kind.AUTO,
          "http", Kind.HTTP,
          "https", Kind.HTTPS,
          "http2", Kind.H2,
          "http2c", Kind.H2C,
          "ws", Kind.WS,
          "wss", Kind.WSS,
          "fastcgi", Kind.FASTCGI);
  private static final Set<String> FIELDS =
      Set.of(
          "method",
          "resource",
          "port",
          "protocol",
          "headers",
          "body",
          "body_file",
          "body_is_form",
          "form_field_name",
          "form_file_name",
          "username",
          "password",
          "crawl",
          "fastcgi");

  /** One command, and the file's name for messages. */
  private record Command(Path file, JsonNode json) {
    String text(String field) {
      return json.path(field).asText("");
    }

    IllegalArgumentException bad(String field, String expected) {
      return new IllegalArgumentException(
          "'"
              + Probe.shown(text(field))
              + "' is no '"
              + field
              + "' of a command in '"
              + file
              + "': expected "
              + expected);
    }
  }

  public CommandFile {
    probes = List.copyOf(probes);
    crawls = List.copyOf(crawls);
  }

  /**
   * Reads a file.
   *
   * @param defaultPort of commands without a port; 0 if there is none
   * @throws IllegalArgumentException naming what is wrong with it
   */
  public static CommandFile read(Path file, int defaultPort) {
    JsonNode commands = json(file).path("commands");
    if (!commands.isArray() || commands.isEmpty()) {
      throw new IllegalArgumentException(
          "the file '"
              + file
              + "' has no commands: expected '{\"commands\": [{\"resource\": \"/\"}]}'");
    }
    List<Probe> probes = new ArrayList<>();
    List<Probe> crawls = new ArrayList<>();
    for (JsonNode json : commands) {
      Command command = new Command(file, json);
      Probe probe = probe(command, defaultPort);
      probes.add(probe);
      if (json.path("crawl").asBoolean()) {
        crawls.add(probe);
      }
    }
    return new CommandFile(probes, crawls);
  }

  private static JsonNode json(Path file) {
    try {
      return new JsonMapper().readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "the file '" + file + "' is no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the file '"
              + file
              + "' of <probeCommands> cannot be read ("
              + e.getClass().getSimpleName()
              + "): name one relative to the project",
          e);
    }
  }

  private static Probe probe(Command command, int defaultPort) {
    command
        .json()
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!FIELDS.contains(name)) {
                throw new IllegalArgumentException(
                    "'"
                        + Probe.shown(name)
                        + "' of a command in '"
                        + command.file()
                        + "' is not supported: leave it out; for a body, give 'body' or 'body_file'");
              }
            });
    Kind kind = kind(command);
    int port = command.json().path("port").asInt(0);
    if (port == 0 && defaultPort == 0) {
      throw new IllegalArgumentException(
          "a command in '"
              + command.file()
              + "' has no port and none is declared: give it a 'port'");
    }
    String method = command.text("method");
    String resource = command.text("resource");
    return new Probe(
        kind,
        port == 0 ? defaultPort : port,
        method.isEmpty() ? "GET" : method.toUpperCase(Locale.ROOT),
        resource.isEmpty() ? "/" : resource,
        headers(command),
        body(command),
        Probe.SUCCESS,
        Optional.empty(),
        Optional.empty(),
        fastCgi(command),
        Optional.empty());
  }

  private static Kind kind(Command command) {
    if (command.json().path("fastcgi").isObject()) {
      return Kind.FASTCGI;
    }
    Kind kind = PROTOCOLS.get(command.text("protocol").toLowerCase(Locale.ROOT));
    if (kind == null) {
      throw command.bad("protocol", "'http', 'https', 'http2', 'http2c', 'ws', 'wss' or 'fastcgi'");
    }
    return kind;
  }

  /** Each header is a line, as in {@code "Content-Type: application/json"}. */
  private static Map<String, String> headers(Command command) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (JsonNode header : command.json().path("headers")) {
      int colon = header.asText().indexOf(':');
      if (colon <= 0) {
        throw new IllegalArgumentException(
            "'"
                + Probe.shown(header.asText())
                + "' is no header of a command in '"
                + command.file()
                + "': expected one as in 'Accept: text/html'");
      }
      headers.put(
          header.asText().substring(0, colon).strip(),
          header.asText().substring(colon + 1).strip());
    }
    if (!command.text("username").isEmpty()) {
      String credentials = command.text("username") + ":" + command.text("password");
      headers.put(
          "Authorization",
          "Basic "
              + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }
    return headers;
  }

  private static Optional<Body> body(Command command) {
    String file = command.text("body_file");
    String text = command.text("body");
    if (file.isEmpty() && text.isEmpty()) {
      return Optional.empty();
    }
    byte[] content = file.isEmpty() ? text.getBytes(StandardCharsets.UTF_8) : read(command, file);
    if (!command.json().path("body_is_form").asBoolean()) {
      return Optional.of(new Body(content, Optional.empty(), !file.isEmpty()));
    }
    String field = command.text("form_field_name");
    String name = command.text("form_file_name");
    return Optional.of(
        Body.multipart(
            List.of(
                new Body.Part(
                    field.isEmpty() ? "file" : field,
                    content,
                    Optional.of(name.isEmpty() ? "file" : name),
                    Optional.of("application/octet-stream")))));
  }

  private static byte[] read(Command command, String file) {
    Path path = command.file().resolveSibling(file);
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw command.bad("body_file", "a file that can be read, relative to the command file");
    }
  }

  /** Its {@code root} and {@code env}; what {@code split_path} ends with is the script. */
  private static Map<String, String> fastCgi(Command command) {
    JsonNode json = command.json().path("fastcgi");
    Map<String, String> details = new TreeMap<>();
    if (json.hasNonNull("root")) {
      details.put("DOCUMENT_ROOT", json.path("root").asText());
    }
    json.path("env")
        .properties()
        .forEach(field -> details.put(field.getKey(), field.getValue().asText()));
    for (JsonNode split : json.path("split_path")) {
      String resource = command.text("resource").replaceFirst("\\?.*", "");
      int at = resource.indexOf(split.asText());
      if (at >= 0) {
        int end = at + split.asText().length();
        String root = details.getOrDefault("DOCUMENT_ROOT", "");
        details.put("SCRIPT_NAME", resource.substring(0, end));
        details.put("SCRIPT_FILENAME", root + resource.substring(0, end));
        details.put("PATH_INFO", resource.substring(end));
        break;
      }
    }
    return details;
  }
}
