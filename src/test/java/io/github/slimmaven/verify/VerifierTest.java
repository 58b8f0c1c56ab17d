package io.github.slimmaven.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.slimmaven.probe.Answer;
import io.github.slimmaven.probe.Exchange;
import io.github.slimmaven.probe.Probe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class VerifierTest {
  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain";

  @Test
  void equalAnswersAreVerifiedWithoutASecondRun() throws Exception {
    Verification verification =
        new Verifier(() -> failed("not needed"))
            .compare(List.of(List.of(text("a")), List.of(text("a"))), List.of(text("a")));

    assertThat(verification.verified()).isTrue();
    assertThat(verification.message()).isEmpty();
    assertThat(verification.comparisons()).hasSize(1);
    assertThat(verification.comparisons().get(0).request()).isEqualTo("GET http://:8080/x");
    assertThat(verification.comparisons().get(0).difference()).isEmpty();
  }

  @Test
  void otherStatusIsToldWithTheSlimAnswer() throws Exception {
    Exchange slim = exchange(500, TEXT, "FileNotFoundException: /app/\033[1mx\nat y");

    assertThat(difference(List.of(text("a"), text("a"), text("a")), slim))
        .isEqualTo(
            """
            status '200' in the source, '500' in the slim image
            the body differs
            @@ line 1 @@
            -a
            +FileNotFoundException: /app/\\x1b[1mx
            +at y""");
  }

  @Test
  void otherContentTypeIsTold() throws Exception {
    assertThat(difference(List.of(text("a"), text("a"), text("a")), exchange(200, "", "a")))
        .isEqualTo("content type 'text/plain' in the source, '' in the slim image");
  }

  @Test
  void contentTypeIsComparedWithoutCaseBlanksAndBoundary() throws Exception {
    Exchange source = exchange(200, "Multipart/Mixed; boundary=\"abc\"; charset=UTF-8", "x");
    Exchange slim = exchange(200, "multipart/mixed;boundary=def;charset=utf-8", "x");

    assertThat(difference(List.of(source, source, source), slim)).isEmpty();
  }

  @Test
  void constantJsonThatDiffersIsToldByPlace() throws Exception {
    Exchange source = json("{\"a\":[1,{\"b\":\"x\"}],\"c\":true,\"d\":null,\"e\":{}}");
    Exchange slim = json("{\"a\":[1,{\"b\":\"y\"}],\"c\":\"true\",\"e\":[],\"f\":1}");

    assertThat(difference(List.of(source, source, source), slim))
        .isEqualTo(
            """
            the body differs
            $.a[1].b: "x" in the source, "y" in the slim image
            $.c: true in the source, "true" in the slim image
            $.d: null in the source, nothing in the slim image
            $.e: an object in the source, an array in the slim image
            $.f: nothing in the source, 1 in the slim image""");
  }

  @Test
  void jsonValuesThatDifferBetweenRunsOfTheSourceOnlyNeedTheirType() throws Exception {
    List<Exchange> source =
        runs(
            json("{\"at\":1.5,\"id\":\"a1-b\",\"up\":\"UP\",\"l\":[{\"t\":1}]}"),
            json("{\"at\":2,\"id\":\"c2-d\",\"up\":\"UP\",\"l\":[{\"t\":2}]}"));

    assertThat(
            difference(source, json("{\"at\":3,\"id\":\"zz-9\",\"up\":\"UP\",\"l\":[{\"t\":9}]}")))
        .isEmpty();
    assertThat(
            difference(
                source, json("{\"at\":3,\"id\":7,\"up\":\"DOWN\",\"l\":[{\"t\":9,\"u\":1}]}")))
        .isEqualTo(
            """
            the body differs
            $.id: "a1-b" in the source, 7 in the slim image
            $.up: "UP" in the source, "DOWN" in the slim image
            $.l[0].u: nothing in the source, 1 in the slim image""");
  }

  @Test
  void jsonStringMayDifferOnlyWhereItDiffersInTheSource() throws Exception {
    List<Exchange> source =
        runs(json("{\"m\":\"took 5 ms on host\"}"), json("{\"m\":\"took 7 ms on host\"}"));

    assertThat(difference(source, json("{\"m\":\"took 123 ms on host\"}"))).isEmpty();
    assertThat(difference(source, json("{\"m\":\"no such file on host\"}")))
        .contains("$.m: \"took 5 ms on host\" in the source, \"no such file on host\" in the slim");
  }

  @Test
  void jsonStringThatIsWhollyDifferentEachTimeMayBeAnything() throws Exception {
    List<Exchange> source = runs(json("[\"to be or not\"]"), json("[\"a rose is a rose\"]"));

    assertThat(difference(source, json("[\"hello\"]"))).isEmpty();
  }

  @Test
  void jsonListsOfChangingLengthNeedElementsOfTheSameShape() throws Exception {
    List<Exchange> source = runs(json("[{\"a\":1}]"), json("[{\"a\":1},{\"a\":2,\"b\":\"x\"}]"));

    assertThat(difference(source, json("[{\"a\":5,\"b\":\"y\"},{\"a\":6},{\"a\":7}]"))).isEmpty();
    assertThat(difference(source, json("[{\"a\":\"5\"}]")))
        .isEqualTo("the body differs\n$[0].a: 1 in the source, \"5\" in the slim image");
    assertThat(difference(source, json("[]")))
        .isEqualTo("the body differs\n$: elements in the source, an empty array in the slim image");
  }

  @Test
  void jsonKeysThatDifferBetweenRunsMayDifferAgain() throws Exception {
    List<Exchange> source = runs(json("{\"id1\":{\"n\":1}}"), json("{\"id2\":{\"n\":2}}"));

    assertThat(difference(source, json("{\"id3\":{\"n\":3}}"))).isEmpty();
    assertThat(difference(source, json("{\"id3\":{\"m\":3}}")))
        .contains("$.id3.n: 1 in the source");
  }

  @Test
  void textThatDiffersIsShownAsASmallDiff() throws Exception {
    Exchange source = html("<html>\n<head>\n<title>Shop</title>\n</head>\n<p>Hi</p>\n</html>\n");
    Exchange slim = html("<html>\n<head>\n<title>Error</title>\n</head>\n<p>Oh</p>\n</html>\n");

    assertThat(difference(List.of(source, source, source), slim))
        .isEqualTo(
            """
            the body differs
            @@ line 3 @@
             <html>
             <head>
            -<title>Shop</title>
            +<title>Error</title>
             </head>
            -<p>Hi</p>
            +<p>Oh</p>
             </html>""");
  }

  @Test
  void volatilePartsOfATextAreMasked() throws Exception {
    List<Exchange> source =
        runs(
            html("<p>It is 10:05:01</p>\n<p>Load 0.5 of 8</p>\n<i>id=3f2a-77</i>\n"),
            html("<p>It is 10:05:59</p>\n<p>Load 12 of 8</p>\n<i>id=b-1</i>\n"));

    assertThat(
            difference(
                source, html("<p>It is 10:05:07</p>\n<p>Load 3.25 of 8</p>\n<i>id=x-y</i>\n")))
        .isEmpty();
    assertThat(
            difference(
                source, html("<p>It is 10:05:07</p>\n<p>Load 3.25 of 9</p>\n<i>id=x-y</i>\n")))
        .isEqualTo(
            """
            the body differs
            @@ line 2 @@
             <p>It is 10:05:…</p>
            -<p>Load … of 8</p>
            +<p>Load … of 9</p>
             <i>id=…</i>""");
    assertThat(
            difference(
                source, html("<p>It is 10:05:07</p>\n<p>Load none of 8</p>\n<i>id=x-y</i>\n")))
        .contains("-<p>Load … of 8</p>\n");
    assertThat(
            difference(
                source, html("<p>It is 10:05:07</p>\n<p>Load 1 of 8</p>\n<i>id=x-\ntrace\n</i>\n")))
        .contains("+trace");
  }

  @Test
  void textThatLacksItsEndDiffers() throws Exception {
    List<Exchange> source = runs(html("<a>\n1\n<b>\n"), html("<a>\n2\n<b>\n"));

    assertThat(difference(source, html("<a>\n3\n<b>\n"))).isEmpty();
    assertThat(difference(source, html("<a>\n3\n"))).contains("-<b>");
    assertThat(difference(source, html("<a>\n3\n<b>\nmore\n"))).contains("+more");
    assertThat(difference(source, html("")))
        .isEqualTo("a body of 10 bytes in the source, none in the slim image");
  }

  @Test
  void valueOfOneRunIsMaskedByTheSecondRun() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Verifier verifier =
        new Verifier(
            () -> {
              asked.incrementAndGet();
              return List.of(text("host c3d4 up"), text("b"));
            });
    List<Exchange> source = List.of(text("host a1b2 up"), text("b"));

    assertThat(
            verifier
                .compare(List.of(source, source), List.of(text("host e5f6 up"), text("b")))
                .verified())
        .isTrue();
    assertThat(
            verifier
                .compare(List.of(source, source), List.of(text("host e5f6 down"), text("b")))
                .verified())
        .isFalse();
    assertThat(asked).hasValue(2);
  }

  @Test
  void secondRunThatFailsIsToldWithTheDifference() throws Exception {
    Verification verification =
        new Verifier(() -> failed("no engine"))
            .compare(List.of(List.of(text("a"), text("c"))), List.of(text("b"), text("c")));

    assertThat(verification.message())
        .isEqualTo(
            """
            the minified image answers 1 of 2 probes differently:
            'GET http://:8080/x': the body differs
              @@ line 1 @@
              -a
              +b
              (a second run of the source, to see what differs by itself, failed: no engine)
            Name the files that it misses in <keep>, or set <level> to 'conservative'.""");
  }

  @Test
  void interruptionOfTheSecondRunIsPassedOn() {
    Verifier verifier =
        new Verifier(
            () -> {
              throw new InterruptedException();
            });

    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> verifier.compare(List.of(List.of(text("a"))), List.of(text("b"))));
  }

  @Test
  void binaryThatDiffersIsToldByOffset() throws Exception {
    byte[] source = {0, 1, 2, 3, (byte) 0xff};
    byte[] slim = {0, 1, 9};
    Exchange of = exchange(200, "image/png", source);

    assertThat(difference(List.of(of, of, of), exchange(200, "image/png", slim)))
        .isEqualTo(
            "the bodies of 5 and 3 bytes (image/png) differ from byte 2 on: '02 03 ff' in the"
                + " source, '09' in the slim image");
  }

  @Test
  void volatileBinaryNeedsItsLength() throws Exception {
    List<Exchange> source = runs(binary(1000, 1), binary(1100, 2));

    assertThat(difference(source, binary(950, 3))).isEmpty();
    assertThat(difference(source, binary(700, 3)))
        .isEqualTo(
            "a body of 700 bytes in the slim image, 900 to 1210 expected from those of the source");
  }

  @Test
  void largeTextIsComparedInTime() throws Exception {
    String page = "<tr><td>row</td><td>%s</td></tr>\n".repeat(10_000);
    List<Exchange> source =
        runs(html(page.replace("%s", "a") + "1"), html(page.replace("%s", "a") + "2"));

    assertThat(difference(source, html(page.replace("%s", "a") + "3"))).isEmpty();
    assertThat(difference(source, html(page.replace("%s", "b") + "3"))).contains("@@ line 1 @@");
  }

  @Test
  void repetitiveTextIsComparedInTime() throws Exception {
    String signs = "=".repeat(200_000);
    List<Exchange> source = runs(html("1" + signs), html("2" + signs));

    assertThat(difference(source, html("3" + signs))).isEmpty();
    assertThat(difference(source, html("3" + signs + "="))).contains("@@ line 1 @@");
    assertThat(difference(source, html("3" + signs.substring(1) + "!" + signs))).contains("@@");
  }

  @Test
  void longListsOfChangingLengthAreComparedInTime() throws Exception {
    String numbers = "1,2,3,".repeat(50_000);
    List<Exchange> source = runs(json("[" + numbers + "1]"), json("[" + numbers + "1,5]"));

    assertThat(difference(source, json("[" + numbers.replace("3", "7") + "1]"))).isEmpty();
    assertThat(difference(source, json("[" + numbers + "null]")))
        .isEqualTo("the body differs\n$[150000]: 1 in the source, null in the slim image");
  }

  @Test
  void listOfAnotherLengthDiffers() throws Exception {
    assertThat(difference(runs(json("[1]"), json("[1]")), json("[1,2]")))
        .isEqualTo("the body differs\n$: 1 element in the source, 2 elements in the slim image");
  }

  @Test
  void jsonThatIsNoneAnyMoreIsComparedAsText() throws Exception {
    assertThat(difference(runs(json("{}"), json("{}")), json("oops")))
        .isEqualTo("the body differs\n@@ line 1 @@\n-{}\n+oops");
  }

  @Test
  void greetingMayBeMissingOnlyIfTheSourceWasSilentToo() throws Exception {
    assertThat(difference(runs(tcp("220 mx1\r\n"), tcp("220 mx1\r\n")), tcp("")))
        .isEqualTo("a body of 9 bytes in the source, none in the slim image");
    assertThat(difference(runs(tcp(""), tcp("")), tcp("220 mx1\r\n"))).isEmpty();
  }

  @Test
  void answerThatTheProbeRefusesIsNotTheSame() throws Exception {
    List<Exchange> source = runs(matching("n=5"), matching("n=7"));

    assertThat(difference(source, matching("n=6")))
        .isEqualTo("nothing in the slim image's answer matches '[57]'\n+n=6");
  }

  @Test
  void runsOfDifferentProbesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Verifier(List::of)
                    .compare(List.of(List.of(text("a"))), List.of(text("a"), text("b"))));
  }

  private static String difference(List<Exchange> source, Exchange slim) throws Exception {
    List<List<Exchange>> asked = List.of(List.of(source.get(0)), List.of(source.get(1)));
    return new Verifier(() -> List.of(source.get(2)))
        .compare(asked, List.of(slim))
        .comparisons()
        .get(0)
        .difference();
  }

  private static List<Exchange> runs(Exchange first, Exchange second) {
    return List.of(first, second, first);
  }

  private static List<Exchange> failed(String why) throws IOException {
    throw new IOException(why);
  }

  private static Exchange text(String body) {
    return exchange(200, TEXT, body);
  }

  private static Exchange html(String body) {
    return exchange(200, "text/html;charset=utf-8", body);
  }

  private static Exchange json(String body) {
    return exchange(200, JSON, body);
  }

  private static Exchange tcp(String greeting) {
    Probe probe = probe(Probe.Kind.TCP, Optional.empty());
    return new Exchange(probe, new Answer(0, "", greeting.getBytes(StandardCharsets.UTF_8), 1));
  }

  private static Exchange matching(String body) {
    return new Exchange(probe(Probe.Kind.HTTP, Optional.of("[57]")), text(body).answer());
  }

  private static Exchange binary(int length, int filling) {
    byte[] body = new byte[length];
    Arrays.fill(body, 1, length, (byte) filling);
    return exchange(200, "image/png", body);
  }

  private static Exchange exchange(int status, String type, String body) {
    return exchange(status, type, body.getBytes(StandardCharsets.UTF_8));
  }

  private static Exchange exchange(int status, String type, byte[] body) {
    return new Exchange(
        probe(Probe.Kind.HTTP, Optional.empty()), new Answer(status, type, body, 1));
  }

  private static Probe probe(Probe.Kind kind, Optional<String> match) {
    return new Probe(kind, 8080, "GET", "/x", Map.of(), Optional.empty(), Probe.SUCCESS, match);
  }
}
