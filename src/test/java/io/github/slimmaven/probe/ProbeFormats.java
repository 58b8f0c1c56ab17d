package io.github.slimmaven.probe;

import io.github.slimmaven.fuzz.Format;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an app answers and describes, for the fuzzer. */
public final class ProbeFormats {
  private static final String YAML =
      """
      openapi: 3.0.3
      servers: [{url: 'http://{h}/v1', variables: {h: {default: x}}}]
      x-a: &a {type: object, properties: {n: {type: integer, minimum: 3, maximum: 9}}}
      paths:
        /a/{id}:
          parameters: [{in: path, name: id, required: true, schema: {type: string, pattern: '[a-c]{2,5}x?'}}]
          get: {parameters: [{$ref: '#/components/parameters/q'}], responses: {200: {description: d}}}
          post:
            requestBody: {content: {application/json: {schema: *a}}}
      components:
        parameters: {q: {in: query, name: q, schema: {type: array, minItems: 2, items: {enum: [a, b]}}}}
        schemas: {T: {allOf: [{$ref: '#/components/schemas/T'}, {type: string, format: date-time}]}}
      """;

  private static final String JSON =
      """
      {"swagger":"2.0","basePath":"/v2","definitions":{"P":{"type":"object","required":["a"],
       "properties":{"a":{"type":"string","minLength":4,"maxLength":9},"b":{"$ref":"#/definitions/P"}}}},
       "paths":{"/p":{"get":{"parameters":[{"in":"query","name":"q","type":"number","default":1.5}]},
       "put":{"consumes":["application/json"],"parameters":[{"in":"body","name":"b",
       "schema":{"$ref":"#/definitions/P"}}]}}}}
      """;

  private static final String PAGE =
      """
      <!DOCTYPE html><html><head><base href="/x/"><meta http-equiv="refresh" content="0; url='/r'">
      <link rel=stylesheet href=a.css><style>@import "b.css"; a { background: url( c.png ) }</style>
      <script src="//h/s.js"></script></head><body style="background:url('d')"><a href="e?a=b#c">t</a>
      <img srcset="f 1x, g 2x" src='data:,'><form action=h></form><svg><use xlink:href="i"/></svg>
      """;

  private static final String CHUNKED =
      """
      HTTP/1.1 100 C\r
      \r
      HTTP/1.1 200 OK\r
      Transfer-Encoding: chunked\r
      \r
      5;a=b\r
      hello\r
      0\r
      T: u\r
      \r
      """;

  private ProbeFormats() {}

  /** All of this package. */
  public static List<Format> all() {
    return List.of(
        Format.of("openapi", (in, scratch) -> openApi(in), bytes(YAML), bytes(JSON))
            .words(
                "$ref: '#/",
                "&a",
                "*a",
                "<<: *a",
                "pattern: '(a+)+$'",
                "minItems: 9999999",
                "allOf:",
                "{type: array",
                "!!java.net.URL",
                "minLength",
                "multipleOf: 0"),
        Format.of(
            "http",
            (in, scratch) -> http(in),
            bytes(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=x\r\nContent-Length: 5\r\n\r\nhello"),
            bytes(CHUNKED)),
        Format.of("html", (in, scratch) -> links(in, "text/html"), bytes(PAGE))
            .words(
                "<a href='",
                "url(",
                "/*",
                "@import",
                "srcset",
                "<base href=",
                "&#x0;",
                "javascript:"),
        Format.of(
                "css",
                (in, scratch) -> links(in, "text/css"),
                bytes("/* c */ @import 'a'; a { b: url(\"c\") url(d) }"))
            .words("/*", "*/", "url(", "@import \"", "'", ")"),
        Format.of("fastcgi", (in, scratch) -> fastCgi(in), fastCgiAnswer()),
        Format.of(
            "probe-commands",
            (in, scratch) -> CommandFile.read(Files.write(scratch.resolve("c.json"), in), 80),
            bytes(
                "{\"commands\":[{\"protocol\":\"http\",\"method\":\"POST\",\"resource\":\"/a\","
                    + "\"port\":81,\"crawl\":true,\"headers\":[\"A: b\"],\"body\":\"x\"}]}")));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void openApi(byte[] input) {
    ApiDocument document = ApiDocument.parse("d", input);
    OpenApi api =
        new OpenApi(
            new OpenApi.Document.InApp("/d"), 80, Set.of("GET", "POST", "PUT"), 100, Map.of());
    List<Found.LeftOut> leftOut = new ArrayList<>();
    int most = 100; // as ApiTrial
    for (ApiOperation operation : ApiOperation.of(document, api, leftOut)) {
      try {
        if (most-- > 0) {
          ApiRequest.of(operation, true, api, Probe.Kind.HTTP);
        }
      } catch (IllegalArgumentException e) {
        leftOut.add(new Found.LeftOut(operation.path(), e.getMessage()));
      }
    }
  }

  private static void http(byte[] input) throws IOException {
    try {
      HttpAnswer.read(new ByteArrayInputStream(input), "GET", System.nanoTime()).text();
    } catch (NoAnswer e) {
      throw new IllegalArgumentException("the probe 'GET /' " + e.getMessage(), e);
    }
  }

  private static void links(byte[] input, String type) {
    Links.of("/a/b", new Answer(200, type, input, 1));
  }

  private static byte[] fastCgiAnswer() {
    String text = "Status: 200 OK\r\nContent-Type: text/html\r\n\r\nhello!";
    byte[] content = bytes(text);
    byte[] answer = new byte[8 + content.length + 16];
    System.arraycopy(new byte[] {1, 6, 0, 1, 0, (byte) content.length, 0, 0}, 0, answer, 0, 8);
    System.arraycopy(content, 0, answer, 8, content.length);
    System.arraycopy(new byte[] {1, 3, 0, 1, 0, 8, 0, 0}, 0, answer, 8 + content.length, 8);
    return answer;
  }

  private static void fastCgi(byte[] input) throws IOException {
    Probe probe =
        new Probe(
            Probe.Kind.FASTCGI,
            80,
            "GET",
            "/",
            Map.of(),
            Optional.empty(),
            Probe.SUCCESS,
            Optional.empty());
    try {
      FastCgi.ask(probe, new ByteArrayInputStream(input), OutputStream.nullOutputStream());
    } catch (NoAnswer e) {
      throw new IllegalArgumentException("the probe 'GET /' " + e.getMessage(), e);
    }
  }
}
