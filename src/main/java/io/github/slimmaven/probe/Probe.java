package io.github.slimmaven.probe;

import io.github.slimmaven.image.Port;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * One request to the app, one command beside it, or one run of it.
 *
 * @param kind protocol
 * @param port container port, 1 to 65535; 0 for a command or a run
 * @param method HTTP method
 * @param path request target, starts with "/"
 * @param headers sent as given
 * @param body what is sent, if anything is
 * @param status accepted statuses: numbers and ranges, as in {@code 200-399}
 * @param match regular expression that the answer's body, or the output of a command, must contain,
 *     if present
 * @param command what is executed; present for {@code EXEC} and {@code RUN} alone
 * @param details what only one kind has: FastCGI's parameters, {@link #SERVICE}, {@link #GREETING}
 * @param timeout for the answer, if it has its own
 */
public record Probe(
    Kind kind,
    int port,
    String method,
    String path,
    Map<String, String> headers,
    Optional<Body> body,
    List<StatusRange> status,
    Optional<String> match,
    Optional<Command> command,
    Map<String, String> details,
    Optional<Duration> timeout) {

  /** Of gRPC: whose health is asked; without it, the server's. */
  public static final String SERVICE = "service";

  /** Of TCP: a regular expression that the app must have said before anything is sent. */
  public static final String GREETING = "greeting";

  /** What counts as an answer where nothing else is said: {@code 200-399}. */
  public static final List<StatusRange> SUCCESS = List.of(new StatusRange(200, 399));

  /** With 400 a server of HTTPS answers plain HTTP. */
  private static final List<StatusRange> NOT_BROKEN =
      List.of(new StatusRange(200, 399), new StatusRange(401, 499));

  /** {@code token} of RFC 9110, section 5.6.2. */
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  private static final Pattern TARGET = Pattern.compile("/[\\x21-\\x7e]*");
  private static final Pattern FIELD_VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");
  private static final Pattern RANGE = Pattern.compile("([1-5][0-9]{2})(?:-([1-5][0-9]{2}))?");
  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<String> FRAMING =
      Set.of("content-length", "transfer-encoding", "connection", "expect", "upgrade");

  /**
   * Protocols. {@code AUTO} is HTTP, else HTTPS, else a plain TCP connection. {@code H2} is HTTP/2
   * over TLS, {@code H2C} the same without, from the first byte. Two are none: {@code EXEC} is a
   * command in the app's container; for {@code RUN} the image is launched anew and has to end by
   * itself.
   */
  public enum Kind {
    AUTO,
    HTTP,
    HTTPS,
    H2,
    H2C,
    WS,
    WSS,
    FASTCGI,
    GRPC,
    GRPCS,
    TCP,
    EXEC,
    RUN;

    /** Whether something is executed, instead of sent to a port. */
    boolean executes() {
      return this == EXEC || this == RUN;
    }
  }

  /**
   * What is executed.
   *
   * @param args of a run: replaces the image's cmd, none leaves it as it is; of a command: all of
   *     it
   * @param exitCode what has to come, 0 to 255
   */
  public record Command(List<String> args, int exitCode) {
    public Command {
      args = List.copyOf(args);
      if (exitCode < 0 || exitCode > 255) {
        throw new IllegalArgumentException("'" + exitCode + "' is no exit code: expected 0 to 255");
      }
    }
  }

  /** Inclusive bounds. */
  public record StatusRange(int first, int last) {
    public StatusRange {
      if (first < 100 || last > 599 || first > last) {
        throw new IllegalArgumentException(
            "'" + first + "-" + last + "' is no range of statuses: expected 100 to 599, low first");
      }
    }

    boolean contains(int status) {
      return first <= status && status <= last;
    }

    @Override
    public String toString() {
      return first == last ? Integer.toString(first) : first + "-" + last;
    }
  }

  public Probe {
    if (command.isPresent() != kind.executes()) {
      throw new IllegalArgumentException(
          "a command belongs to a probe of kind 'exec' or 'run' alone");
    }
    if (kind == Kind.EXEC && command.get().args().isEmpty()) {
      throw new IllegalArgumentException(
          "a probe of kind 'exec' has nothing to execute: name the program in its <args>");
    }
    if (!kind.executes()) {
      new Port(port, "tcp");
    }
    if (timeout.isPresent() && (timeout.get().isZero() || timeout.get().isNegative())) {
      throw new IllegalArgumentException(
          "'" + timeout.get().toSeconds() + "' is no timeout: expected at least 1 second");
    }
    if (match.isEmpty() && (kind == Kind.GRPC || kind == Kind.GRPCS)) {
      match = Optional.of("^SERVING$");
    }
    details = Map.copyOf(details);
    headers = Map.copyOf(headers);
    status = List.copyOf(status);
    if (!TOKEN.matcher(method).matches()) {
      throw new IllegalArgumentException(
          "'" + shown(method) + "' is no HTTP method: expected a word, as in 'GET' or 'POST'");
    }
    if (!TARGET.matcher(path).matches()) {
      throw new IllegalArgumentException(
          "'"
              + shown(path)
              + "' is no path of a probe: expected '/' first and other characters than"
              + " printable ASCII encoded, as in '/a%20b'");
    }
    if (status.isEmpty()) {
      throw new IllegalArgumentException(
          "no status is accepted: expected at least one, as in '200-399'");
    }
    headers.forEach(Probe::checkHeader);
    match.ifPresent(Probe::checkMatch);
    Optional.ofNullable(details.get(GREETING)).ifPresent(Probe::checkMatch);
  }

  /** A probe of a port. */
  public Probe(
      Kind kind,
      int port,
      String method,
      String path,
      Map<String, String> headers,
      Optional<String> body,
      List<StatusRange> status,
      Optional<String> match) {
    this(
        kind,
        port,
        method,
        path,
        headers,
        body.map(Body::text),
        status,
        match,
        Optional.empty(),
        Map.of(),
        Optional.empty());
  }

  /**
   * A run of the image.
   *
   * @param match regular expression that the output must contain, if present
   */
  public static Probe run(Command command, Optional<String> match) {
    return command(Kind.RUN, command, match, Optional.empty());
  }

  /**
   * A command beside the app, or a run of the image.
   *
   * @param kind {@code EXEC} or {@code RUN}
   * @param match regular expression that the output must contain, if present
   */
  public static Probe command(
      Kind kind, Command command, Optional<String> match, Optional<Duration> timeout) {
    return new Probe(
        kind,
        0,
        "GET",
        "/",
        Map.of(),
        Optional.empty(),
        SUCCESS,
        match,
        Optional.of(command),
        Map.of(),
        timeout);
  }

  /** {@code GET /} of a declared port, whatever it speaks: any success or redirect will do. */
  public static Probe forPort(Port port) {
    if (!port.protocol().equals("tcp")) {
      throw new IllegalArgumentException(
          "'" + port + "' cannot be probed: expected a TCP port, as in '8080/tcp'");
    }
    return new Probe(
        Kind.AUTO,
        port.number(),
        "GET",
        "/",
        Map.of(),
        Optional.empty(),
        SUCCESS,
        Optional.empty());
  }

  /** Parses {@code 200-399,404}. */
  public static List<StatusRange> status(String text) {
    List<StatusRange> ranges = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher matcher = RANGE.matcher(part.trim());
      if (!matcher.matches()) {
        throw badStatus(text);
      }
      int first = Integer.parseInt(matcher.group(1));
      int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
      if (last < first) {
        throw badStatus(text);
      }
      ranges.add(new StatusRange(first, last));
    }
    return List.copyOf(ranges);
  }

  /** {@code GET http://:8080/path}, for messages and the report. */
  public String request() {
    return switch (kind) {
      case TCP -> (body.isPresent() ? "send tcp :" : "connect tcp :") + port;
      case HTTPS -> method + " https://:" + port + path;
      case AUTO, HTTP -> method + " http://:" + port + path;
      case H2 -> method + " https://:" + port + path + " over HTTP/2";
      case H2C -> method + " http://:" + port + path + " over HTTP/2";
      case WS -> (body.isPresent() ? "send ws://:" : "connect ws://:") + port + path;
      case WSS -> (body.isPresent() ? "send wss://:" : "connect wss://:") + port + path;
      case FASTCGI -> method + " fastcgi://:" + port + path;
      case GRPC -> "check grpc://:" + port + "/" + details.getOrDefault(SERVICE, "");
      case GRPCS -> "check grpcs://:" + port + "/" + details.getOrDefault(SERVICE, "");
      case EXEC -> "exec " + shown(String.join(" ", command.orElseThrow().args()));
      case RUN -> ("run " + shown(String.join(" ", command.orElseThrow().args()))).strip();
    };
  }

  Probe as(Kind resolved) {
    return new Probe(
        resolved, port, method, path, headers, body, status, match, command, details, timeout);
  }

  /** The same, which may be refused by the app, or be no page of it. */
  Probe unlessBroken() {
    return new Probe(
        kind, port, method, path, headers, body, NOT_BROKEN, match, command, details, timeout);
  }

  /** With the headers that gRPC asks for ("gRPC over HTTP2", Request-Headers). */
  Probe asGrpc() {
    TreeMap<String, String> all = new TreeMap<>(headers);
    all.put("Content-Type", "application/grpc");
    all.put("TE", "trailers");
    return new Probe(kind, port, method, path, all, body, status, match, command, details, timeout);
  }

  /** Whether a mere TCP connection can stand for it: it asks for nothing that only HTTP has. */
  boolean asksNothingOfHttp() {
    return method.equals("GET")
        && path.equals("/")
        && headers.isEmpty()
        && body.isEmpty()
        && match.isEmpty()
        && (status.equals(SUCCESS) || status.equals(NOT_BROKEN));
  }

  /** Whether it is a run of the image, not a request to a port. */
  public boolean isRun() {
    return kind == Kind.RUN;
  }

  /** Whether it is executed in the app's container. */
  public boolean isExec() {
    return kind == Kind.EXEC;
  }

  /** Whether it goes to a port of the app. */
  public boolean isRequest() {
    return !kind.executes();
  }

  /** Whether asking again changes nothing in the app (RFC 9110, section 9.2.1). */
  public boolean isRepeatable() {
    return switch (kind) {
      case EXEC, RUN -> false;
      case GRPC, GRPCS -> true;
      case TCP, WS, WSS -> body.isEmpty();
      default -> SAFE_METHODS.contains(method);
    };
  }

  boolean accepts(int code) {
    return switch (kind) {
      case EXEC, RUN -> code == command.orElseThrow().exitCode();
      case TCP, GRPC, GRPCS -> code == 0;
      case WS, WSS -> code == 101;
      default -> status.stream().anyMatch(range -> range.contains(code));
    };
  }

  /** What {@link #accepts}, for messages. */
  String accepted() {
    return switch (kind) {
      case EXEC, RUN -> Integer.toString(command.orElseThrow().exitCode());
      case TCP, GRPC, GRPCS -> "0";
      case WS, WSS -> "101";
      default -> status.stream().map(StatusRange::toString).collect(Collectors.joining(","));
    };
  }

  /** The host as an HTTP request names it: the container's port, never the published one. */
  String host() {
    boolean secured = kind == Kind.HTTPS || kind == Kind.WSS || kind == Kind.H2;
    return port == (secured ? 443 : 80) ? "localhost" : "localhost:" + port;
  }

  /** Text with everything that could move a terminal's cursor made visible. */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if ((Character.isISOControl(c) && c != '\t')
                  || Character.getType(c) == Character.FORMAT) {
                shown.append(String.format(Locale.ROOT, "\\x%02x", c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }

  private static void checkHeader(String name, String value) {
    if (!TOKEN.matcher(name).matches() || !FIELD_VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "'" + shown(name) + ": " + shown(value) + "' is no HTTP header: expected one line");
    }
    if (FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "'" + name + "' frames the request and is set by itself: leave this header out");
    }
  }

  static void checkMatch(String expression) {
    try {
      Pattern.compile(expression);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "'"
              + shown(expression)
              + "' is no regular expression ("
              + e.getDescription()
              + "): quote special characters with a backslash",
          e);
    }
  }

  private static IllegalArgumentException badStatus(String text) {
    return new IllegalArgumentException(
        "'"
            + shown(text)
            + "' is no list of statuses: expected numbers and ranges from 100 to 599, as in"
            + " '200-399,404'");
  }
}
