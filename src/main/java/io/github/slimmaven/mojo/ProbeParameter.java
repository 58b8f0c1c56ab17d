package io.github.slimmaven.mojo;

import io.github.slimmaven.probe.Body;
import io.github.slimmaven.probe.Escapes;
import io.github.slimmaven.probe.Probe;
import io.github.slimmaven.probe.Probe.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One probe, in the pom. */
public final class ProbeParameter {
  private static final Set<Kind> HTTP =
      EnumSet.of(Kind.AUTO, Kind.HTTP, Kind.HTTPS, Kind.H2, Kind.H2C, Kind.FASTCGI);
  private static final Set<Kind> SENDING = EnumSet.of(Kind.TCP, Kind.WS, Kind.WSS);

  /** Protocol; by default found out. */
  String kind = "auto";

  /** Container port; by default the first declared one. */
  int port;

  /** HTTP method. */
  String method = "GET";

  /** Path with query. */
  String path = "/";

  /** Headers by name. */
  Map<String, String> headers = Map.of();

  /** Request body. */
  String body;

  /** File with the request body. */
  String bodyFile;

  /** Fields of a form. */
  Map<String, String> form;

  /** Parts of a multipart body. */
  List<PartParameter> parts;

  /** User of basic authentication. */
  String username;

  /** Password of basic authentication. */
  String password;

  /** Text to send over TCP or a WebSocket. */
  String send;

  /** Bytes to send, in hexadecimal digits. */
  String sendHex;

  /** Bytes to send, in Base64. */
  String sendBase64;

  /** Regular expression of what the app says before anything is sent over TCP. */
  String greeting;

  /** Service whose health is asked by gRPC. */
  String service;

  /** Parameters of FastCGI. */
  Map<String, String> params;

  /** Accepted statuses: numbers and ranges, separated by commas. */
  String status = "200-399";

  /** Regular expression that the answer, or the output of what is executed, must contain. */
  String match;

  /** Seconds for the answer; 0 takes the goal's {@code timeout}. */
  int timeout;

  /** Arguments of a {@code run}, or the command of an {@code exec}. */
  List<String> args = List.of();

  /** Expected exit code of what is executed. */
  int exitCode;

  Probe toProbe(int defaultPort, Path directory) {
    Kind kind = kind();
    check(kind);
    Optional<Duration> limit =
        timeout == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(timeout));
    if (kind == Kind.EXEC || kind == Kind.RUN) {
      return Probe.command(
          kind, new Probe.Command(args, exitCode), Optional.ofNullable(match), limit);
    }
    return new Probe(
        kind,
        port(defaultPort),
        method.toUpperCase(Locale.ROOT),
        path,
        allHeaders(),
        body(directory),
        Probe.status(status),
        Optional.ofNullable(match),
        Optional.empty(),
        details(),
        limit);
  }

  private void check(Kind kind) {
    belongs(kind, HTTP, "body", body);
    belongs(kind, HTTP, "bodyFile", bodyFile);
    belongs(kind, HTTP, "form", form);
    belongs(kind, HTTP, "parts", parts);
    belongs(kind, SENDING, "send", send);
    belongs(kind, SENDING, "sendHex", sendHex);
    belongs(kind, SENDING, "sendBase64", sendBase64);
    belongs(kind, EnumSet.of(Kind.TCP), "greeting", greeting);
    belongs(kind, EnumSet.of(Kind.GRPC, Kind.GRPCS), "service", service);
    belongs(kind, EnumSet.of(Kind.FASTCGI), "params", params);
    if (Stream.of(body, bodyFile, form, parts, send, sendHex, sendBase64)
            .filter(Objects::nonNull)
            .count()
        > 1) {
      throw new IllegalArgumentException(
          "the probe of '"
              + path
              + "' sends more than one thing: leave one of <body>, <bodyFile>, <form>, <parts>,"
              + " <send>, <sendHex> and <sendBase64>");
    }
    if (greeting != null && Stream.of(send, sendHex, sendBase64).allMatch(Objects::isNull)) {
      throw new IllegalArgumentException(
          "the probe with the greeting '"
              + greeting
              + "' sends nothing: use <match>, or add a <send>");
    }
    if (password != null && username == null) {
      throw new IllegalArgumentException(
          "the probe of '" + path + "' has a <password>, but no <username>: add one");
    }
    if (username != null && username.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "'" + username + "' is no user of basic authentication: it must have no ':'");
    }
  }

  private static void belongs(Kind kind, Set<Kind> kinds, String name, Object value) {
    if (value != null && !kinds.contains(kind)) {
      throw new IllegalArgumentException(
          "a probe of kind '"
              + name(kind)
              + "' has no <"
              + name
              + ">: it belongs to "
              + kinds.stream()
                  .filter(k -> k != Kind.AUTO)
                  .map(k -> "'" + name(k) + "'")
                  .collect(Collectors.joining(", ")));
    }
  }

  private Map<String, String> allHeaders() {
    if (username == null) {
      return headers;
    }
    Map<String, String> all = new HashMap<>(headers);
    String credentials = username + ":" + Objects.requireNonNullElse(password, "");
    all.put(
        "Authorization",
        "Basic "
            + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    return all;
  }

  private Optional<Body> body(Path directory) {
    if (bodyFile != null) {
      return Optional.of(Body.binary(ProbeFiles.read(directory.resolve(bodyFile))));
    }
    if (form != null) {
      return Optional.of(Body.form(new TreeMap<>(form)));
    }
    if (parts != null) {
      return Optional.of(Body.multipart(parts.stream().map(p -> p.part(directory)).toList()));
    }
    if (sendHex != null) {
      return Optional.of(Body.binary(Escapes.hex(sendHex)));
    }
    if (sendBase64 != null) {
      return Optional.of(Body.binary(Escapes.base64(sendBase64)));
    }
    if (send != null) {
      return Optional.of(new Body(Escapes.text(send), Optional.empty(), false));
    }
    return Optional.ofNullable(body).map(Body::text);
  }

  private Map<String, String> details() {
    Map<String, String> details = new HashMap<>();
    if (params != null) {
      // Maven gives null for an empty element.
      params.forEach((name, value) -> details.put(name, Objects.requireNonNullElse(value, "")));
    }
    if (service != null) {
      details.put(Probe.SERVICE, service);
    }
    if (greeting != null) {
      details.put(Probe.GREETING, greeting);
    }
    return details;
  }

  private int port(int defaultPort) {
    if (port == 0 && defaultPort == 0) {
      throw new IllegalArgumentException(
          "the probe of '" + path + "' has no port and none is declared: give it a <port>");
    }
    return port == 0 ? defaultPort : port;
  }

  private Kind kind() {
    for (Kind value : Kind.values()) {
      if (name(value).equalsIgnoreCase(kind)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "'"
            + kind
            + "' is no kind of probe: expected "
            + Arrays.stream(Kind.values())
                .filter(k -> k != Kind.AUTO && k != Kind.RUN)
                .map(k -> "'" + name(k) + "'")
                .collect(Collectors.joining(", "))
            + " or 'run'");
  }

  private static String name(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
