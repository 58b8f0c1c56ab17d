package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.Port;
import io.github.slimmaven.probe.App;
import io.github.slimmaven.probe.Exchange;
import io.github.slimmaven.probe.Probe.Kind;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a launched app is reached.
 *
 * @param host name or address
 * @param ports host port of each TCP container port
 * @param url of the first port; without a path, and without a slash at its end
 */
public record Endpoint(String host, SortedMap<Integer, Integer> ports, String url) {

  /**
   * The endpoint of an app.
   *
   * @param ports published container ports, the most important ones first
   * @param asked what it has answered so far: tells HTTPS from HTTP
   * @throws SlimFailure if it has no TCP port
   */
  static Endpoint of(App app, List<Port> ports, List<Exchange> asked) throws SlimFailure {
    SortedMap<Integer, Integer> published = new TreeMap<>();
    Optional<String> url = Optional.empty();
    String host = "";
    for (Port port : ports) {
      if (port.protocol().equals("tcp")) {
        InetSocketAddress address = app.address().apply(port);
        published.put(port.number(), address.getPort());
        if (url.isEmpty()) {
          host = address.getHostString();
          url = Optional.of(scheme(port, asked) + "://" + inUrl(host) + ":" + address.getPort());
        }
      }
    }
    return new Endpoint(
        host,
        published,
        url.orElseThrow(
            () ->
                new SlimFailure(
                    "The tests have nothing to connect to: no TCP port is declared. Add <ports>.",
                    null)));
  }

  /**
   * What the tests get: {@code slim.host}, {@code slim.port.<container port>}, {@code slim.url}.
   */
  public SortedMap<String, String> properties() {
    SortedMap<String, String> properties = new TreeMap<>();
    properties.put("slim.host", host);
    properties.put("slim.url", url);
    ports.forEach((port, at) -> properties.put("slim.port." + port, String.valueOf(at)));
    return properties;
  }

  private static String scheme(Port port, List<Exchange> asked) {
    return asked.stream()
            .map(Exchange::probe)
            .filter(probe -> probe.isRequest() && probe.port() == port.number())
            .anyMatch(probe -> probe.kind() == Kind.HTTPS || probe.kind() == Kind.H2)
        ? "https"
        : "http";
  }

  private static String inUrl(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }
}
