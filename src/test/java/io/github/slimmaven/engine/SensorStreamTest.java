package io.github.slimmaven.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.image.Port;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SensorStreamTest {
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final SensorStream stream = new SensorStream(log, "n0nce");

  private void stderr(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    stream.stderr(bytes, 0, bytes.length);
  }

  private static String event(String event) {
    return "\u001en0nce " + event + "\n";
  }

  private String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  @Test
  void eventInTheMiddleOfALineLeavesTheLineWhole() {
    stderr("Listening on " + event("exec") + event("listen tcp 8080") + "8080\n");

    assertThat(log()).isEqualTo("Listening on 8080\n");
    assertThat(stream.executed()).isCompleted();
    assertThat(stream.listening(new Port(8080, "tcp"))).isCompleted();
  }

  @Test
  void eventCutAtEveryByteIsFound() {
    for (byte b : ("a" + event("port 80 32768") + "b").getBytes(StandardCharsets.UTF_8)) {
      stream.stderr(new byte[] {0, b, 0}, 1, 1);
    }

    assertThat(log()).isEqualTo("ab");
    assertThat(stream.published(80)).isCompletedWithValue(32768);
  }

  @Test
  void linesThatOnlyResembleEventsAreTheApps() {
    String text = "\u001eother exec\n\u001en0nceexec\n\u001e\u001en0n\u001en0nce";
    stderr(text);
    stream.end(new EngineException("over"));

    assertThat(log()).isEqualTo(text);
    assertThat(stream.executed()).isCompletedExceptionally();
  }

  @Test
  void separatorRightBeforeAnEventIsTheApps() {
    stderr("\u001e" + event("exec"));

    assertThat(log()).isEqualTo("\u001e");
    assertThat(stream.executed()).isCompleted();
  }

  @Test
  void markedLineThatNeverEndsIsTheApps() {
    String text = "\u001en0nce " + "x".repeat(EventSplitter.LONGEST);
    stderr(text);

    assertThat(log()).isEqualTo(text);
  }

  @Test
  void standardOutputIsNotSearched() {
    byte[] bytes = event("exec").getBytes(StandardCharsets.UTF_8);
    stream.stdout(bytes, 0, bytes.length);

    assertThat(log()).isEqualTo(event("exec"));
    assertThat(stream.executed()).isNotDone();
  }

  @Test
  void binaryOutputComesAsItWas() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    stream.stderr(bytes, 0, bytes.length);
    stream.stdout(bytes, 0, 3);

    assertThat(log.toByteArray()).hasSize(259).startsWith(bytes);
  }

  @Test
  void listenersAreKeptInOrderWithTheirProtocol() {
    stderr(event("listen udp 53") + event("listen tcp 443") + event("listen tcp 443"));

    assertThat(stream.listeners()).containsExactly(new Port(53, "udp"), new Port(443, "tcp"));
    assertThat(stream.listening(new Port(53, "tcp"))).isNotDone();
  }

  @Test
  void exitCodeArrives() {
    stderr(event("exit 137"));
    assertThat(stream.exit()).isCompletedWithValue(137);
  }

  @Test
  void endFailsWhatWaitsAndWhatIsAskedLater() {
    var before = stream.listening(new Port(80, "tcp"));
    stderr(event("listen tcp 81"));
    stream.end(new EngineException("The app exited with 3"));
    stream.end(new EngineException("later"));

    for (var future : java.util.List.of(before, stream.listening(new Port(82, "tcp")))) {
      assertThatThrownBy(future::get).hasRootCauseMessage("The app exited with 3");
    }
    assertThat(stream.listening(new Port(81, "tcp"))).isCompleted();
    assertThat(stream.published(80)).isCompletedExceptionally();
    assertThat(stream.exit()).isCompletedExceptionally();
  }

  @Test
  void lostFailsListeningNowAndLaterButNotTheExit() {
    var before = stream.listening(new Port(80, "tcp"));
    stderr(event("lost tracer killed"));

    String message =
        "The sensor lost track of the app: tracer killed. Nothing can be minified from this run;"
            + " run it again, or set another 'engine'.";
    assertThat(stream.lost()).contains("tracer killed");
    assertThatThrownBy(before::get).hasRootCauseMessage(message);
    assertThatThrownBy(stream.listening(new Port(81, "tcp"))::get).hasRootCauseMessage(message);
    assertThat(stream.exit()).isNotDone();
  }

  @Test
  void failEndsEverything() {
    stderr(event("fail '/bin/app': No such file or directory"));

    assertThat(stream.failed()).contains("'/bin/app': No such file or directory");
    assertThatThrownBy(stream.executed()::get)
        .hasRootCauseMessage(
            "The app could not be started: '/bin/app': No such file or directory. Correct the"
                + " image's entrypoint, user or working directory, or the launch settings.");
  }

  @Test
  void malformedEventMeansThatTheTraceCannotBeTrusted() {
    stderr(event("listen tcp http"));
    assertThat(stream.lost()).contains("it said 'listen tcp http', which is malformed");
  }

  @Test
  void unknownEventMeansThatTheTraceCannotBeTrusted() {
    stderr(event("dance"));
    assertThat(stream.lost()).contains("it said 'dance', which is no event");
  }

  @Test
  void fullDiskIsReportedAndReadingGoesOn() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    SensorStream broken = new SensorStream(full, "n0nce");
    var waiting = broken.listening(new Port(80, "tcp"));
    broken.stdout(new byte[] {1}, 0, 1);
    broken.stdout(new byte[] {1}, 0, 1);

    assertThat(broken.lost())
        .contains("the app's output could not be written to the log: No space left on device");
    assertThat(waiting).isCompletedExceptionally();
  }
}
