package io.github.slimmaven.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.probe.Answer;
import io.github.slimmaven.probe.Exchange;
import io.github.slimmaven.probe.Probe;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a differing answer is told. */
class DifferenceTest {
  @Test
  void allThatDiffersIsToldAtOnce() throws Exception {
    assertThat(
            difference(
                answer(200, "text/html", "<h1>Shop</h1>\n<p>3 articles</p>\n"),
                answer(500, "text/plain", "Traceback:\nNo module named 'zlib'\n")))
        .isEqualTo(
            """
            status '200' in the source, '500' in the slim image
            content type 'text/html' in the source, 'text/plain' in the slim image
            the body differs
            @@ line 1 @@
            -<h1>Shop</h1>
            -<p>3 articles</p>
            +Traceback:
            +No module named 'zlib'""");
  }

  @Test
  void farPlacesOfATextHaveTheirOwnLinesAround() throws Exception {
    List<String> lines = new ArrayList<>(numbered(20));
    lines.set(4, "other 5");
    lines.remove(15);

    assertThat(difference(text(String.join("\n", numbered(20))), text(String.join("\n", lines))))
        .isEqualTo(
            """
            the body differs
            @@ line 5 @@
             line 3
             line 4
            -line 5
            +other 5
             line 6
             line 7
            @@ line 16 @@
             line 14
             line 15
            -line 16
             line 17
             line 18""");
  }

  @Test
  void whatDiffersByItselfIsNoDifferenceBehindAnotherOne() throws Exception {
    String page = "<h1>%s</h1>\n<p>one</p>\n<p>at %d ms</p>\n<p>two</p>\n<i>id %d</i>\n";

    assertThat(
            difference(
                List.of(text(page.formatted("Shop", 1, 77)), text(page.formatted("Shop", 25, 8))),
                text(page.formatted("Error", 4, 9))))
        .isEqualTo(
            """
            the body differs
            @@ line 1 @@
            -<h1>Shop</h1>
            +<h1>Error</h1>
             <p>one</p>
             <p>at … ms</p>""");
  }

  @Test
  void aLongDiffEndsAfterTwentyLines() throws Exception {
    String source = String.join("\n", numbered(300));

    String difference = difference(text(source), text(source.replace("0", "o")));

    assertThat(difference.lines()).hasSize(21).last().isEqualTo("... and more");
  }

  @Test
  void aChangeOfManyLinesIsCounted() throws Exception {
    assertThat(difference(text(String.join("\n", numbered(300))), text("Error")).lines())
        .containsSequence("-line 6", "-... 294 lines more", "+Error");
  }

  @Test
  void ofALongLineTheDifferingPartIsShown() throws Exception {
    String difference =
        difference(text("a".repeat(5000) + "here" + "b".repeat(5000)), text("a".repeat(10_000)));

    assertThat(difference.lines().skip(2))
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(180))
        .anySatisfy(line -> assertThat(line).startsWith("-...aaa").contains("aherebb"));
  }

  @Test
  void whatMovesACursorOrIsNotSeenIsEscaped() throws Exception {
    assertThat(
            difference(text("a"), text("\u001b[2J\u202eab\u2028c\u0007 \u00e9")).lines().toList())
        .endsWith("+\\x1b[2J\\x202eab\\x2028c\\x07 \u00e9");
  }

  @Test
  void manyPlacesOfJsonAreBounded() throws Exception {
    String source = object("");

    assertThat(difference(json(source), json(object("x"))).lines())
        .hasSize(16)
        .startsWith("the body differs", "$.k01: \"\" in the source, \"x\" in the slim image")
        .endsWith("... and more");
  }

  @Test
  void ofALongJsonTextTheDifferingPartIsShown() throws Exception {
    String text = "\"" + "a".repeat(500) + "%s\"";

    assertThat(difference(json(text.formatted("one")), json(text.formatted("two"))))
        .contains("aone\" in the source")
        .contains("atwo\" in the slim image");
  }

  @Test
  void deepPlacesOfJsonAreCut() throws Exception {
    String deep = "{\"key\":".repeat(500) + "%d" + "}".repeat(500);

    assertThat(difference(json(deep.formatted(1)), json(deep.formatted(2))).lines().skip(1))
        .singleElement()
        .asString()
        .startsWith("...")
        .endsWith(".key.key: 1 in the source, 2 in the slim image")
        .hasSizeLessThan(250);
  }

  @ParameterizedTest
  @CsvSource({
    "EXEC, exit code",
    "RUN, exit code",
    "GRPC, gRPC status",
    "GRPCS, gRPC status",
    "FASTCGI, status"
  })
  void theStatusIsCalledAsInItsProtocol(Probe.Kind kind, String name) throws Exception {
    Answer source = new Answer(0, "", bytes("SERVING"), 1);
    Answer slim = new Answer(2, "", bytes("cat: no such file"), 1);

    assertThat(difference(kind, List.of(source, source), slim))
        .isEqualTo(
            name
                + """
             '0' in the source, '2' in the slim image
            the body differs
            @@ line 1 @@
            -SERVING
            +cat: no such file""");
  }

  @ParameterizedTest
  @CsvSource({"WS", "WSS", "TCP"})
  void whatIsSaidOnALineIsDiffed(Probe.Kind kind) throws Exception {
    Answer source = new Answer(0, "", bytes("220 ready\r\n250 OK\r\n"), 1);
    Answer slim = new Answer(0, "", bytes("220 ready\r\n550 no mailbox\r\n"), 1);

    assertThat(difference(kind, List.of(source, source), slim))
        .isEqualTo("the body differs\n@@ line 2 @@\n 220 ready\n-250 OK\n+550 no mailbox");
  }

  @Test
  void ofManyDifferingProbesAFewAreShownAndSomeNamed() throws Exception {
    List<Exchange> source = exchanges("a");

    assertThat(
            new Verifier(() -> source).compare(List.of(source), exchanges("b")).message().lines())
        .hasSize(1 + 5 * 4 + 20 + 1 + 1)
        .contains("the minified image answers 40 of 40 probes differently:", "and 15 more")
        .contains("'GET http://:8080/4': the body differs", "'GET http://:8080/5'");
  }

  private static List<Exchange> exchanges(String body) {
    return IntStream.range(0, 40)
        .mapToObj(i -> new Exchange(probe(Probe.Kind.HTTP, "/" + i), text(body)))
        .toList();
  }

  private static List<String> numbered(int lines) {
    return IntStream.rangeClosed(1, lines).mapToObj(i -> "line " + i).toList();
  }

  private static String object(String value) {
    return IntStream.rangeClosed(1, 40)
        .mapToObj(i -> "\"k%02d\":\"%s\"".formatted(i, value))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String difference(Answer source, Answer slim) throws Exception {
    return difference(List.of(source, source), slim);
  }

  private static String difference(List<Answer> source, Answer slim) throws Exception {
    return difference(Probe.Kind.HTTP, source, slim);
  }

  private static String difference(Probe.Kind kind, List<Answer> source, Answer slim)
      throws Exception {
    Probe probe = probe(kind, "/");
    List<List<Exchange>> asked =
        source.stream().map(answer -> List.of(new Exchange(probe, answer))).toList();
    return new Verifier(() -> asked.get(0))
        .compare(asked, List.of(new Exchange(probe, slim)))
        .comparisons()
        .get(0)
        .difference();
  }

  private static Probe probe(Probe.Kind kind, String path) {
    if (kind == Probe.Kind.EXEC || kind == Probe.Kind.RUN) {
      return Probe.command(
          kind, new Probe.Command(List.of("check"), 0), Optional.empty(), Optional.empty());
    }
    return new Probe(
        kind, 8080, "GET", path, Map.of(), Optional.empty(), Probe.SUCCESS, Optional.empty());
  }

  private static Answer text(String body) {
    return answer(200, "text/plain", body);
  }

  private static Answer json(String body) {
    return answer(200, "application/json", body);
  }

  private static Answer answer(int status, String type, String body) {
    return new Answer(status, type, bytes(body), 1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
