package io.github.slimmaven.probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** A text that a schema allows: by its format, else by its pattern, as long as it may be. */
final class SampleText {
  private static final int MAX_LENGTH = 10_000;
  private static final int MAX_PATTERN = 200;

  /** The formats of OpenAPI 3.0 and of JSON Schema's validation, section 7.3. */
  private static final Map<String, String> FORMATS =
      Map.ofEntries(
          Map.entry("date", "2024-01-01"),
          Map.entry("date-time", "2024-01-01T12:00:00Z"),
          Map.entry("time", "12:00:00Z"),
          Map.entry("duration", "P1D"),
          Map.entry("uuid", "123e4567-e89b-42d3-a456-426614174000"),
          Map.entry("email", "user@example.com"),
          Map.entry("idn-email", "user@example.com"),
          Map.entry("uri", "https://example.com/"),
          Map.entry("url", "https://example.com/"),
          Map.entry("iri", "https://example.com/"),
          Map.entry("uri-reference", "/example"),
          Map.entry("iri-reference", "/example"),
          Map.entry("uri-template", "/example/{id}"),
          Map.entry("hostname", "example.com"),
          Map.entry("idn-hostname", "example.com"),
          Map.entry("ipv4", "192.0.2.1"),
          Map.entry("ipv6", "2001:db8::1"),
          Map.entry("byte", "dGV4dA=="),
          Map.entry("binary", "text"),
          Map.entry("json-pointer", "/example"),
          Map.entry("relative-json-pointer", "0"),
          Map.entry("regex", "[a-z]+"),
          Map.entry("int32", "1"),
          Map.entry("int64", "1"));

  private SampleText() {}

  static String of(JsonNode schema) {
    String format = FORMATS.get(schema.path("format").asText());
    if (format != null) {
      return format;
    }
    String pattern = schema.path("pattern").asText("");
    int least = Math.min(MAX_LENGTH, schema.path("minLength").asInt(0));
    int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
    if (!pattern.isEmpty() && pattern.length() <= MAX_PATTERN) {
      return PatternSample.of(pattern, least).orElse("string");
    }
    String text = "string";
    if (text.length() < least) {
      text = text + "x".repeat(least - text.length());
    }
    return text.length() > most ? text.substring(0, Math.max(0, most)) : text;
  }
}
