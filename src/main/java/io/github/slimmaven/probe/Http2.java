package io.github.slimmaven.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.impl.bootstrap.HttpAsyncRequester;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncClientEndpoint;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.config.H2Config;
import org.apache.hc.core5.http2.impl.nio.bootstrap.H2RequesterBootstrap;
import org.apache.hc.core5.http2.protocol.H2RequestContent;
import org.apache.hc.core5.http2.ssl.H2ClientTlsStrategy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends one request over a connection that speaks HTTP/2 from its first byte (RFC 9113, sections
 * 3.2 and 3.3): after ALPN over TLS, with prior knowledge without.
 */
final class Http2 {
  /** The library's own would ask to be told to go on with a body, which nginx never does. */
  private static final HttpProcessor PROCESSOR =
      HttpProcessorBuilder.create().add(H2RequestContent.INSTANCE).build();

  private final InetSocketAddress address;
  private final Deadline deadline;
  private final SSLContext tls;

  Http2(InetSocketAddress address, Deadline deadline, SSLContext tls) {
    this.address = address;
    this.deadline = deadline;
    this.tls = tls;
  }

  /**
   * Sends a request.
   *
   * @param secured whether over TLS
   * @param body may be empty
   */
  Http2Stream ask(Probe probe, boolean secured, String method, String path, byte[] body)
      throws IOException, InterruptedException {
    Http2Stream stream = new Http2Stream(request(probe, secured, method, path), body);
    HttpAsyncRequester requester =
        H2RequesterBootstrap.bootstrap()
            .setIOReactorConfig(IOReactorConfig.custom().setIoThreadCount(1).build())
            .setHttpProcessor(PROCESSOR)
            .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_2)
            .setH2Config(H2Config.custom().setPushEnabled(false).build())
            .setTlsStrategy(new H2ClientTlsStrategy(tls))
            .create();
    try {
      requester.start();
      AsyncClientEndpoint endpoint = connect(requester, secured);
      endpoint.execute(stream, HttpCoreContext.create());
      stream.ended().get(deadline.left(), TimeUnit.NANOSECONDS);
      return stream;
    } catch (TimeoutException e) {
      throw new NoAnswer(Fault.SILENT, "was not answered within " + deadline.text(), e);
    } catch (ExecutionException e) {
      throw unanswered(e.getCause());
    } finally {
      requester.close(CloseMode.IMMEDIATE);
    }
  }

  private static BasicHttpRequest request(Probe probe, boolean secured, String method, String path)
      throws IOException {
    Map<String, String> headers = HttpRequest.headers(probe);
    String authority = headers.containsKey("Host") ? headers.remove("Host") : probe.host();
    BasicHttpRequest request = new BasicHttpRequest(method, path);
    request.setScheme(secured ? "https" : "http");
    try {
      request.setAuthority(URIAuthority.create(authority));
    } catch (URISyntaxException e) {
      throw new IOException(
          "'" + Probe.shown(authority) + "' is no host: expected one as in 'localhost:8080'", e);
    }
    headers.forEach((name, value) -> request.addHeader(name.toLowerCase(Locale.ROOT), value));
    return request;
  }

  private AsyncClientEndpoint connect(HttpAsyncRequester requester, boolean secured)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    Future<AsyncClientEndpoint> connecting =
        requester.connect(
            new HttpHost(secured ? "https" : "http", resolved(), "localhost", address.getPort()),
            Timeout.ofMilliseconds(deadline.millis()));
    return connecting.get(deadline.left(), TimeUnit.NANOSECONDS);
  }

  private InetAddress resolved() throws NoAnswer {
    try {
      return address.isUnresolved()
          ? InetAddress.getByName(address.getHostString())
          : address.getAddress();
    } catch (UnknownHostException e) {
      throw new NoAnswer(
          Fault.REFUSED, "failed: the host '" + address.getHostString() + "' is unknown", e);
    }
  }

  private static NoAnswer unanswered(Throwable cause) {
    String message = Probe.shown("" + cause.getMessage());
    if (cause instanceof ConnectException) {
      return new NoAnswer(Fault.REFUSED, "failed: no connection (" + message + ")", cause);
    }
    if (cause instanceof SSLException) {
      return new NoAnswer(Fault.FOREIGN, "found no TLS that it could use: " + message, cause);
    }
    if (cause instanceof HttpException && !(cause instanceof ConnectionClosedException)) {
      return new NoAnswer(Fault.FOREIGN, "was not answered in HTTP/2: " + message, cause);
    }
    return new NoAnswer(
        Fault.CLOSED, "was not answered: the app closed the connection (" + message + ")", cause);
  }
}
