package io.github.slimmaven.registry;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Finds out within seconds whether a registry answers, and how. Jib's own client would retry for
 * most of a minute.
 *
 * @param host {@code host} or {@code host:port}
 * @param patience how long it may take to answer; a program on this machine that speaks no TLS is
 *     given less
 */
record RegistryServer(String host, Duration patience) {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Pattern LOOPBACK =
      Pattern.compile("(?:localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1])(?::[0-9]+)?");

  static RegistryServer of(String host) {
    return new RegistryServer(host, PATIENCE);
  }

  boolean isLoopback() {
    return LOOPBACK.matcher(host).matches();
  }

  /**
   * Asks for {@code /v2/} (distribution spec, "Determining Support"): HTTPS first, plain HTTP only
   * on this machine or where it is allowed.
   *
   * @throws RegistryException if nothing that may be used answers
   */
  Transport probe(boolean allowInsecure) throws RegistryException {
    URI secure = URI.create("https://" + host + "/v2/");
    if (isProxied(secure)) {
      return Transport.HTTPS;
    }
    Optional<IOException> refused = ask(secure, isLoopback() ? patience.dividedBy(2) : patience);
    if (refused.isEmpty()) {
      return Transport.HTTPS;
    }
    IOException cause = refused.get();
    if (isUntrusted(cause)) {
      if (allowInsecure) {
        return Transport.UNVERIFIED_HTTPS;
      }
      throw new RegistryException(
          "The certificate of registry '"
              + host
              + "' is not trusted: "
              + Causes.of(cause)
              + ". Add it to the trust store of the JDK that runs Maven, or set"
              + " 'allowInsecureRegistries'.",
          cause);
    }
    if (cause instanceof UnknownHostException || cause instanceof NoRouteToHostException) {
      throw unreachable(cause);
    }
    Optional<IOException> refusedPlain = ask(URI.create("http://" + host + "/v2/"), patience);
    if (refusedPlain.isPresent()) {
      throw unreachable(refusedPlain.get());
    }
    if (!isLoopback() && !allowInsecure) {
      throw new RegistryException(
          "Registry '"
              + host
              + "' speaks plain HTTP only. Use its HTTPS address, or set"
              + " 'allowInsecureRegistries' if what passes may be read and changed by others.",
          cause);
    }
    return Transport.HTTP;
  }

  private RegistryException unreachable(IOException cause) {
    return new RegistryException(
        "Registry '"
            + host
            + "' "
            + why(cause)
            + ". Check its name, that it runs, and the network or proxy in between.",
        cause);
  }

  /** Empty if something answered, whatever it said. */
  private static Optional<IOException> ask(URI uri, Duration patience) {
    HttpURLConnection connection = null;
    try {
      connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout((int) patience.toMillis());
      connection.setReadTimeout((int) patience.toMillis());
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      connection.setRequestProperty("Connection", "close");
      int status = connection.getResponseCode();
      return status < 0 ? Optional.of(new IOException("its answer was no HTTP")) : Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    } finally {
      if (connection != null) {
        connection.disconnect();
      }
    }
  }

  private static boolean isProxied(URI uri) {
    ProxySelector selector = ProxySelector.getDefault();
    List<Proxy> proxies = selector == null ? List.of() : selector.select(uri);
    return proxies.stream().anyMatch(proxy -> proxy.type() != Proxy.Type.DIRECT);
  }

  private static boolean isUntrusted(Throwable thrown) {
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      if (at instanceof CertificateException
          || at instanceof SSLPeerUnverifiedException
          || at instanceof java.security.cert.CertPathBuilderException) {
        return true;
      }
    }
    return false;
  }

  private String why(IOException cause) {
    if (cause instanceof UnknownHostException) {
      return "is unknown: there is no host of that name";
    }
    if (cause instanceof SocketTimeoutException) {
      return "did not answer within " + patience.toMillis() / 1000.0 + " seconds";
    }
    if (cause instanceof NoRouteToHostException) {
      return "cannot be reached: no route to it";
    }
    return "cannot be reached: " + Causes.of(cause);
  }
}
