package io.github.slimmaven.registry;

import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InsecureRegistryException;
import com.google.cloud.tools.jib.api.RegistryAuthenticationFailedException;
import com.google.cloud.tools.jib.api.RegistryUnauthorizedException;
import com.google.cloud.tools.jib.http.ResponseException;
import com.google.cloud.tools.jib.registry.RegistryCredentialsNotSentException;
import java.util.Optional;

/** Words for what a registry refuses; no secret gets into them. */
final class RegistryFaults {
  private static final int NOT_FOUND = 404;

  private final ImageReference image;
  private final Optional<Login> login;
  private final boolean push;

  RegistryFaults(ImageReference image, Optional<Login> login, boolean push) {
    this.image = image;
    this.login = login;
    this.push = push;
  }

  RegistryException of(String action, Exception cause) {
    Optional<Exception> shown = Optional.of(cause).filter(c -> !tellsSecret(c));
    return !push && isNotFound(cause)
        ? new NoSuchImageException(words(action, cause), shown.orElse(null))
        : new RegistryException(words(action, cause), shown.orElse(null));
  }

  private String words(String action, Exception cause) {
    String host = image.getRegistry();
    if (cause instanceof RegistryCredentialsNotSentException) {
      return "Registry '"
          + host
          + "' wants credentials, but it is only reached over plain HTTP, where they can be read by"
          + " others. Use HTTPS, or set 'sendCredentialsOverHttp'.";
    }
    if (cause instanceof RegistryUnauthorizedException
        || cause instanceof RegistryAuthenticationFailedException) {
      return unauthorized(host, cause);
    }
    if (cause instanceof InsecureRegistryException) {
      return "Registry '"
          + host
          + "' points at an address that is no trusted HTTPS: could not "
          + action
          + " of '"
          + image
          + "'. Check the registry's configuration, and the trust store of the JDK that runs"
          + " Maven.";
    }
    if (!push && isNotFound(cause)) {
      return "Registry '"
          + host
          + "' has no '"
          + image
          + "': could not "
          + action
          + ". Check the name and the tag; a private image may need credentials.";
    }
    return "Registry '"
        + host
        + "': could not "
        + action
        + " of '"
        + image
        + "': "
        + (tellsSecret(cause) ? "its answer was not understood" : Causes.of(cause))
        + ". Check the registry and try again.";
  }

  private String unauthorized(String host, Exception cause) {
    if (cause instanceof RegistryAuthenticationFailedException && !isRefusal(cause)) {
      return "Logging in to registry '"
          + host
          + "' failed: "
          + (tellsSecret(cause) ? "its answer was not understood" : Causes.of(cause))
          + ". Check that the registry's token service can be reached.";
    }
    String what = push ? "pushing '" : "pulling '";
    return login
        .map(
            l ->
                "Registry '"
                    + host
                    + "' refuses "
                    + what
                    + image
                    + "' with the credentials of user '"
                    + l.credential().username()
                    + "' from "
                    + l.source()
                    + ". Correct them there, or ask for access to the repository.")
        .orElse(
            "Registry '"
                + host
                + "' refuses "
                + what
                + image
                + "' without credentials. Add a server '"
                + host
                + "' to the Maven settings, or log in with 'docker login "
                + host
                + "'.");
  }

  private boolean tellsSecret(Throwable thrown) {
    if (login.isEmpty() || login.get().credential().password().isEmpty()) {
      return false;
    }
    String secret = login.get().credential().password();
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      if (at.toString().contains(secret)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isRefusal(Throwable thrown) {
    int status = status(thrown);
    return status == 401 || status == 403 || status == 400;
  }

  private static boolean isNotFound(Throwable thrown) {
    return status(thrown) == NOT_FOUND;
  }

  private static int status(Throwable thrown) {
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      if (at instanceof ResponseException response) {
        return response.getStatusCode();
      }
    }
    return 0;
  }
}
