package io.github.slimmaven.probe;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A probe as the bytes of an HTTP/1.1 request (RFC 9112, section 3).
 *
 * <p>The host is {@code localhost} with the container's port, never the published one: the source
 * and the minified run get the same request, so absolute links in their answers are equal. (The
 * JDK's own client can't do that once another part of Maven has used it: its list of restricted
 * headers is read once in a JVM.)
 */
final class HttpRequest {
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

  private HttpRequest() {}

  static byte[] bytes(Probe probe) {
    byte[] body = probe.body().map(Body::content).orElse(new byte[0]);
    Map<String, String> headers = headers(probe);
    headers.putIfAbsent("Host", probe.host());
    headers.put("Connection", "close");
    if (probe.body().isPresent() || WITH_BODY.contains(probe.method().toUpperCase(Locale.ROOT))) {
      headers.put("Content-Length", Integer.toString(body.length));
    }
    return bytes(probe, headers, body);
  }

  /** The same for an opening handshake: RFC 6455, section 4.1. */
  static byte[] upgrade(Probe probe, String key) {
    Map<String, String> headers = headers(probe);
    headers.putIfAbsent("Host", probe.host());
    headers.put("Connection", "Upgrade");
    headers.put("Upgrade", "websocket");
    headers.put("Sec-WebSocket-Version", "13");
    headers.put("Sec-WebSocket-Key", key);
    return bytes(probe, headers, new byte[0]);
  }

  /** What every version of HTTP sends alike: neither the host nor what frames the request. */
  static Map<String, String> headers(Probe probe) {
    TreeMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("User-Agent", "slim-maven-plugin");
    headers.put("Accept", "*/*");
    probe.body().flatMap(Body::contentType).ifPresent(type -> headers.put("Content-Type", type));
    headers.putAll(probe.headers());
    return headers;
  }

  private static byte[] bytes(Probe probe, Map<String, String> headers, byte[] body) {
    StringBuilder head = new StringBuilder();
    head.append(probe.method()).append(' ').append(probe.path()).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(headers.remove("Host")).append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("\r\n");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes(body);
    return bytes.toByteArray();
  }
}
