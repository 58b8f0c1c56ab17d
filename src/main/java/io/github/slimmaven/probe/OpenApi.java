package io.github.slimmaven.probe;

import io.github.slimmaven.image.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A description of the app (OpenAPI 3 or Swagger 2) from which requests are made.
 *
 * @param document where it is
 * @param port container port that the requests go to
 * @param methods upper case; others are not asked
 * @param requests how many at most
 * @param headers of each request, as for authentication
 */
public record OpenApi(
    Document document, int port, Set<String> methods, int requests, Map<String, String> headers) {
  /** Those that change nothing (RFC 9110, section 9.2.1). */
  public static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  /** How many requests are made where nothing else is said. */
  public static final int REQUESTS = 500;

  private static final int MOST_REQUESTS = 10_000;
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE");

  /** Where a description is. */
  public sealed interface Document {
    /** What a file of the project holds. */
    record InFile(String name, byte[] content) implements Document {
      public InFile {
        ApiDocument.parse(name, content);
      }
    }

    /** What the app answers to a GET of this path. */
    record InApp(String path) implements Document {}

    /**
     * Reads a file.
     *
     * @param name as the user wrote it, for messages
     * @throws IllegalArgumentException if it cannot be read or is no description
     */
    static Document of(Path file, String name) {
      try {
        return new InFile(name, Files.readAllBytes(file));
      } catch (IOException e) {
        throw new IllegalArgumentException(
            "the file '"
                + file
                + "' of <openApi> cannot be read ("
                + e.getClass().getSimpleName()
                + "): name one relative to the project, or a path of the app as in '/v3/api-docs'",
            e);
      }
    }
  }

  public OpenApi {
    new Port(port, "tcp");
    methods = Set.copyOf(methods);
    headers = Map.copyOf(headers);
    for (String method : methods) {
      if (!METHODS.contains(method)) {
        throw new IllegalArgumentException(
            "'"
                + Probe.shown(method)
                + "' is no method of <openApi>: expected some of "
                + String.join(", ", METHODS));
      }
    }
    if (methods.isEmpty()) {
      throw new IllegalArgumentException(
          "<openApi> has no <methods>: leave it out for GET, HEAD and OPTIONS");
    }
    if (requests < 1 || requests > MOST_REQUESTS) {
      throw new IllegalArgumentException(
          "'"
              + requests
              + "' is no number of <requests> of <openApi>: expected 1 to "
              + MOST_REQUESTS);
    }
    get(document, port, headers); // what cannot be sent is refused before anything is launched
  }

  /** Where the description is, for messages. */
  public String name() {
    return document instanceof Document.InApp app
        ? app.path()
        : ((Document.InFile) document).name();
  }

  /** Asks the app for its description, or for its root where a file has that. */
  Probe get() {
    return get(document, port, headers);
  }

  private static Probe get(Document document, int port, Map<String, String> headers) {
    return new Probe(
        Probe.Kind.AUTO,
        port,
        "GET",
        document instanceof Document.InApp app ? app.path() : "/",
        headers,
        Optional.empty(),
        Probe.SUCCESS,
        Optional.empty());
  }

  boolean asks(String method) {
    return methods.contains(method.toUpperCase(Locale.ROOT));
  }
}
