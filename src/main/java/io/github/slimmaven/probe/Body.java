package io.github.slimmaven.probe;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a probe sends: a request's body, bytes over TCP, one message over a WebSocket, or the
 * standard input of FastCGI.
 *
 * @param content at least 0 bytes
 * @param contentType for the header of this name, if one is to be sent
 * @param binary whether a WebSocket sends it as a binary message, not as a text
 */
public record Body(byte[] content, Optional<String> contentType, boolean binary) {
  /** The same in each run: nothing drawn at random may make answers differ. */
  private static final String BOUNDARY = "slim-maven-plugin-7f3a9c1e5b";

  private static final Pattern LINE = Pattern.compile("[^\\p{Cntrl}]*");
  private static final Pattern NOT_QUOTED = Pattern.compile("[\\p{Cntrl}\"\\\\]");

  /**
   * A part of a multipart body.
   *
   * @param fileName present for an upload
   */
  public record Part(
      String name, byte[] content, Optional<String> fileName, Optional<String> contentType) {
    public Part {
      checkName(name);
      fileName.ifPresent(Part::checkName);
      contentType.ifPresent(
          type -> {
            if (!LINE.matcher(type).matches()) {
              throw new IllegalArgumentException(
                  "'" + Probe.shown(type) + "' is no content type: expected one line");
            }
          });
    }

    private static void checkName(String name) {
      if (name.isEmpty() || NOT_QUOTED.matcher(name).find()) {
        throw new IllegalArgumentException(
            "'"
                + Probe.shown(name)
                + "' is no name of a part: expected text without quotes, backslashes and line"
                + " ends");
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Body body
        && Arrays.equals(content, body.content)
        && contentType.equals(body.contentType)
        && binary == body.binary;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  /** Text in UTF-8, of no declared type. */
  public static Body text(String text) {
    return new Body(text.getBytes(StandardCharsets.UTF_8), Optional.empty(), false);
  }

  /** Bytes of no declared type. */
  public static Body binary(byte[] content) {
    return new Body(content.clone(), Optional.empty(), true);
  }

  /** {@code application/x-www-form-urlencoded}, in the order of the map. */
  public static Body form(Map<String, String> fields) {
    String encoded =
        fields.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return new Body(
        encoded.getBytes(StandardCharsets.US_ASCII),
        Optional.of("application/x-www-form-urlencoded"),
        false);
  }

  /** {@code multipart/form-data} (RFC 7578). */
  public static Body multipart(List<Part> parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Part part : parts) {
      StringBuilder head = new StringBuilder();
      head.append("--").append(BOUNDARY).append("\r\nContent-Disposition: form-data; name=\"");
      head.append(part.name()).append('"');
      part.fileName().ifPresent(name -> head.append("; filename=\"").append(name).append('"'));
      head.append("\r\n");
      part.contentType()
          .ifPresent(type -> head.append("Content-Type: ").append(type).append("\r\n"));
      head.append("\r\n");
      bytes.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
      bytes.writeBytes(part.content());
      bytes.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    bytes.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    return new Body(
        bytes.toByteArray(), Optional.of("multipart/form-data; boundary=" + BOUNDARY), true);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
