package io.github.slimmaven.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.image.Port;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class OpenApiTest {
  private static final Set<String> ALL =
      Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          in: path, name: id, schema: {type: array, items: {type: integer}, minItems: 2} | GET /v1/a/1,1
          in: path, name: id, style: label, explode: true, schema: {example: [3, 4]} | GET /v1/a/.3.4
          in: path, name: id, style: matrix, schema: {example: {r: 1, g: 2}} | GET /v1/a/;id=r,1,g,2
          in: path, name: id, style: matrix, explode: true, schema: {example: [3, 4]} | GET /v1/a/;id=3;id=4
          in: path, name: id, explode: true, schema: {example: {r: 1}} | GET /v1/a/r=1
          in: path, name: id, example: 'a/b ü' | GET /v1/a/a%2Fb%20%C3%BC
          in: path, name: id, examples: {one: {value: x}} | GET /v1/a/x
          in: query, name: q, schema: {example: [a, b]} | GET /v1/a/1?q=a&q=b
          in: query, name: q, explode: false, schema: {example: [a, b]} | GET /v1/a/1?q=a,b
          in: query, name: q, style: pipeDelimited, explode: false, schema: {example: [a, b]} | GET /v1/a/1?q=a%7Cb
          in: query, name: q, style: spaceDelimited, explode: false, schema: {example: [a, b]} | GET /v1/a/1?q=a%20b
          in: query, name: q, style: deepObject, explode: true, schema: {example: {a: 1}} | GET /v1/a/1?q%5Ba%5D=1
          in: query, name: q, schema: {example: {a: 1, b: 2}} | GET /v1/a/1?a=1&b=2
          in: query, name: q, content: {application/json: {schema: {example: {a: 1}}}} | GET /v1/a/1?q=%7B%22a%22%3A1%7D
          in: header, name: X-A, schema: {enum: [z]} | GET /v1/a/1 X-A=z
          in: cookie, name: sid, schema: {default: d} | GET /v1/a/1 Cookie=sid=d
          in: header, name: Authorization, schema: {default: d} | GET /v1/a/1
          """)
  void parameterIsWrittenInItsStyle(String parameter, String request) {
    ApiDocument document =
        yaml(
            "openapi: 3.0.3\nservers: [{url: 'https://{host}/v1/', variables: {host: {default: x}}}]\n"
                + "paths:\n  /a/{id}:\n    get:\n      parameters: [{"
                + parameter
                + "}]\n");
    Probe probe = requests(document, true).get(0);

    assertThat(
            probe.method()
                + " "
                + probe.path()
                + probe.headers().entrySet().stream()
                    .map(header -> " " + header.getKey() + "=" + header.getValue())
                    .collect(Collectors.joining()))
        .isEqualTo(request);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          csv | q=a,b
          ssv | q=a%20b
          tsv | q=a%09b
          pipes | q=a%7Cb
          multi | q=a&q=b
          """)
  void collectionFormatOfSwagger2IsHeld(String format, String query) {
    ApiDocument document =
        yaml(
            "swagger: '2.0'\nbasePath: /api\npaths:\n  /a:\n    get:\n      parameters:\n"
                + "      - {in: query, name: q, type: array, items: {type: string}, x-example: [a, b],"
                + " collectionFormat: "
                + format
                + "}\n");

    assertThat(requests(document, true)).extracting(Probe::path).containsExactly("/api/a?" + query);
  }

  @Test
  void bodiesOfOpenApi3() {
    ApiDocument document =
        yaml(
            """
            openapi: 3.1.0
            paths:
              /json:
                post:
                  requestBody:
                    content:
                      application/xml: {example: <a/>}
                      application/json: {schema: {$ref: '#/components/schemas/Pet'}}
              /form:
                post:
                  requestBody:
                    content:
                      application/x-www-form-urlencoded:
                        schema: {properties: {a: {example: 1 & 2}, b: {type: array, items: {type: integer}}}}
              /parts:
                post:
                  requestBody:
                    content:
                      multipart/form-data:
                        schema: {properties: {f: {type: string, format: binary}, o: {example: {x: 1}}}}
              /text:
                post:
                  requestBody: {content: {text/plain: {examples: {a: {value: hello}}}}}
              /xml:
                post:
                  requestBody: {required: true, content: {application/xml: {schema: {type: object}}}}
            components:
              schemas:
                Pet:
                  allOf: [{properties: {name: {type: string, example: Rex}}}, {properties: {born: {type: string, format: date}}}]
            """);
    List<Found.LeftOut> leftOut = new ArrayList<>();
    List<Probe> probes = requests(document, true, leftOut);

    assertThat(probes)
        .extracting(OpenApiTest::body)
        .startsWith(
            "application/json {\"name\":\"Rex\",\"born\":\"2024-01-01\"}",
            "application/x-www-form-urlencoded a=1%20%26%202&b=1");
    assertThat(body(probes.get(2)))
        .startsWith("multipart/form-data; boundary=")
        .contains("name=\"f\"; filename=\"file.txt\"\r\nContent-Type: application/octet-stream")
        .contains("name=\"o\"\r\nContent-Type: application/json\r\n\r\n{\"x\":1}");
    assertThat(body(probes.get(3))).isEqualTo("text/plain hello");
    assertThat(leftOut)
        .containsExactly(
            new Found.LeftOut("/xml", "its body of type 'application/xml' has no example"));
    assertThat(requests(document, false)).noneMatch(probe -> probe.body().isPresent());
  }

  @Test
  void bodiesOfSwagger2() {
    ApiDocument document =
        yaml(
            """
            swagger: '2.0'
            consumes: [application/json]
            paths:
              /json:
                post:
                  parameters: [{in: body, name: body, required: true, schema: {$ref: '#/definitions/Pet'}}]
              /form:
                post:
                  consumes: [application/x-www-form-urlencoded]
                  parameters: [{in: formData, name: a, type: integer, minimum: 3}]
              /upload:
                post:
                  parameters: [{in: formData, name: f, type: file}]
            definitions:
              Pet: {properties: {tags: {type: array, items: {type: string, enum: [small]}}}}
            """);

    assertThat(requests(document, true))
        .extracting(OpenApiTest::body)
        .startsWith(
            "application/json {\"tags\":[\"small\"]}", "application/x-www-form-urlencoded a=3")
        .last()
        .asString()
        .contains("filename=\"file.txt\"");
  }

  @Test
  void whatMakesThingsIsAskedFirstAndWhatRemovesThemLast() {
    ApiDocument document =
        yaml(
            "openapi: 3.0.0\npaths: {/b: {delete: {}, get: {}, trace: {}}, /a: {post: {}, head: {}},"
                + " x-own: {get: {}}}");

    assertThat(requests(document, true))
        .extracting(probe -> probe.method() + " " + probe.path())
        .containsExactly("POST /a", "GET /b", "HEAD /a", "DELETE /b");
  }

  @Test
  void whatTheAppRefusesIsAskedWithWhatIsRequiredAndThenLeftOut() throws Exception {
    String document =
        """
        {"openapi": "3.0.0", "paths": {
          "/ok": {"get": {}},
          "/picky": {"get": {"parameters": [{"in": "query", "name": "q"}]}},
          "/none": {"get": {"parameters": [{"in": "query", "name": "q"}]}},
          "/broken": {"get": {"parameters": [{"$ref": "https://example.com/p.json"}]}},
          "/made": {"post": {}}}}
        """;
    try (FakeApp app = app(document)) {
      Found found = discover(app, inApp(OpenApi.SAFE, 500)).generated().orElseThrow();

      assertThat(found.exchanges())
          .extracting(Exchange::request)
          .containsExactly(
              "GET http://:8080/api.json", "GET http://:8080/ok", "GET http://:8080/picky");
      assertThat(found.accepted()).isEqualTo(2);
      assertThat(found.leftOut())
          .containsExactly(
              new Found.LeftOut("GET http://:8080/none", "was answered with status '404'"),
              new Found.LeftOut(
                  "GET /broken",
                  "was not asked: its $ref 'https://example.com/p.json' is outside the document:"
                      + " bundle what it names into the document"));
      assertThat(app.requests).noneMatch(request -> request.startsWith("POST"));
    }
  }

  @Test
  void tenThousandOperationsAreAskedUpToTheLimit() throws Exception {
    String paths =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "\"/ok/" + i + "\": {\"get\": {}}")
            .collect(Collectors.joining(","));
    try (FakeApp app = app("{\"openapi\": \"3.0.0\", \"paths\": {" + paths + "}}")) {
      Found found = discover(app, inApp(OpenApi.SAFE, 30)).generated().orElseThrow();

      assertThat(found.accepted()).isEqualTo(30);
      assertThat(found.unasked()).isEqualTo(9970);
    }
  }

  @Test
  void appWithoutTheDocumentIsAnError() throws Exception {
    try (FakeApp app = app("{}")) {
      OpenApi elsewhere = api(new OpenApi.Document.InApp("/none"), OpenApi.SAFE, 1);

      assertThatThrownBy(() -> discover(app, elsewhere))
          .isInstanceOf(ProbeException.class)
          .hasMessage(
              "the app has no OpenAPI document at '/none': 'GET http://:8080/none' was answered with"
                  + " status '404'. Correct <openApi>, or name a file of the project.");
      assertThatThrownBy(() -> discover(app, inApp(OpenApi.SAFE, 1)))
          .isInstanceOf(ProbeException.class)
          .hasMessageStartingWith("'/api.json' is no OpenAPI document: expected 'openapi: 3.x'");
    }
  }

  @Test
  void documentThatCannotBeReadIsNamed() {
    assertParsing("{\"openapi\": ")
        .withMessageStartingWith("the OpenAPI document 'd' is no JSON: ");
    assertParsing("a: [b\nc: }").withMessageContaining("'d' is neither JSON nor YAML: ");
    assertParsing("hello").withMessageStartingWith("'d' is no OpenAPI document: ");
    assertParsing("").withMessageStartingWith("'d' is no OpenAPI document: ");
    assertParsing("openapi: 2.0\npaths: {}")
        .withMessageStartingWith("'d' is no OpenAPI document: ");
    assertParsing("{".repeat(5000)).withMessageContaining("'d' is no");
    assertParsing("[".repeat(5000)).withMessageContaining("is neither JSON nor YAML");
    assertParsing("a: &a [*a]")
        .withMessage("the OpenAPI document 'd' has an alias that contains itself");
    assertParsing("a: !!java.net.URL ['http://example.com']")
        .withMessageContaining("is neither JSON nor YAML");
  }

  @Test
  void aliasesThatMultiplyAreShared() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 60; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    ApiDocument document = yaml(bomb + "openapi: 3.0.0\npaths: {/a: {get: {}}}\n");

    assertThat(requests(document, true)).hasSize(1);
  }

  @Test
  void yamlHasTheTypesOfJson() {
    var root =
        yaml("openapi: 3.0.0\npaths: {}\nd: 2024-01-01\nn: no\no: 010\nb: true\nf: 1.5\nz: ~\n200: x")
            .root();

    assertThat(root.toString())
        .isEqualTo(
            "{\"openapi\":\"3.0.0\",\"paths\":{},\"d\":\"2024-01-01\",\"n\":\"no\",\"o\":\"010\","
                + "\"b\":true,\"f\":1.5,\"z\":null,\"200\":\"x\"}");
  }

  @Test
  void badValuesAreNamed() {
    OpenApi.Document document = new OpenApi.Document.InApp("/d");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> api(document, Set.of("FETCH"), 1))
        .withMessage(
            "'FETCH' is no method of <openApi>: expected some of GET, HEAD, OPTIONS, POST, PUT,"
                + " PATCH, DELETE");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> api(document, OpenApi.SAFE, 0))
        .withMessage("'0' is no number of <requests> of <openApi>: expected 1 to 10000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OpenApi.Document.of(Path.of("nowhere.yaml"), "nowhere.yaml"))
        .withMessageStartingWith("the file 'nowhere.yaml' of <openApi> cannot be read");
  }

  private static org.assertj.core.api.ThrowableAssertAlternative<IllegalArgumentException>
      assertParsing(String text) {
    return assertThatIllegalArgumentException().isThrownBy(() -> yaml(text));
  }

  private static ApiDocument yaml(String text) {
    return ApiDocument.parse("d", text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Probe> requests(ApiDocument document, boolean optional) {
    return requests(document, optional, new ArrayList<>());
  }

  private static List<Probe> requests(
      ApiDocument document, boolean optional, List<Found.LeftOut> leftOut) {
    OpenApi api = inApp(ALL, 500);
    List<Probe> probes = new ArrayList<>();
    for (ApiOperation operation : ApiOperation.of(document, api, leftOut)) {
      try {
        probes.add(ApiRequest.of(operation, optional, api, Probe.Kind.HTTP));
      } catch (IllegalArgumentException e) {
        leftOut.add(new Found.LeftOut(operation.path(), e.getMessage()));
      }
    }
    return probes;
  }

  private static String body(Probe probe) {
    Body body = probe.body().orElseThrow();
    return body.contentType().orElse("") + " " + new String(body.content(), StandardCharsets.UTF_8);
  }

  private static OpenApi inApp(Set<String> methods, int requests) {
    return api(new OpenApi.Document.InApp("/api.json"), methods, requests);
  }

  private static OpenApi api(OpenApi.Document document, Set<String> methods, int requests) {
    return new OpenApi(document, 8080, methods, requests, Map.of());
  }

  private static Discovery.Outcome discover(FakeApp app, OpenApi api) throws Exception {
    Plan plan =
        Plan.of(
            List.of(Port.of("8080")),
            List.of(),
            new Discovery(Optional.empty(), List.of(), Optional.of(api)));
    return new Exercise(new Prober(), Duration.ofSeconds(10))
        .discover(app.untraced(), plan.probes(), plan);
  }

  /** Knows its document and what begins with "/ok"; "/picky" takes no query. */
  private static FakeApp app(String document) throws IOException {
    FakeApp[] app = new FakeApp[1];
    app[0] =
        FakeApp.plain(
            (socket, number) -> {
              String request = FakeApp.request(socket);
              app[0].requests.add(request);
              String path = request.split(" ")[1];
              boolean known = path.startsWith("/ok") || path.equals("/picky");
              String body = path.equals("/api.json") ? document : "ok";
              socket
                  .getOutputStream()
                  .write(
                      ("HTTP/1.1 "
                              + (known || path.equals("/api.json") ? "200 OK" : "404 No")
                              + "\r\nContent-Length: "
                              + body.length()
                              + "\r\n\r\n"
                              + body)
                          .getBytes(StandardCharsets.UTF_8));
            });
    return app[0];
  }
}
