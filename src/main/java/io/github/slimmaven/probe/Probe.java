package io.github.slimmaven.probe;

import io.github.slimmaven.image.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * One request to the app, or one run of it.
 *
 * @param kind protocol
 * @param port container port, 1 to 65535; 0 for a run
 * @param method HTTP method
 * @param path request target, starts with "/"
 * @param headers sent as given
 * @param body sent as UTF-8, if present
 * @param status accepted statuses: numbers and ranges, as in {@code 200-399}
 * @param match regular expression that the body, or the output of a run, must contain, if present
 * @param command what a run is; present for {@code RUN} alone
 */
public record Probe(
    Kind kind,
    int port,
    String method,
    String path,
    Map<String, String> headers,
    Optional<String> body,
    List<StatusRange> status,
    Optional<String> match,
    Optional<Command> command) {

  /** What counts as an answer where nothing else is said: {@code 200-399}. */
  public static final List<StatusRange> SUCCESS = List.of(new StatusRange(200, 399));

  /** {@code token} of RFC 9110, section 5.6.2. */
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  private static final Pattern TARGET = Pattern.compile("/[\\x21-\\x7e]*");
  private static final Pattern FIELD_VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");
  private static final Pattern RANGE = Pattern.compile("([1-5][0-9]{2})(?:-([1-5][0-9]{2}))?");
  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<String> FRAMING =
      Set.of("content-length", "transfer-encoding", "connection", "expect", "upgrade");

  /**
   * Protocols. {@code AUTO} is HTTP, else HTTPS, else a plain TCP connection; {@code RUN} is none:
   * the image is launched anew and has to end by itself.
   */
  public enum Kind {
    AUTO,
    HTTP,
    HTTPS,
    TCP,
    RUN
  }

  /**
   * A run of the image.
   *
   * @param args replaces the image's cmd; none leaves it as it is
   * @param exitCode what the app has to exit with, 0 to 255
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
    if (command.isPresent() != (kind == Kind.RUN)) {
      throw new IllegalArgumentException("a command belongs to a probe of kind 'run' alone");
    }
    if (kind != Kind.RUN) {
      new Port(port, "tcp");
    }
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
    this(kind, port, method, path, headers, body, status, match, Optional.empty());
  }

  /**
   * A run of the image.
   *
   * @param match regular expression that the output must contain, if present
   */
  public static Probe run(Command command, Optional<String> match) {
    return new Probe(
        Kind.RUN, 0, "GET", "/", Map.of(), Optional.empty(), SUCCESS, match, Optional.of(command));
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
      case TCP -> "connect tcp :" + port;
      case HTTPS -> method + " https://:" + port + path;
      case AUTO, HTTP -> method + " http://:" + port + path;
      case RUN -> ("run " + shown(String.join(" ", command.orElseThrow().args()))).strip();
    };
  }

  Probe as(Kind resolved) {
    return new Probe(resolved, port, method, path, headers, body, status, match, command);
  }

  /** Whether a mere TCP connection can stand for it: it asks for nothing that only HTTP has. */
  boolean asksNothingOfHttp() {
    return method.equals("GET")
        && path.equals("/")
        && headers.isEmpty()
        && body.isEmpty()
        && match.isEmpty()
        && status.equals(SUCCESS);
  }

  /** Whether it is a run of the image, not a request to a port. */
  public boolean isRun() {
    return kind == Kind.RUN;
  }

  /** Whether asking again changes nothing in the app (RFC 9110, section 9.2.1). */
  public boolean isRepeatable() {
    return !isRun() && SAFE_METHODS.contains(method);
  }

  boolean accepts(int code) {
    return isRun()
        ? code == command.orElseThrow().exitCode()
        : status.stream().anyMatch(range -> range.contains(code));
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

  private static void checkMatch(String expression) {
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
