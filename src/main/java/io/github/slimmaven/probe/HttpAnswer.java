package io.github.slimmaven.probe;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one HTTP/1.x answer off a connection (RFC 9112, sections 4 to 7). Strict where the length
 * of the body depends on it; reads no further than the answer goes, so that a connection kept open
 * is no wait.
 */
final class HttpAnswer {
  private static final int MAX_LINE = 64 << 10;
  private static final int MAX_HEADERS = 1000;
  private static final int MAX_INTERIM = 100;
  private static final byte[] PROTOCOL = "HTTP/".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern STATUS_LINE =
      Pattern.compile("HTTP/[0-9](?:\\.[0-9])? +([1-5][0-9]{2})(?: .*)?");
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");
  private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,15})[ \t]*(?:;.*)?");

  private final InputStream in;
  private final TreeMap<String, List<String>> headers =
      new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private boolean started;

  private HttpAnswer(InputStream in) {
    this.in = in instanceof BufferedInputStream ? in : new BufferedInputStream(in, 16 << 10);
  }

  /**
   * @param in where it is buffered already, nothing behind the answer is taken from it
   * @param method of the request: decides whether a body follows
   * @param sent {@link System#nanoTime()} of sending
   * @throws NoAnswer if no byte came, the bytes are no HTTP, or the answer is cut short
   */
  static Answer read(InputStream in, String method, long sent) throws IOException {
    HttpAnswer answer = new HttpAnswer(in);
    try {
      return answer.read(method, sent);
    } catch (NoAnswer e) {
      throw e;
    } catch (IOException e) {
      throw answer.started
          ? new NoAnswer(Fault.BROKEN, "was answered, but the connection broke: " + e, e)
          : new NoAnswer(Fault.CLOSED, "was not answered: the app reset the connection", e);
    }
  }

  private Answer read(String method, long sent) throws IOException {
    int status = 100;
    for (int interim = 0; status < 200 && status != 101; interim++) {
      if (interim > MAX_INTERIM) {
        throw broken("more than " + MAX_INTERIM + " interim answers");
      }
      status = statusLine();
      readHeaders();
    }
    byte[] body =
        method.equals("HEAD") || status == 101 || status == 204 || status == 304
            ? new byte[0]
            : body();
    return new Answer(
        status,
        first("Content-Type"),
        body,
        (System.nanoTime() - sent) / 1_000_000,
        first("Location"));
  }

  private int statusLine() throws IOException {
    for (int at = 0; at < PROTOCOL.length; at++) {
      in.mark(PROTOCOL.length + 64);
      int next = in.read();
      if (next < 0 && !started) {
        throw new NoAnswer(Fault.CLOSED, "was not answered: the app closed the connection");
      }
      started = true;
      if (next != PROTOCOL[at]) {
        in.reset();
        throw foreign(at, next);
      }
    }
    String line = "HTTP/" + line();
    Matcher matcher = STATUS_LINE.matcher(line);
    if (!matcher.matches()) {
      throw new NoAnswer(
          Fault.FOREIGN, "was answered with '" + clipped(line) + "', which is no HTTP");
    }
    return Integer.parseInt(matcher.group(1));
  }

  /** Only what has arrived is shown: a greeting need not end. */
  private NoAnswer foreign(int matched, int first) throws IOException {
    byte[] seen = new byte[64];
    int more = first < 0 ? 0 : Math.max(0, in.read(seen, 0, seen.length));
    if (matched == 0 && first == 0x15 && more > 1 && seen[1] == 0x03) {
      return NoAnswer.alert();
    }
    String text = "HTTP/".substring(0, matched) + new String(seen, 0, more, StandardCharsets.UTF_8);
    return new NoAnswer(
        Fault.FOREIGN, "was answered with '" + clipped(text) + "', which is no HTTP");
  }

  private void readHeaders() throws IOException {
    headers.clear();
    String last = null;
    int count = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (++count > MAX_HEADERS) {
        throw broken("more than " + MAX_HEADERS + " header lines");
      }
      int colon = line.indexOf(':');
      if ((line.charAt(0) == ' ' || line.charAt(0) == '\t') && last != null) {
        List<String> values = headers.get(last);
        values.set(values.size() - 1, values.get(values.size() - 1) + " " + line.strip());
      } else if (colon > 0) {
        last = line.substring(0, colon).strip();
        headers
            .computeIfAbsent(last, name -> new ArrayList<>())
            .add(line.substring(colon + 1).strip());
      } else {
        throw broken("'" + clipped(line) + "' is no header");
      }
    }
  }

  private byte[] body() throws IOException {
    List<String> encodings = list("Transfer-Encoding");
    if (!encodings.isEmpty()) {
      boolean chunked = encodings.get(encodings.size() - 1).equalsIgnoreCase("chunked");
      return chunked ? chunks() : untilClosed();
    }
    List<String> lengths = list("Content-Length");
    if (lengths.isEmpty()) {
      return untilClosed();
    }
    String length = lengths.get(0);
    if (lengths.stream().distinct().count() > 1 || !DIGITS.matcher(length).matches()) {
      throw broken("'" + clipped(String.join(", ", lengths)) + "' is no Content-Length");
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    copy(Long.parseLong(length), body);
    return body.toByteArray();
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (body.size() < Answer.MAX_BODY) {
      String line = line();
      Matcher matcher = CHUNK.matcher(line);
      if (!matcher.matches()) {
        throw broken("'" + clipped(line) + "' is no length of a chunk");
      }
      long size = Long.parseLong(matcher.group(1), 16);
      if (size == 0) {
        for (int trailers = 0; !line().isEmpty(); trailers++) {
          if (trailers > MAX_HEADERS) {
            throw broken("more than " + MAX_HEADERS + " trailer lines");
          }
        }
        break;
      }
      copy(size, body);
      if (body.size() < Answer.MAX_BODY && !line().isEmpty()) {
        throw broken("a chunk is longer than it says");
      }
    }
    return body.toByteArray();
  }

  /** Copies so many bytes, or fewer if the body is then as long as it may become. */
  private void copy(long length, ByteArrayOutputStream body) throws IOException {
    long wanted = Math.min(length, Answer.MAX_BODY - body.size());
    byte[] buffer = new byte[16 << 10];
    for (long left = wanted; left > 0; ) {
      int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        throw broken((length - wanted + left) + " of " + length + " bytes are missing at its end");
      }
      body.write(buffer, 0, read);
      left -= read;
    }
  }

  private byte[] untilClosed() throws IOException {
    return in.readNBytes(Answer.MAX_BODY);
  }

  /** One line without its end; a bare LF ends it as well (RFC 9112, section 2.2). */
  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw broken("the connection was closed within the head");
      }
      if (line.length() == MAX_LINE) {
        throw broken("a line is longer than " + MAX_LINE + " bytes");
      }
      line.append((char) next);
    }
    int last = line.length() - 1;
    if (last >= 0 && line.charAt(last) == '\r') {
      line.setLength(last);
    }
    return line.toString();
  }

  private List<String> list(String name) {
    List<String> list = new ArrayList<>();
    for (String value : headers.getOrDefault(name, List.of())) {
      for (String part : value.split(",")) {
        list.add(part.strip().toLowerCase(Locale.ROOT));
      }
    }
    return list;
  }

  private String first(String name) {
    return headers.getOrDefault(name, List.of("")).get(0);
  }

  private static NoAnswer broken(String what) {
    return new NoAnswer(Fault.BROKEN, "was answered, but the answer is broken: " + what);
  }

  private static String clipped(String text) {
    return Probe.shown(text.length() <= 80 ? text : text.substring(0, 80) + "...");
  }
}
