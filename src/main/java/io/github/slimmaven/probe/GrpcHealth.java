package io.github.slimmaven.probe;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * {@code grpc.health.v1.Health/Check} in bytes. A message has a flag for compression and its length
 * before it (gRPC over HTTP2, "Length-Prefixed-Message"); both messages have a single field (GRPC
 * Health Checking Protocol, Protocol Buffers encoding).
 */
final class GrpcHealth {
  static final String PATH = "/grpc.health.v1.Health/Check";

  private static final int SERVICE_FIELD = (1 << 3) | 2;
  private static final int STATUS_FIELD = 1 << 3;
  private static final List<String> STATUSES =
      List.of("UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN");

  private GrpcHealth() {}

  /** A {@code HealthCheckRequest}. */
  static byte[] request(String service) throws IOException {
    byte[] name = service.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    if (name.length > 0) { // an empty string is not written
      message.write(SERVICE_FIELD);
      for (int length = name.length; ; length >>>= 7) {
        message.write(length > 0x7f ? (length & 0x7f) | 0x80 : length);
        if (length <= 0x7f) {
          break;
        }
      }
      message.writeBytes(name);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(0);
    out.writeInt(message.size());
    out.write(message.toByteArray());
    return bytes.toByteArray();
  }

  /**
   * The answer: gRPC's status, 0 if all is well, with the name of the health; else with gRPC's
   * message.
   */
  static Answer answer(Http2Stream stream, long millis) throws NoAnswer {
    String status = stream.header("grpc-status");
    if (stream.status() != 200 || !status.matches("[0-9]{1,3}")) {
      throw new NoAnswer(
          Fault.FOREIGN,
          "was answered with the HTTP status '"
              + stream.status()
              + "' and the gRPC status '"
              + Probe.shown(status)
              + "', which is no gRPC");
    }
    int code = Integer.parseInt(status);
    String text = code == 0 ? health(stream.body()) : stream.header("grpc-message");
    return new Answer(code, "text/plain", text.getBytes(StandardCharsets.UTF_8), millis);
  }

  /** Of a {@code HealthCheckResponse}; a missing field is 0. */
  private static String health(byte[] bytes) throws NoAnswer {
    if (bytes.length == 5) {
      return STATUSES.get(0);
    }
    if (bytes.length == 7
        && bytes[0] == 0
        && bytes[5] == STATUS_FIELD
        && bytes[6] >= 0
        && bytes[6] < STATUSES.size()) {
      return STATUSES.get(bytes[6]);
    }
    throw new NoAnswer(
        Fault.BROKEN, "was answered with " + bytes.length + " bytes that are no health");
  }
}
