package io.github.slimmaven.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Waits for a greeting, sends bytes, and reads until the expected answer is there. */
final class TcpTalk {
  /** An answer is over when nothing more comes for so long. */
  private static final int PAUSE_MILLIS = 100;

  private final Socket socket;
  private final Deadline deadline;

  TcpTalk(Socket socket, Deadline deadline) {
    this.socket = socket;
    this.deadline = deadline.early();
  }

  /**
   * Talks to the app.
   *
   * @param probe with something to send
   * @return what came after sending; if the expected answer did not come in time, what did
   */
  Answer talk(Probe probe) throws IOException {
    long start = System.nanoTime();
    Optional<Pattern> greeting =
        Optional.ofNullable(probe.details().get(Probe.GREETING)).map(Pattern::compile);
    if (greeting.isPresent()) {
      byte[] greeted = read(greeting);
      if (!found(greeting, greeted)) {
        throw new NoAnswer(
            Fault.FOREIGN,
            "was greeted with '"
                + Probe.shown(new String(greeted, StandardCharsets.UTF_8))
                + "', in which nothing matches '"
                + Probe.shown(greeting.get().pattern())
                + "'");
      }
    }
    try {
      socket.getOutputStream().write(probe.body().orElseThrow().content());
      socket.getOutputStream().flush();
    } catch (SocketException e) {
      throw new NoAnswer(Fault.CLOSED, "was accepted, but the app closed the connection", e);
    }
    byte[] answer = read(probe.match().map(Pattern::compile));
    return new Answer(0, "", answer, (System.nanoTime() - start) / 1_000_000);
  }

  /** Until the pattern is found and a pause follows, or the app closes, or the time is up. */
  private byte[] read(Optional<Pattern> expected) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[16 << 10];
    try {
      while (bytes.size() < Answer.MAX_BODY) {
        boolean enough = bytes.size() > 0 && found(expected, bytes.toByteArray());
        socket.setSoTimeout(enough ? Math.min(PAUSE_MILLIS, deadline.millis()) : deadline.millis());
        int read = socket.getInputStream().read(buffer);
        if (read < 0) {
          break;
        }
        bytes.write(buffer, 0, read);
      }
    } catch (SocketTimeoutException e) {
      if (bytes.size() == 0) {
        throw new NoAnswer(Fault.SILENT, "was not answered within " + deadline.text(), e);
      }
    } catch (SocketException e) {
      if (bytes.size() == 0) {
        throw new NoAnswer(Fault.CLOSED, "was accepted, but the app reset the connection", e);
      }
    }
    if (bytes.size() == 0) {
      throw new NoAnswer(
          Fault.CLOSED, "was accepted, but the app closed the connection without a word");
    }
    return bytes.toByteArray();
  }

  private static boolean found(Optional<Pattern> expected, byte[] bytes) {
    return expected.isEmpty()
        || expected.get().matcher(Answer.matchable(bytes, StandardCharsets.UTF_8)).find();
  }
}
