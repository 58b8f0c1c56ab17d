package io.github.slimmaven.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.probe.Probe.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent, byte by byte, and what is refused. */
class FormatsTest {
  @TempDir Path folder;

  @Test
  void escapesAreBytes() {
    assertThat(Escapes.text("PING\\r\\n\\t\\0\\x1f\\\\ü"))
        .isEqualTo("PING\r\n\t\0\u001f\\ü".getBytes(StandardCharsets.UTF_8));
    assertThat(Escapes.hex("00 fF\n10")).isEqualTo(new byte[] {0, -1, 16});
    assertThat(Escapes.base64("UElO\nRw==")).isEqualTo("PING".getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\", "\\q", "\\x1", "\\xg0"})
  void unknownEscapeIsNamed(String text) {
    assertThatThrownBy(() -> Escapes.text(text))
        .hasMessageStartingWith("'" + text + "' has an unknown escape: expected '\\r'");
  }

  @Test
  void wrongHexAndBase64AreNamed() {
    assertThatThrownBy(() -> Escapes.hex("0d 0"))
        .hasMessage("'0d 0' is not hexadecimal: expected pairs of digits, as in '0d 0a'");
    assertThatThrownBy(() -> Escapes.base64("?"))
        .hasMessage("'?' is not Base64: expected text as in 'UElORw0K'");
  }

  @Test
  void formIsEncoded() {
    Body body = Body.form(new TreeMap<>(Map.of("a b", "1&2", "ü", "")));

    assertThat(new String(body.content(), StandardCharsets.UTF_8)).isEqualTo("a+b=1%262&%C3%BC=");
    assertThat(body.contentType()).contains("application/x-www-form-urlencoded");
  }

  @Test
  void multipartHasAPartForEach() {
    Body body =
        Body.multipart(
            List.of(
                new Body.Part("a", new byte[] {'1'}, Optional.empty(), Optional.empty()),
                new Body.Part("f", new byte[] {-1}, Optional.of("x.bin"), Optional.of("a/b"))));

    String boundary =
        body.contentType().orElseThrow().replace("multipart/form-data; boundary=", "");
    assertThat(new String(body.content(), StandardCharsets.ISO_8859_1))
        .isEqualTo(
            """
            --BOUNDARY
            Content-Disposition: form-data; name="a"

            1
            --BOUNDARY
            Content-Disposition: form-data; name="f"; filename="x.bin"
            Content-Type: a/b

            \u00ff
            --BOUNDARY--
            """
                .replace("\n", "\r\n")
                .replace("BOUNDARY", boundary));
  }

  @Test
  void nameOfAPartThatWouldBreakItsHeaderIsNamed() {
    assertThatThrownBy(() -> new Body.Part("a\"b", new byte[0], Optional.empty(), Optional.empty()))
        .hasMessageStartingWith("'a\"b' is no name of a part");
  }

  /** Records of the specification's section 3.3: version, type, id, length, padding, reserved. */
  @Test
  void fastCgiRequestIsRecords() throws Exception {
    Probe probe = fastCgi("/a.php?x=1", Map.of("LONG", "v".repeat(200)));

    String bytes = new String(FastCgi.request(probe), StandardCharsets.ISO_8859_1);

    assertThat(bytes)
        .startsWith("\1\1\0\1\0\10\0\0" + "\0\1\0\0\0\0\0\0" + "\1\4\0\1")
        .endsWith("\1\4\0\1\0\0\0\0" + "\1\5\0\1\0\0\0\0")
        .contains("\14\6QUERY_STRINGx=1".replace("\6", "\3"))
        .contains("\4\u0080\0\0\u00c8LONGvv")
        .contains("SCRIPT_FILENAME/var/www/html/a.php");
  }

  @Test
  void grpcRequestNamesTheService() throws Exception {
    assertThat(HexFormat.of().formatHex(GrpcHealth.request(""))).isEqualTo("0000000000");
    assertThat(HexFormat.of().formatHex(GrpcHealth.request("ab"))).isEqualTo("00000000040a026162");
    assertThat(HexFormat.of().formatHex(GrpcHealth.request("x".repeat(200))))
        .startsWith("00000000cb0ac801");
  }

  @Test
  void commandFileIsUnderstood() throws Exception {
    Files.writeString(folder.resolve("body.txt"), "text");
    CommandFile file =
        read(
            """
            {"commands": [
              {"resource": "/a", "crawl": true},
              {"protocol": "http2", "port": 443, "method": "post", "resource": "/b",
               "headers": ["X-A: b: c"], "body_file": "body.txt", "username": "u", "password": "p"},
              {"resource": "/i.php/x", "fastcgi": {"root": "/w", "split_path": [".php"],
               "env": {"E": "1"}}}]}
            """);

    assertThat(file.crawls()).containsExactly(file.probes().get(0));
    assertThat(file.probes())
        .extracting(Probe::kind)
        .containsExactly(Kind.AUTO, Kind.H2, Kind.FASTCGI);
    Probe second = file.probes().get(1);
    assertThat(second.headers()).isEqualTo(Map.of("X-A", "b: c", "Authorization", "Basic dTpw"));
    assertThat(second.method()).isEqualTo("POST");
    assertThat(second.body().orElseThrow().content())
        .isEqualTo("text".getBytes(StandardCharsets.UTF_8));
    assertThat(file.probes().get(2).details())
        .isEqualTo(
            Map.of(
                "DOCUMENT_ROOT", "/w",
                "E", "1",
                "SCRIPT_NAME", "/i.php",
                "SCRIPT_FILENAME", "/w/i.php",
                "PATH_INFO", "/x"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | has no commands",
        "{\"commands\": [ | is no JSON",
        "{\"commands\": [{\"protocol\": \"gopher\"}]} | 'gopher' is no 'protocol'",
        "{\"commands\": [{\"headers\": [\"oops\"]}]} | 'oops' is no header",
        "{\"commands\": [{\"body_generate\": \"text\"}]} | 'body_generate' of a command",
        "{\"commands\": [{\"body_file\": \"none\"}]} | 'none' is no 'body_file'",
      })
  void wrongCommandFileIsNamed(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .hasMessageContaining(message)
        .hasMessageContaining("p.json");
  }

  @Test
  void missingCommandFileIsNamed() {
    assertThatThrownBy(() -> CommandFile.read(folder.resolve("none.json"), 1))
        .hasMessageContaining("none.json' of <probeCommands> cannot be read (NoSuchFileException)");
  }

  private CommandFile read(String json) throws Exception {
    return CommandFile.read(Files.writeString(folder.resolve("p.json"), json), 8080);
  }

  static Probe fastCgi(String path, Map<String, String> details) {
    return new Probe(
        Kind.FASTCGI,
        9000,
        "GET",
        path,
        Map.of(),
        Optional.empty(),
        Probe.SUCCESS,
        Optional.empty(),
        Optional.empty(),
        details,
        Optional.empty());
  }
}
