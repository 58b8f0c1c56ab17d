package io.github.slimmaven.probe;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Opens a WebSocket (RFC 6455), sends at most one message and reads until the expected one. The
 * JDK's own client would name the published port as the host, so that the app sees another request
 * in each run.
 */
final class WebSocketTalk {
  private static final String KEY = "c2xpbS1tYXZlbi1wbHVnaQ=="; // 16 bytes, the same in each run
  private static final int CONTINUATION = 0x0;
  private static final int TEXT = 0x1;
  private static final int BINARY = 0x2;
  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;
  private static final int PONG = 0xa;
  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;

  private final Socket socket;
  private final Deadline deadline;
  private final BufferedInputStream buffered;
  private final DataInputStream in;
  private final DataOutputStream out;

  WebSocketTalk(Socket socket, Deadline deadline) throws IOException {
    this.socket = socket;
    this.deadline = deadline.early();
    this.buffered = new BufferedInputStream(socket.getInputStream());
    this.in = new DataInputStream(buffered);
    this.out = new DataOutputStream(socket.getOutputStream());
  }

  /**
   * Talks to the app.
   *
   * @return status 101 and the messages up to the expected one, or the answer that refuses
   */
  Answer talk(Probe probe) throws IOException {
    long start = System.nanoTime();
    out.write(HttpRequest.upgrade(probe, KEY));
    out.flush();
    Answer opened = HttpAnswer.read(buffered, "GET", start);
    if (opened.status() != 101 || (probe.body().isEmpty() && probe.match().isEmpty())) {
      if (opened.status() == 101) {
        close();
      }
      return opened;
    }
    if (probe.body().isPresent()) {
      Body body = probe.body().get();
      send(body.binary() ? BINARY : TEXT, body.content());
    }
    Heard heard = listen(probe.match().map(Pattern::compile));
    return new Answer(
        101,
        heard.binary() ? "application/octet-stream" : "text/plain",
        heard.bytes(),
        (System.nanoTime() - start) / 1_000_000);
  }

  private record Heard(byte[] bytes, boolean binary) {}

  /** The messages, one after the other, up to the first one that completes a match. */
  private Heard listen(Optional<Pattern> expected) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    boolean binary = false;
    try {
      while (all.size() < Answer.MAX_BODY) {
        int first = readByte();
        int opcode = first & 0xf;
        byte[] payload = payload();
        switch (opcode) {
          case PING -> send(PONG, payload);
          case CLOSE -> {
            return all.size() > 0 ? new Heard(all.toByteArray(), binary) : closed(payload);
          }
          case TEXT, BINARY, CONTINUATION -> {
            binary |= opcode == BINARY;
            all.writeBytes(payload);
            if ((first & FINAL) != 0 && found(expected, all.toByteArray())) {
              close();
              return new Heard(all.toByteArray(), binary);
            }
          }
          case PONG -> {}
          default ->
              throw new NoAnswer(
                  Fault.BROKEN,
                  "was answered with a frame of unknown opcode '" + opcode + "' (RFC 6455, 5.2)");
        }
      }
      return new Heard(all.toByteArray(), binary);
    } catch (SocketTimeoutException e) {
      if (all.size() == 0) {
        throw new NoAnswer(
            Fault.SILENT, "was opened, but no message came within " + deadline.text(), e);
      }
      return new Heard(all.toByteArray(), binary);
    } catch (EOFException e) {
      if (all.size() == 0) {
        throw new NoAnswer(
            Fault.BROKEN, "was opened, but the app closed the connection without a message", e);
      }
      return new Heard(all.toByteArray(), binary);
    }
  }

  private static Heard closed(byte[] payload) throws NoAnswer {
    int code = payload.length < 2 ? 1005 : ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
    throw new NoAnswer(
        Fault.BROKEN,
        "was opened, but the app closed it with code '"
            + code
            + "' without a message: "
            + Probe.shown(
                new String(
                    payload,
                    Math.min(2, payload.length),
                    Math.max(0, payload.length - 2),
                    StandardCharsets.UTF_8)));
  }

  private byte[] payload() throws IOException {
    int second = readByte();
    long length = second & 0x7f;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    if ((second & MASKED) != 0 || length < 0 || length > Answer.MAX_BODY) {
      throw new NoAnswer(
          Fault.BROKEN,
          "was answered with a frame that is masked or longer than " + Answer.MAX_BODY + " bytes");
    }
    byte[] payload = new byte[(int) length];
    in.readFully(payload);
    return payload;
  }

  private int readByte() throws IOException {
    socket.setSoTimeout(deadline.millis());
    return in.readUnsignedByte();
  }

  /** A client has to mask; a mask of zeros is one, and leaves the bytes as they are. */
  private void send(int opcode, byte[] payload) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(frame);
    data.write(FINAL | opcode);
    if (payload.length < 126) {
      data.write(MASKED | payload.length);
    } else if (payload.length <= 0xffff) {
      data.write(MASKED | 126);
      data.writeShort(payload.length);
    } else {
      data.write(MASKED | 127);
      data.writeLong(payload.length);
    }
    data.writeInt(0);
    data.write(payload);
    out.write(frame.toByteArray());
    out.flush();
  }

  private void close() throws IOException {
    send(CLOSE, new byte[] {0x03, (byte) 0xe8}); // 1000, normal closure
  }

  private static boolean found(Optional<Pattern> expected, byte[] bytes) {
    return expected.isEmpty()
        || expected.get().matcher(Answer.matchable(bytes, StandardCharsets.UTF_8)).find();
  }
}
