package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.Port;
import io.github.slimmaven.probe.Ready;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Something that the app needs to start, as a database: launched before each launch of the app, and
 * neither traced nor minified.
 *
 * @param name by which the app reaches it
 * @param env {@code NAME=value}
 * @param ports besides those that its image declares
 * @param args replaces the image's cmd
 * @param user replaces the image's user
 * @param ready when the app may start, given all its ports
 */
public record ServiceRequest(
    String name,
    ImageReference image,
    List<String> env,
    List<Port> ports,
    Optional<List<String>> args,
    Optional<String> user,
    Function<List<Port>, Ready> ready) {
  /** Labels of a host name (RFC 1123), with the underscore that Compose allows too. */
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

  public ServiceRequest {
    if (!NAME.matcher(name).matches() || name.toLowerCase(Locale.ROOT).equals("localhost")) {
      throw new IllegalArgumentException(
          "'%s' is no name of a service: expected a host name of letters, digits, '-', '_' and '.', as in 'db'"
              .formatted(name));
    }
    env = List.copyOf(env);
    ports = List.copyOf(ports);
    args = args.map(List::copyOf);
  }
}
