package io.github.slimmaven.probe;

/**
 * What the app answered.
 *
 * @param status HTTP status; 0 for a plain TCP connection
 * @param contentType the header's value, or ""
 * @param body the whole body (at most 16 MiB are read); for TCP the greeting, if there is one
 * @param millis from sending to the last byte, milliseconds
 */
public record Answer(int status, String contentType, byte[] body, long millis) {
  /** Bytes of a body that are read; what follows is left unread. */
  public static final int MAX_BODY = 16 << 20;
}
