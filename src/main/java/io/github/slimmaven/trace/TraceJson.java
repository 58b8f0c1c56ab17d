package io.github.slimmaven.trace;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.slimmaven.image.AtomicFile;
import io.github.slimmaven.image.Port;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The file {@code trace.json}, which people commit. Everything in it is sorted, so that equal
 * traces give equal bytes:
 *
 * <pre>{@code
 * {
 *   "schemaVersion" : 1,
 *   "architecture" : "x86_64",
 *   "tracer" : { "notify" : true, "fanotify" : true, "limits" : [ "a sentence" ] },
 *   "listening" : [ "8080/tcp" ],
 *   "syscalls" : [ "openat" ],
 *   "conventions" : [ "x86" ],
 *   "capabilities" : [ "SETUID" ],
 *   "modules" : [ "java.base" ],
 *   "jars" : [ "/app/libs/h2-2.3.232.jar" ],
 *   "paths" : { "/usr/bin/java" : [ "looked_up", "executed" ] },
 *   "missing" : [ "/etc/ld.so.preload" ]
 * }
 * }</pre>
 *
 * The uses of a path are those of {@link AccessTrace.Use}. In every string a percent sign is {@code
 * %25}, and a byte of a path that is no UTF-8 is {@code %80} to {@code %FF}. Readers survive added
 * keys.
 */
public final class TraceJson {
  private static final int SCHEMA_VERSION = 1;

  private static final JsonMapper MAPPER = new JsonMapper();

  private TraceJson() {}

  /** Writes the trace, atomically: the file is the old or the new one, whole. */
  public static void write(AccessTrace trace, Path file) throws IOException {
    AtomicFile.write(
        file,
        part -> {
          try (Writer out = Files.newBufferedWriter(part, StandardCharsets.UTF_8);
              JsonGenerator json = MAPPER.createGenerator(out)) {
            DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
            json.setPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(indenter));
            write(trace, json);
            json.writeRaw('\n');
          }
        });
  }

  private static void write(AccessTrace trace, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("schemaVersion", SCHEMA_VERSION);
    json.writeStringField("architecture", trace.architecture());
    json.writeObjectFieldStart("tracer");
    json.writeBooleanField("notify", trace.userNotification());
    json.writeBooleanField("fanotify", trace.fanotify());
    strings(json, "limits", trace.limits());
    json.writeEndObject();
    strings(json, "listening", trace.listening());
    strings(json, "syscalls", trace.syscalls());
    strings(json, "conventions", trace.conventions());
    strings(json, "capabilities", trace.capabilities());
    strings(json, "modules", trace.modules());
    if (trace.jars().isPresent()) {
      strings(json, "jars", trace.jars().get());
    }
    json.writeObjectFieldStart("paths");
    for (Map.Entry<String, Set<AccessTrace.Use>> path : trace.paths().entrySet()) {
      List<String> uses = new ArrayList<>();
      for (AccessTrace.Use use : AccessTrace.Use.values()) {
        if (path.getValue().contains(use)) {
          uses.add(use.name().toLowerCase(Locale.ROOT));
        }
      }
      strings(json, path.getKey(), uses);
    }
    json.writeEndObject();
    strings(json, "missing", trace.missing());
    json.writeEndObject();
  }

  private static void strings(JsonGenerator json, String name, Collection<?> values)
      throws IOException {
    json.writeArrayFieldStart(PathEscape.escape(name));
    for (Object value : values) {
      json.writeString(PathEscape.escape(value.toString()));
    }
    json.writeEndArray();
  }

  /**
   * Reads a trace.
   *
   * @throws TraceException if the file is missing, no trace, or of another schema version
   */
  public static AccessTrace read(Path file) throws IOException {
    JsonNode json = tree(file);
    if (json.path("schemaVersion").asInt() != SCHEMA_VERSION) {
      throw new TraceException(
          String.format(
              "The trace '%s' has schemaVersion '%s', expected '%d'; trace again with this version"
                  + " of the plugin",
              file, json.path("schemaVersion").asText("none"), SCHEMA_VERSION));
    }
    try {
      return trace(json);
    } catch (IllegalArgumentException e) {
      throw new TraceException(
          String.format(
              "The trace '%s' is not as expected: %s; trace again, or restore the file",
              file, e.getMessage()),
          e);
    }
  }

  private static JsonNode tree(Path file) throws IOException {
    try {
      return MAPPER.readTree(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new TraceException("There is no trace '" + file + "'; run slim:profile first", e);
    } catch (JsonProcessingException e) {
      throw new TraceException(
          String.format(
              "The trace '%s' is no JSON: %s; trace again, or restore the file",
              file, e.getOriginalMessage()),
          e);
    }
  }

  private static AccessTrace trace(JsonNode json) {
    TreeMap<String, Set<AccessTrace.Use>> paths = new TreeMap<>();
    for (Map.Entry<String, JsonNode> path : typed(json, "paths", JsonNode::isObject).properties()) {
      Set<AccessTrace.Use> uses = EnumSet.noneOf(AccessTrace.Use.class);
      for (String use : strings(path.getValue(), path.getKey())) {
        uses.add(AccessTrace.Use.valueOf(use.toUpperCase(Locale.ROOT)));
      }
      paths.put(PathEscape.unescape(path.getKey()), uses);
    }
    TreeSet<Port> listening = new TreeSet<>();
    array(json, "listening").forEach(port -> listening.add(Port.of(port)));
    JsonNode tracer = typed(json, "tracer", JsonNode::isObject);
    return new AccessTrace(
        typed(json, "architecture", JsonNode::isTextual).asText(),
        paths,
        new TreeSet<>(array(json, "missing")),
        new TreeSet<>(array(json, "syscalls")),
        new TreeSet<>(json.has("conventions") ? array(json, "conventions") : List.of()),
        new TreeSet<>(json.has("capabilities") ? array(json, "capabilities") : List.of()),
        listening,
        json.has("modules") ? new TreeSet<>(array(json, "modules")) : new TreeSet<>(),
        json.has("jars") ? Optional.of(new TreeSet<>(array(json, "jars"))) : Optional.empty(),
        typed(tracer, "notify", JsonNode::isBoolean).asBoolean(),
        typed(tracer, "fanotify", JsonNode::isBoolean).asBoolean(),
        array(tracer, "limits"));
  }

  private static List<String> array(JsonNode parent, String name) {
    return strings(parent.path(name), name);
  }

  private static List<String> strings(JsonNode array, String name) {
    if (!array.isArray()) {
      throw new IllegalArgumentException("'" + name + "' is no array");
    }
    List<String> strings = new ArrayList<>();
    for (JsonNode item : array) {
      if (!item.isTextual()) {
        throw new IllegalArgumentException("'" + name + "' holds '" + item + "', no string");
      }
      strings.add(PathEscape.unescape(item.asText()));
    }
    return strings;
  }

  private static JsonNode typed(JsonNode parent, String name, Predicate<JsonNode> type) {
    JsonNode node = parent.path(name);
    if (!type.test(node)) {
      throw new IllegalArgumentException("'" + name + "' is '" + node + "'");
    }
    return node;
  }
}
