package io.github.slimmaven.probe;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One scheme, host and port, asked with the same headers.
 *
 * @param scheme {@code http} or {@code https}
 * @param host as in a {@code Host} header, lower case
 * @param headers of each request, sorted
 */
record Site(
    Probe.Kind kind, int port, String scheme, String host, TreeMap<String, String> headers) {
  private static final Pattern ADDRESS =
      Pattern.compile("(?i)(https?)://([^/?#@]*)([^?#]*)(\\?[^#]*)?(?:#.*)?", Pattern.DOTALL);

  /** Longer ones are made by loops. */
  private static final int MAX_PATH = 2000;

  /** The site that a probe asks. */
  static Site of(Probe probe) {
    TreeMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(probe.headers());
    headers.remove("Content-Type");
    boolean secured = probe.kind() == Probe.Kind.HTTPS || probe.kind() == Probe.Kind.H2;
    String host = headers.getOrDefault("Host", probe.host()).toLowerCase(Locale.ROOT);
    return new Site(probe.kind(), probe.port(), secured ? "https" : "http", host, headers);
  }

  String address(String path) {
    return scheme + "://" + host + path;
  }

  /** The path and query of an address, encoded; none if it is elsewhere. */
  Optional<String> path(String address) {
    Matcher matcher = ADDRESS.matcher(address);
    if (!matcher.matches()
        || !matcher.group(1).equalsIgnoreCase(scheme)
        || !withPort(matcher.group(2)).equals(withPort(host))) {
      return Optional.empty();
    }
    String query = matcher.group(4) == null ? "" : matcher.group(4);
    String path = matcher.group(3).isEmpty() ? "/" : matcher.group(3);
    String encoded = encoded(path + query);
    return encoded.length() > MAX_PATH ? Optional.empty() : Optional.of(encoded);
  }

  private String withPort(String authority) {
    String lower = authority.toLowerCase(Locale.ROOT);
    return lower.matches(".*:\\d+") ? lower : lower + (scheme.equals("https") ? ":443" : ":80");
  }

  /**
   * What browsers encode, and what would break a request line (the URL standard, "encode sets").
   */
  private static String encoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte next : text.getBytes(StandardCharsets.UTF_8)) {
      int c = next & 0xff;
      if (c <= 0x20 || c >= 0x7f || "\"<>\\^`{|}".indexOf(c) >= 0) {
        encoded.append(String.format(Locale.ROOT, "%%%02X", c));
      } else {
        encoded.append((char) c);
      }
    }
    return encoded.toString();
  }

  Probe probe(String path) {
    return new Probe(
        kind,
        port,
        "GET",
        path,
        Map.copyOf(headers),
        Optional.empty(),
        Crawler.ANSWERED,
        Optional.empty());
  }
}
