package io.github.slimmaven.harden;

import io.github.slimmaven.image.ImageConfig;
import io.github.slimmaven.image.Port;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the app is started, as far as the files say it.
 *
 * @param name of the app
 * @param image reference of the minified image
 * @param config of the image
 * @param user replaces the image's, if present
 * @param ids of the user in numbers; empty if the image does not tell
 * @param args replace the image's cmd, if present
 * @param variables names of environment variables that it was given besides the image's
 * @param ports that it serves
 * @param ready an HTTP request that it answers when it is ready
 */
public record Workload(
    String name,
    String image,
    ImageConfig config,
    Optional<String> user,
    Optional<UserIds> ids,
    Optional<List<String>> args,
    List<String> variables,
    List<Port> ports,
    Optional<HttpGet> ready) {

  /**
   * An HTTP request.
   *
   * @param path with its query
   * @param https whether it goes over TLS
   */
  public record HttpGet(int port, String path, boolean https) {}

  public Workload {
    args = args.map(List::copyOf);
    variables = List.copyOf(variables);
    ports = List.copyOf(ports);
  }

  /** A name as host names are (RFC 1123), for what must be one. */
  String label() {
    String plain =
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    String cut = plain.substring(0, Math.min(plain.length(), 53)).replaceAll("-+$", "");
    return cut.isEmpty() ? "app" : cut;
  }
}
