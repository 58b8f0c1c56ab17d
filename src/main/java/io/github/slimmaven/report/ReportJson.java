package io.github.slimmaven.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.image.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads and writes {@code report.json}. */
public final class ReportJson {
  private static final String MINIFY = "run slim:minify first";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new OptionalJson())
          .withConfigOverride(
              Optional.class,
              type ->
                  type.setInclude(
                      JsonInclude.Value.construct(
                          JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS)))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .defaultPrettyPrinter(
              new DefaultPrettyPrinter()
                  .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                  .withArrayIndenter(new DefaultIndenter("  ", "\n")))
          .build();

  static {
    MAPPER.getFactory().setCharacterEscapes(new SurrogateEscapes());
  }

  private ReportJson() {}

  /** Writes the report; an older one is replaced whole or stays whole. */
  public static void write(Report report, Path file) throws IOException {
    writeValue(report, file);
  }

  /**
   * Reads a report. Keys that this version does not know are ignored.
   *
   * @throws ReportException naming the file, if it is missing, no report, or of a newer schema
   */
  public static Report read(Path file) throws IOException {
    JsonNode json = tree(file);
    try {
      return MAPPER.treeToValue(json, Report.class);
    } catch (JsonProcessingException e) {
      throw broken(file, e.getOriginalMessage(), e);
    }
  }

  /**
   * Puts the results of the gate into an existing report; all else, keys that this version does not
   * know included, stays as it is.
   *
   * @throws ReportException as {@link #read}
   */
  public static void writeChecks(List<CheckResult> results, Path file) throws IOException {
    ObjectNode json = tree(file);
    json.set("checks", MAPPER.valueToTree(results));
    writeValue(json, file);
  }

  /** A report as it is written, to tell whether two are the same. */
  public static byte[] bytes(Report report) throws IOException {
    return MAPPER.writeValueAsBytes(report);
  }

  /** Writes any of this package's records the same way. */
  static void writeValue(Object value, Path file) throws IOException {
    byte[] json = MAPPER.writeValueAsBytes(value);
    AtomicFile.write(
        file,
        part -> {
          try (OutputStream out = Files.newOutputStream(part)) {
            out.write(json);
            out.write('\n');
          }
        });
  }

  /** Any of this package's records, in one line. */
  static String compact(Object value) throws IOException {
    return MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
  }

  /**
   * Reads a file of another kind than a report.
   *
   * @param next what the user is to do if it is none
   * @throws ReportException naming the file, if it is missing, of another form, or of a newer
   *     schema
   */
  static <T> T readValue(Path file, Class<T> type, int newest, String next) throws IOException {
    ObjectNode json = object(file, next);
    if (json.path("schemaVersion").asInt() > newest) {
      throw newer(file, json.path("schemaVersion"), newest, next);
    }
    try {
      return MAPPER.treeToValue(json, type);
    } catch (JsonProcessingException e) {
      throw broken(file, e.getOriginalMessage(), e, next);
    }
  }

  private static ObjectNode tree(Path file) throws IOException {
    ObjectNode object = object(file, MINIFY);
    JsonNode version = object.path("schemaVersion");
    if (!version.isInt()) {
      throw broken(file, "it has no 'schemaVersion'", null);
    }
    if (version.intValue() > Report.SCHEMA_VERSION) {
      throw newer(file, version, Report.SCHEMA_VERSION, MINIFY);
    }
    return object;
  }

  private static ObjectNode object(Path file, String next) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new ReportException("There is no report '" + file + "': " + next, e);
    } catch (IOException e) {
      throw new ReportException("The report '" + file + "' can't be read: " + e + "; " + next, e);
    }
    try {
      if (MAPPER.readTree(bytes) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw broken(file, e.getOriginalMessage(), e, next);
    }
    throw broken(file, "it holds no JSON object", null, next);
  }

  private static ReportException newer(Path file, JsonNode version, int newest, String next) {
    return new ReportException(
        "The report '"
            + file
            + "' has schema version '"
            + version.asText()
            + "', and this slim-maven-plugin knows only up to '"
            + newest
            + "': "
            + next
            + ", with this version of the plugin");
  }

  private static ReportException broken(Path file, String reason, Throwable cause) {
    return broken(file, reason, cause, MINIFY);
  }

  private static ReportException broken(Path file, String reason, Throwable cause, String next) {
    return new ReportException(
        "The file '"
            + file
            + "' is no report of slim-maven-plugin ("
            + reason.lines().findFirst().orElse("unreadable")
            + "): "
            + (next.equals(MINIFY) ? next + ", which writes it anew" : next),
        cause);
  }
}
