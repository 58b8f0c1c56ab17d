package io.github.slimmaven.probe;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sends one request of the role Responder (FastCGI specification 1.0, sections 3 and 6.2) and reads
 * the CGI answer (RFC 3875, section 6).
 */
final class FastCgi {
  private static final int VERSION = 1;
  private static final int BEGIN_REQUEST = 1;
  private static final int END_REQUEST = 3;
  private static final int PARAMS = 4;
  private static final int STDIN = 5;
  private static final int STDOUT = 6;
  private static final int STDERR = 7;
  private static final int REQUEST = 1;
  private static final int RESPONDER = 1;
  private static final int MAX_CONTENT = 0xffff;
  private static final String ROOT = "DOCUMENT_ROOT";

  private FastCgi() {}

  /** Asks over an open connection. */
  static Answer ask(Probe probe, InputStream in, OutputStream out) throws IOException {
    long sent = System.nanoTime();
    try {
      out.write(request(probe));
      out.flush();
    } catch (SocketException e) {
      throw new NoAnswer(Fault.CLOSED, "was not answered: the app closed the connection", e);
    }
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    read(new DataInputStream(new BufferedInputStream(in)), output, errors);
    return answer(output.toByteArray(), errors.toByteArray(), sent);
  }

  static byte[] request(Probe probe) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    record(out, BEGIN_REQUEST, new byte[] {0, RESPONDER, 0, 0, 0, 0, 0, 0});
    ByteArrayOutputStream pairs = new ByteArrayOutputStream();
    for (Map.Entry<String, String> parameter : parameters(probe).entrySet()) {
      pair(new DataOutputStream(pairs), parameter.getKey(), parameter.getValue());
    }
    stream(out, PARAMS, pairs.toByteArray());
    stream(out, STDIN, probe.body().map(Body::content).orElse(new byte[0]));
    return bytes.toByteArray();
  }

  /** RFC 3875, section 4.1, with what PHP needs besides; the probe's own win. */
  private static Map<String, String> parameters(Probe probe) {
    String target = probe.path();
    int query = target.indexOf('?');
    String script = query < 0 ? target : target.substring(0, query);
    String root = probe.details().getOrDefault(ROOT, "/var/www/html");
    Map<String, String> all = new TreeMap<>();
    all.put("GATEWAY_INTERFACE", "CGI/1.1");
    all.put("SERVER_SOFTWARE", "slim-maven-plugin");
    all.put("SERVER_PROTOCOL", "HTTP/1.1");
    all.put("SERVER_NAME", "localhost");
    all.put("SERVER_PORT", "80");
    all.put("REMOTE_ADDR", "127.0.0.1");
    all.put("REQUEST_METHOD", probe.method());
    all.put("REQUEST_URI", target);
    all.put("QUERY_STRING", query < 0 ? "" : target.substring(query + 1));
    all.put(ROOT, root);
    all.put("SCRIPT_NAME", script);
    all.put(
        "SCRIPT_FILENAME",
        (root.endsWith("/") ? root.substring(0, root.length() - 1) : root) + script);
    all.put("HTTP_HOST", "localhost");
    HttpRequest.headers(probe)
        .forEach(
            (name, value) ->
                all.put("HTTP_" + name.toUpperCase(Locale.ROOT).replace('-', '_'), value));
    String type = all.remove("HTTP_CONTENT_TYPE");
    probe
        .body()
        .ifPresent(
            body -> {
              all.put("CONTENT_LENGTH", Integer.toString(body.content().length));
              all.put("CONTENT_TYPE", type == null ? "application/octet-stream" : type);
            });
    all.putAll(probe.details());
    return all;
  }

  /** A stream is records with content, then one without. */
  private static void stream(DataOutputStream out, int type, byte[] content) throws IOException {
    for (int at = 0; at < content.length; at += MAX_CONTENT) {
      int length = Math.min(MAX_CONTENT, content.length - at);
      head(out, type, length);
      out.write(content, at, length);
    }
    head(out, type, 0);
  }

  private static void record(DataOutputStream out, int type, byte[] content) throws IOException {
    head(out, type, content.length);
    out.write(content);
  }

  private static void head(DataOutputStream out, int type, int length) throws IOException {
    out.write(VERSION);
    out.write(type);
    out.writeShort(REQUEST);
    out.writeShort(length);
    out.writeShort(0); // no padding, and a reserved byte
  }

  /** Section 3.4: lengths in one byte up to 127, else in four with the high bit set. */
  private static void pair(DataOutputStream out, String name, String value) throws IOException {
    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
    byte[] valueBytes = value.getBytes(StandardCharsets.UTF_8);
    length(out, nameBytes.length);
    length(out, valueBytes.length);
    out.write(nameBytes);
    out.write(valueBytes);
  }

  private static void length(DataOutputStream out, int length) throws IOException {
    if (length <= 127) {
      out.write(length);
    } else {
      out.writeInt(length | 0x80000000);
    }
  }

  private static void read(
      DataInputStream in, ByteArrayOutputStream output, ByteArrayOutputStream errors)
      throws IOException {
    boolean started = false;
    try {
      while (true) {
        int version = in.readUnsignedByte();
        if (version != VERSION) {
          throw new NoAnswer(
              Fault.FOREIGN,
              "was answered with a first byte '" + version + "', which is no FastCGI");
        }
        started = true;
        int type = in.readUnsignedByte();
        in.readUnsignedShort();
        byte[] content = new byte[in.readUnsignedShort()];
        int padding = in.readUnsignedByte();
        in.readUnsignedByte();
        in.readFully(content);
        in.readFully(new byte[padding]);
        if (type == STDOUT && output.size() < Answer.MAX_BODY) {
          output.writeBytes(content);
        } else if (type == STDERR && errors.size() < Answer.MAX_BODY) {
          errors.writeBytes(content);
        } else if (type == END_REQUEST) {
          checkEnd(content);
          return;
        }
      }
    } catch (EOFException | SocketException e) {
      throw new NoAnswer(
          started ? Fault.BROKEN : Fault.CLOSED,
          started
              ? "was answered, but the connection broke before the end of the request"
              : "was not answered: the app closed the connection",
          e);
    }
  }

  /** Section 5.5: four bytes of application status, one of protocol status. */
  private static void checkEnd(byte[] content) throws NoAnswer {
    int status = content.length < 5 ? -1 : content[4];
    if (status != 0) {
      throw new NoAnswer(
          Fault.BROKEN,
          "was ended with the FastCGI protocol status '"
              + status
              + "': 1 is no multiplexing, 2 is overloaded, 3 is an unknown role");
    }
  }

  private static Answer answer(byte[] output, byte[] errors, long sent) throws IOException {
    long millis = (System.nanoTime() - sent) / 1_000_000;
    if (output.length == 0) {
      throw new NoAnswer(
          Fault.BROKEN,
          "was answered with nothing on standard output: "
              + Probe.shown(new String(errors, StandardCharsets.UTF_8)));
    }
    InputStream in = new ByteArrayInputStream(output);
    int status = 200;
    String type = "";
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1).strip();
      if (name.equalsIgnoreCase("Status")) {
        status = status(value);
      } else if (name.equalsIgnoreCase("Content-Type")) {
        type = value;
      } else if (name.equalsIgnoreCase("Location") && status == 200) {
        status = 302;
      }
    }
    return new Answer(status, type, in.readNBytes(Answer.MAX_BODY), millis);
  }

  private static int status(String value) throws NoAnswer {
    if (!value.matches("[1-5][0-9]{2}(?: .*)?")) {
      throw new NoAnswer(
          Fault.BROKEN, "was answered with '" + Probe.shown(value) + "', which is no CGI status");
    }
    return Integer.parseInt(value.substring(0, 3));
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.append((char) next);
    }
    int last = line.length() - 1;
    if (last >= 0 && line.charAt(last) == '\r') {
      line.setLength(last);
    }
    return line.toString();
  }
}
