package io.github.slimmaven.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Odd but legal answers, and illegal ones, by the sections of RFC 9112 and RFC 9110. */
class HttpAnswerTest {
  @Test
  void bodyWithoutLengthEndsWithTheConnection() throws Exception {
    assertThat(read("HTTP/1.0 200 OK\r\n\r\nall of it").text()).isEqualTo("all of it");
  }

  @Test
  void bodyWithLengthEndsThereThoughTheConnectionStaysOpen() throws Exception {
    assertThat(open("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc").text()).isEqualTo("abc");
  }

  @Test
  void interimAnswersArePassedOver() throws Exception {
    Answer answer =
        open(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nContent-Type: text/x\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void statusWithoutBodyEndsWithItsHead(int status) throws Exception {
    Answer answer = open("HTTP/1.1 " + status + " x\r\nContent-Length: 10\r\n\r\n");

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void answerToHeadHasNoBodyWhateverItsLength() throws Exception {
    String head = "HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nContent-Length: 10\r\n\r\n";
    Answer answer = HttpAnswer.read(stayingOpen(head), "HEAD", System.nanoTime());

    assertThat(answer.body()).isEmpty();
    assertThat(answer.contentType()).isEqualTo("a/b");
  }

  @Test
  void chunksWithExtensionsAndTrailersAreJoined() throws Exception {
    String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 99\r\n\r\n";
    String chunks = "3;name=value\r\nabc\r\n0A \r\n0123456789\r\n0\r\nExpires: never\r\n\r\n";

    assertThat(open(head + chunks).text()).isEqualTo("abc0123456789");
  }

  @Test
  void lineMayEndWithoutCarriageReturnAndReasonMayBeMissing() throws Exception {
    assertThat(open("HTTP/1.1 200\nContent-Length:1\n\nx").text()).isEqualTo("x");
  }

  @Test
  void foldedHeaderIsOneValue() throws Exception {
    assertThat(read("HTTP/1.1 200 OK\r\nContent-Type: a/b;\r\n  c=d\r\n\r\n").contentType())
        .isEqualTo("a/b; c=d");
  }

  @Test
  void repeatedEqualLengthIsOne() throws Exception {
    assertThat(open("HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\nContent-Length: 1\r\n\r\nx").text())
        .isEqualTo("x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\nxx | '1, 2' is no Content-Length",
        "Content-Length: -1\\r\\n\\r\\n | '-1' is no Content-Length",
        "Content-Length: 5\\r\\n\\r\\nabc | 2 of 5 bytes are missing at its end",
        "Transfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n | 'zz' is no length of a chunk",
        "Transfer-Encoding: chunked\\r\\n\\r\\n1\\r\\nabc | the connection was closed within the head",
        "Transfer-Encoding: chunked\\r\\n\\r\\n1\\r\\nabc\\r\\n | a chunk is longer than it says",
        "no header\\r\\n\\r\\n | 'no header' is no header",
        "Half: | the connection was closed within the head"
      })
  void brokenAnswerIsNamed(String rest, String detail) {
    NoAnswer failure =
        failure("HTTP/1.1 200 OK\r\n" + rest.replace("\\r", "\r").replace("\\n", "\n"));

    assertThat(failure.fault()).isEqualTo(Fault.BROKEN);
    assertThat(failure).hasMessage("was answered, but the answer is broken: " + detail);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SSH-2.0-x\r\n", "HTTP/1.1 OK\r\n\r\n", "HTTPS", "HTTP/1.1 999 x\r\n\r\n"})
  void somethingElseIsForeign(String text) {
    assertThat(failure(text).fault()).isEqualTo(Fault.FOREIGN);
  }

  @Test
  void alertIsRecognized() {
    assertThat(failure("\u0015\u0003\u0001\u0000\u0002\u0002P").isAlert()).isTrue();
  }

  @Test
  void endlessHeadIsBroken() {
    assertThat(failure("HTTP/1.1 200 OK\r\nX: " + "x".repeat(70_000)))
        .hasMessageEndingWith("a line is longer than 65536 bytes");
    assertThat(failure("HTTP/1.1 200 OK\r\n" + "X: x\r\n".repeat(1001)))
        .hasMessageEndingWith("more than 1000 header lines");
    assertThat(failure("HTTP/1.1 100 Continue\r\n\r\n".repeat(200)))
        .hasMessageEndingWith("more than 100 interim answers");
  }

  @Test
  void nothingIsClosed() {
    assertThat(failure("").fault()).isEqualTo(Fault.CLOSED);
    assertThat(failure("HT").fault()).isEqualTo(Fault.FOREIGN);
  }

  private static Answer read(String text) throws IOException {
    return HttpAnswer.read(bytes(text), "GET", System.nanoTime());
  }

  private static Answer open(String text) throws IOException {
    return HttpAnswer.read(stayingOpen(text), "GET", System.nanoTime());
  }

  private static NoAnswer failure(String text) {
    return catchThrowableOfType(NoAnswer.class, () -> read(text));
  }

  /** Fails if more is read than the text: a connection that stays open would block there. */
  private static InputStream stayingOpen(String text) {
    return new SequenceInputStream(
        bytes(text),
        new InputStream() {
          @Override
          public int read() {
            throw new AssertionError("read past the end of the answer");
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            return read();
          }
        });
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
