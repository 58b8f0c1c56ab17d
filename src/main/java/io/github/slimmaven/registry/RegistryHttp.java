package io.github.slimmaven.registry;

import com.google.cloud.tools.jib.http.FailoverHttpClient;
import com.google.cloud.tools.jib.http.Request;
import com.google.cloud.tools.jib.http.Response;
import java.io.IOException;
import java.net.URL;

/**
 * Talks to one registry over the transport that was found for it, and strictly (verified TLS) to
 * everything else that the registry points at: token servers, blob stores.
 */
final class RegistryHttp extends FailoverHttpClient {
  private final String server;
  private final Transport transport;
  private final FailoverHttpClient strict = new FailoverHttpClient(false, false, event -> {});

  RegistryHttp(String server, Transport transport, boolean sendCredentialsOverHttp) {
    super(transport != Transport.HTTPS, sendCredentialsOverHttp, event -> {});
    this.server = server;
    this.transport = transport;
  }

  @Override
  public Response call(String method, URL url, Request request) throws IOException {
    if (!url.getAuthority().equals(server) || transport == Transport.HTTPS) {
      return strict.call(method, url, request);
    }
    return super.call(
        method,
        transport == Transport.HTTP
            ? new URL("http", url.getHost(), url.getPort(), url.getFile())
            : url,
        request);
  }

  @Override
  public void shutDown() throws IOException {
    try {
      super.shutDown();
    } finally {
      strict.shutDown();
    }
  }
}
