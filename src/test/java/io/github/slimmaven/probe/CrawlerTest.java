package io.github.slimmaven.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.slimmaven.image.Port;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CrawlerTest {
  private static final Crawl DEEP = new Crawl(20, 1000, List.of());

  @Test
  void everythingThatAPageLinksToAndEmbedsIsAskedForInItsOrder() throws Exception {
    String page =
        """
        <html><head><base href="/shop/">
        <link rel=stylesheet href="style.css"><script src=/app.js></script>
        <style>@import "more.css"; b { background: url( 'b.png' ) }</style>
        <meta http-equiv=refresh content="5; url=next.html"></head>
        <body style="background:url(&quot;c d.png&quot;)">
        <a href="a.html#part">a</a><a href="a.html">again</a><a href="?page=2">two</a>
        <img src=one.png srcset="small.png 1x, large.png 2x,wide.png 100w">
        <picture><source srcset="p,q.webp, r.webp 2x"></picture>
        <svg><use href="icons.svg#x"/></svg><video poster=v.jpg></video>
        <form action=/find><input name=q value="ü b"><input type=submit name=s value=Go>
        <select name=o><option>up<option>down</select></form>
        <form method=post action=/order></form><a href="mailto:x@y.z">m</a>
        <a href="javascript:void(0)">j</a><a href="data:,x">d</a><a href="">self</a>
        </body></html>
        """;
    assertThat(paths(crawl(Map.of("/", page), new Crawl(1, 100, List.of()))))
        .containsExactly(
            "/shop/style.css",
            "/app.js",
            "/shop/more.css",
            "/shop/b.png",
            "/shop/next.html",
            "/shop/c%20d.png",
            "/shop/a.html",
            "/shop/?page=2",
            "/shop/one.png",
            "/shop/small.png",
            "/shop/large.png",
            "/shop/wide.png",
            "/shop/p,q.webp",
            "/shop/r.webp",
            "/shop/icons.svg",
            "/shop/v.jpg",
            "/find?q=%C3%BC+b&s=Go&o=up");
  }

  @Test
  void otherHostsPortsAndSchemesAreNotAsked() throws Exception {
    String page =
        "<a href=http://localhost:8080/same><a href=//LOCALHOST:8080/too><a href=http://localhost/no>"
            + "<a href=https://localhost:8080/no><a href=http://example.com/no><a href=//x/no>"
            + "<a href=http://localhost:8080@evil/no><a href='http://[/no'>";

    assertThat(paths(crawl(Map.of("/", page), DEEP))).containsExactly("/same", "/too");
  }

  @Test
  void loopsEnd() throws Exception {
    Map<String, String> pages =
        Map.of("/", "<a href=/a>", "/a", "<a href=/b><a href=/>", "/b", "<a href=/a><a href=/b#x>");

    assertThat(paths(crawl(pages, DEEP))).containsExactly("/a", "/b");
  }

  @Test
  void depthCountsLinksAndNotWhatPagesEmbed() throws Exception {
    Map<String, String> pages =
        Map.of(
            "/", "<a href=/1>",
            "/1", "<a href=/2><link rel=stylesheet href=/1.css>",
            "/1.css", "@import url(more.css); /* url(no.png) */ a{b:url(\"x.png\")}");

    assertThat(paths(crawl(pages, new Crawl(1, 100, List.of()))))
        .containsExactly("/1", "/1.css", "/more.css", "/x.png");
  }

  @Test
  void calendarWithoutEndIsLeftAfterFiveQueriesOfOnePath() throws Exception {
    try (FakeApp app =
        serving(
            path -> {
              int month = path.contains("=") ? Integer.parseInt(path.replaceAll(".*=", "")) : 0;
              return "<a href='/cal?month=" + (month + 1) + "'>";
            })) {
      Found found = crawl(app, DEEP);

      assertThat(found.exchanges()).hasSize(5);
      assertThat(found.unasked()).isEqualTo(1);
    }
  }

  @Test
  void limitOfPagesIsKeptAndSaid() throws Exception {
    try (FakeApp app = serving(path -> "<a href='" + path + "x/1/'><a href='" + path + "y/'>")) {
      Found found = crawl(app, new Crawl(20, 7, List.of()));

      assertThat(found.accepted()).isEqualTo(7);
      assertThat(found.unasked()).isPositive();
    }
  }

  @Test
  void pageWithTensOfThousandsOfLinksEnds() throws Exception {
    StringBuilder page = new StringBuilder();
    for (int i = 0; i < 50_000; i++) {
      page.append("<div><a href=/").append(i).append("></a>");
    }
    Found found = crawl(Map.of("/", page.toString()), new Crawl(1, 20, List.of()));

    assertThat(found.accepted()).isEqualTo(20);
    assertThat(found.unasked()).isEqualTo(5000 - 20);
  }

  @Test
  void redirectIsFollowedAndItsLoopEnds() throws Exception {
    try (FakeApp app =
        FakeApp.plain(
            (socket, number) ->
                write(
                    socket,
                    request ->
                        request.startsWith("GET / ")
                            ? html("<a href=/old>")
                            : "HTTP/1.1 302 Found\r\nLocation: "
                                + (request.startsWith("GET /old ") ? "/new#x" : "/old")
                                + "\r\nContent-Length: 0\r\n\r\n"))) {
      Found found = crawl(app, DEEP);

      assertThat(paths(found)).containsExactly("/old", "/new");
      assertThat(found.exchanges().get(0).answer().status()).isEqualTo(302);
    }
  }

  @Test
  void whatEndsSessionsAndWhatIsExcludedIsNotAskedFor() throws Exception {
    String page =
        "<a href=/logout><a href=/user/sign-out?x=1><a href='/?action=logoff'><a href=/admin/x>"
            + "<a href=/actuator/shutdown><a href=/catalogue><a href=/blogs/outing>";

    assertThat(paths(crawl(Map.of("/", page), new Crawl(3, 100, List.of("^/admin/")))))
        .containsExactly("/catalogue", "/blogs/outing");
  }

  @Test
  void brokenPageIsLeftOutAndMissingOneIsKept() throws Exception {
    try (FakeApp app =
        FakeApp.plain(
            (socket, number) ->
                write(
                    socket,
                    request ->
                        request.startsWith("GET / ")
                            ? html("<a href=/bad><a href=/none><a href=/busy><a href=/cut>")
                            : request.startsWith("GET /cut ")
                                ? "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"
                                : "HTTP/1.1 "
                                    + (request.startsWith("GET /bad ")
                                        ? "500"
                                        : request.startsWith("GET /busy ") ? "429" : "404")
                                    + " X\r\nContent-Length: 0\r\n\r\n"))) {
      Found found = crawl(app, DEEP);

      assertThat(paths(found)).containsExactly("/none");
      assertThat(found.leftOut())
          .containsExactly(
              new Found.LeftOut("GET http://:8080/bad", "was answered with status '500'"),
              new Found.LeftOut("GET http://:8080/busy", "was answered with status '429'"),
              new Found.LeftOut(
                  "GET http://:8080/cut",
                  "was answered, but the answer is broken: 8 of 9 bytes are missing at its end"));
    }
  }

  @Test
  void headersOfTheProbeGoWithItsLinks() throws Exception {
    try (FakeApp app = serving(path -> "<a href=/next><a href=http://shop.example/own>")) {
      Probe probe =
          new Probe(
              Probe.Kind.HTTP,
              8080,
              "GET",
              "/",
              Map.of("Authorization", "Basic dTpw", "Host", "shop.example"),
              Optional.empty(),
              Probe.SUCCESS,
              Optional.empty());
      Found found = discover(app, List.of(probe), DEEP).crawled().orElseThrow();

      assertThat(paths(found)).containsExactly("/next", "/own");
      assertThat(app.requests)
          .allMatch(request -> request.contains("\r\nAuthorization: Basic dTpw\r\n"))
          .allMatch(request -> request.contains("\r\nHost: shop.example\r\n"));
    }
  }

  @Test
  void onlyTheLinksOfTheChosenProbesAreFollowed() throws Exception {
    try (FakeApp app = serving(path -> "<a href=" + path + "x>")) {
      Probe first = get("/a/");
      Probe second = get("/b/");
      Plan plan =
          Plan.of(
              List.of(),
              List.of(first, second),
              new Discovery(
                  Optional.of(new Crawl(1, 9, List.of())), List.of(second), Optional.empty()));
      Discovery.Outcome outcome = exercise().discover(app.untraced(), plan.probes(), plan);

      assertThat(outcome.exchanges())
          .extracting(exchange -> exchange.probe().path())
          .containsExactly("/a/", "/b/", "/b/x");
    }
  }

  @Test
  void badLimitsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Crawl(0, 1, List.of()))
        .withMessageStartingWith("'0' is no <depth> of <crawl>: expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Crawl(1, 0, List.of()))
        .withMessage("'0' is no number of <pages> of <crawl>: expected 1 to 10000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Crawl(1, 1, List.of("(")))
        .withMessageStartingWith("'(' is no regular expression");
  }

  private interface Site {
    String page(String path);
  }

  private static FakeApp serving(Site site) throws IOException {
    FakeApp[] app = new FakeApp[1];
    app[0] =
        FakeApp.plain(
            (socket, number) ->
                write(
                    socket,
                    request -> {
                      app[0].requests.add(request);
                      return html(site.page(request.split(" ")[1]));
                    }));
    return app[0];
  }

  private static Found crawl(Map<String, String> pages, Crawl crawl) throws Exception {
    try (FakeApp app =
        FakeApp.plain(
            (socket, number) ->
                write(
                    socket,
                    request -> {
                      String path = request.split(" ")[1];
                      String type = path.endsWith(".css") ? "text/css" : "text/html";
                      return answer(type, pages.getOrDefault(path, ""));
                    }))) {
      return crawl(app, crawl);
    }
  }

  private static Found crawl(FakeApp app, Crawl crawl) throws Exception {
    return discover(app, List.of(get("/")), crawl).crawled().orElseThrow();
  }

  private static Discovery.Outcome discover(FakeApp app, List<Probe> probes, Crawl crawl)
      throws Exception {
    Plan plan =
        Plan.of(
            List.of(Port.of("8080")),
            probes,
            new Discovery(Optional.of(crawl), List.of(), Optional.empty()));
    return exercise().discover(app.untraced(), plan.probes(), plan);
  }

  private static Exercise exercise() {
    return new Exercise(new Prober(), Duration.ofSeconds(10));
  }

  private static Probe get(String path) {
    return new Probe(
        Probe.Kind.HTTP,
        8080,
        "GET",
        path,
        Map.of(),
        Optional.empty(),
        Probe.SUCCESS,
        Optional.empty());
  }

  private static List<String> paths(Found found) {
    return found.exchanges().stream().map(exchange -> exchange.probe().path()).toList();
  }

  private static void write(Socket socket, Site site) throws IOException {
    String answer = site.page(FakeApp.request(socket));
    socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  private static String html(String page) {
    return answer("text/html; charset=utf-8", page);
  }

  private static String answer(String type, String body) {
    return "HTTP/1.1 200 OK\r\nContent-Type: "
        + type
        + "\r\nContent-Length: "
        + body.getBytes(StandardCharsets.UTF_8).length
        + "\r\n\r\n"
        + body;
  }
}
