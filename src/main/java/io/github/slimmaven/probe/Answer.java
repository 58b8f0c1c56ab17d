package io.github.slimmaven.probe;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the app answered.
 *
 * @param status HTTP status; 0 for a plain TCP connection; the exit code of a command or a run;
 *     gRPC's own status
 * @param contentType the header's value, or ""
 * @param body the whole body (at most 16 MiB are read); for TCP and WebSocket what the app said;
 *     for a command or a run its output
 * @param millis from sending to the last byte, milliseconds
 * @param location where a redirect leads, or ""
 */
public record Answer(int status, String contentType, byte[] body, long millis, String location) {
  /** Bytes of a body that are read; what follows is left unread. */
  public static final int MAX_BODY = 16 << 20;

  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*=\\s*\"?([^\\s;\"]+)", Pattern.CASE_INSENSITIVE);

  /** An answer that leads nowhere else. */
  public Answer(int status, String contentType, byte[] body, long millis) {
    this(status, contentType, body, millis, "");
  }

  /** The body in the charset that its type names; UTF-8 if it names none that is known here. */
  public String text() {
    return new String(body, charset());
  }

  /** The text, or where the body is no text each byte as the character of its number. */
  String matchable() {
    return matchable(body, charset());
  }

  static String matchable(byte[] bytes, Charset charset) {
    try {
      return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  /** The charset that the content type names, or UTF-8. */
  public Charset charset() {
    Matcher matcher = CHARSET.matcher(contentType);
    try {
      return matcher.find() ? Charset.forName(matcher.group(1)) : StandardCharsets.UTF_8;
    } catch (IllegalArgumentException e) {
      return StandardCharsets.UTF_8;
    }
  }
}
