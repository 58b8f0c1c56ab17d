package io.github.slimmaven.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.image.Port;
import io.github.slimmaven.trace.AccessTrace.Use;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TraceReaderTest {
  private static final String START = "slim-trace\t1\tx86_64\nby\tnotify\nrun\t/bin/app\n";

  @TempDir Path temp;

  @Test
  void readsEveryKindOfRecord() throws IOException {
    AccessTrace trace =
        read(
            START
                + "by\tfanotify\nsee\t/a\nget\t/a\nvia\t/bin\nput\t/tmp/x\nmis\t/none\n"
                + "sys\topenat\nabi\tx86\ncap\tCHOWN\nlis\ttcp\t8080\nlis\tudp\t53\nlim\tio_uring%20was%20refused\n");

    assertThat(trace.architecture()).isEqualTo("x86_64");
    assertThat(trace.paths())
        .hasSize(4)
        .containsEntry("/a", Set.of(Use.LOOKED_UP, Use.OPENED))
        .containsEntry("/bin/app", Set.of(Use.EXECUTED))
        .containsEntry("/bin", Set.of(Use.LINK))
        .containsEntry("/tmp/x", Set.of(Use.WRITTEN));
    assertThat(trace.missing()).containsExactly("/none");
    assertThat(trace.syscalls()).containsExactly("openat");
    assertThat(trace.conventions()).containsExactly("x86");
    assertThat(trace.capabilities()).containsExactly("CHOWN");
    assertThat(trace.listening()).containsExactly(Port.of("53/udp"), Port.of("8080/tcp"));
    assertThat(trace.userNotification()).isTrue();
    assertThat(trace.fanotify()).isTrue();
    assertThat(trace.limits()).containsExactly("io_uring was refused");
  }

  @Test
  void decodesEscapedBytesIntoPathNotation() throws IOException {
    AccessTrace trace = read(START + "get\t/a%20b%0A%25%C3%A9%FF\n");
    assertThat(trace.paths()).containsKey("/a b\n%\u00e9\udcff");
  }

  @Test
  void normalisesSlashesAndDots() throws IOException {
    assertThat(read(START + "get\t//a/./b/\nget\t/\n").paths()).containsKeys("/a/b", "/");
  }

  @Test
  void refusesATraceThatIsCutShortAnywhere() throws IOException {
    String whole = START + "get\t/etc/passwd\n";
    for (int length = 0; length < whole.length(); length++) {
      String part = whole.substring(0, length);
      if (part.endsWith("\n") && part.length() >= START.length()) {
        continue; // a whole trace that ends earlier
      }
      assertThatThrownBy(() -> read(part)).as(part).isInstanceOf(TraceException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "get\n",
        "get\t\n",
        "get\t/a\t/b\n",
        "\n",
        "foo\t/a\n",
        "by\tstrace\n",
        "lis\ttcp\n",
        "lis\ttcp\t0\n",
        "lis\tipx\t1\n",
        "get\trelative\n",
        "get\t/a/../b\n",
        "get\t/a%0\n",
        "get\t/a%\n",
        "get\t/a%zz\n",
        "get\t/a%00\n",
        "get\t/a\u0001\n",
        "get\t/\u00e9\n",
        "lost\tthe tracer died\n"
      })
  void refusesALineThatMakesNoSense(String line) {
    assertThatThrownBy(() -> read(START + line)).isInstanceOf(TraceException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|The trace 'RAW' is empty; run the trace again, and report this if it stays so",
        "get\\t/a\\n|The trace 'RAW', line 1, does not start with 'slim-trace', but with"
            + " 'get\\t/a'; run the trace again, and report this if it stays so",
        "slim-trace\\t2\\tx86_64\\n|The trace 'RAW' has version '2', expected '1'; trace with the"
            + " sensor of this plugin",
        "slim-trace\\t1\\tx86_64\\n|The trace 'RAW' does not say what watched; run the trace again,"
            + " and report this if it stays so",
        "slim-trace\\t1\\tx86_64\\nby\\tnotify\\n|The trace 'RAW' has no program that ran; run the"
            + " trace again, and report this if it stays so",
        "slim-trace\\t1\\tx86_64\\nby\\tnot|The trace 'RAW', line 2, is cut short at 'by\\tnot'; run"
            + " the trace again, and report this if it stays so",
        "slim-trace\\t1\\tx86_64\\nlost\\tENOENT%20x\\n|The trace 'RAW' is incomplete: the sensor"
            + " lost the app ('ENOENT x'); run the trace again, and report this if it stays so",
      })
  void saysWhatIsWrong(String text, String message) {
    assertThatThrownBy(() -> read(unescaped(text)))
        .isInstanceOf(TraceException.class)
        .hasMessage(unescaped(message).replace("RAW", temp.resolve("raw").toString()));
  }

  private static String unescaped(String text) {
    return text.replace("\\t", "\t").replace("\\n", "\n");
  }

  private AccessTrace read(String text) throws IOException {
    return TraceReader.read(
        Files.write(temp.resolve("raw"), text.getBytes(StandardCharsets.ISO_8859_1)));
  }
}
