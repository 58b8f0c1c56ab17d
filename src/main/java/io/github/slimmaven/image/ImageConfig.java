package io.github.slimmaven.image;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image config (OCI image spec, {@code config.md}, and Docker's additions). Backed by the JSON
 * itself, so that keys that we do not know survive.
 */
public final class ImageConfig {
  private static final JsonPointer LABELS = JsonPointer.compile("/config/Labels");

  private final ObjectNode json;
  private final byte[] bytes;

  public ImageConfig(ObjectNode json) {
    this.json = json.deepCopy();
    this.bytes = Json.bytes(json);
  }

  private ImageConfig(ObjectNode json, byte[] bytes) {
    this.json = json;
    this.bytes = bytes;
  }

  /**
   * Parses a config and remembers its very bytes, so that its digest survives.
   *
   * @throws ImageException if it is no JSON object, or a diff id is no digest, or a port none
   */
  public static ImageConfig parse(byte[] bytes) throws ImageException {
    ImageConfig config = new ImageConfig(Json.object(bytes, "the image config"), bytes.clone());
    try {
      config.diffIds();
    } catch (IllegalArgumentException e) {
      throw new ImageException(
          "the image config has a wrong diff id: " + e.getMessage() + ". Build the image again", e);
    }
    try {
      config.exposedPorts();
    } catch (IllegalArgumentException e) {
      throw new ImageException(
          "the image config exposes what is no port: " + e.getMessage() + ". Build the image again",
          e);
    }
    return config;
  }

  /** The JSON as it was read, or its compact form; what the config's digest is of. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * This config for other layers: every other key stays.
   *
   * @param diffIds of the layers, lowest first
   * @param history as many entries without {@code empty_layer} as layers; empty to leave it out
   * @param created when the image was made
   */
  public ImageConfig withLayers(List<Digest> diffIds, List<JsonNode> history, Instant created) {
    ObjectNode copy = json();
    copy.put("created", created.toString());
    ArrayNode ids = Json.array();
    diffIds.forEach(id -> ids.add(id.toString()));
    copy.putObject("rootfs").put("type", "layers").set("diff_ids", ids);
    if (history.isEmpty()) {
      copy.remove("history");
    } else {
      copy.putArray("history").addAll(history);
    }
    return new ImageConfig(copy);
  }

  /**
   * This config for one more layer on top: every other key stays.
   *
   * @param createdBy for the history, if there is one
   * @param created when the layer was made
   */
  public ImageConfig withLayer(Digest diffId, String createdBy, Instant created) {
    ObjectNode copy = json();
    copy.withObject("/rootfs").withArray("diff_ids").add(diffId.toString());
    if (copy.path("history").isArray()) {
      copy.withArray("history")
          .addObject()
          .put("created", created.toString())
          .put("created_by", createdBy);
    }
    return new ImageConfig(copy);
  }

  /** This config with another entrypoint: every other key stays, also the cmd. */
  public ImageConfig withEntrypoint(List<String> entrypoint) {
    return withExecution("Entrypoint", entrypoint);
  }

  /** This config with another cmd: every other key stays. */
  public ImageConfig withCmd(List<String> cmd) {
    return withExecution("Cmd", cmd);
  }

  /** This config with these labels too: every other key stays. */
  public ImageConfig withLabels(Map<String, String> labels) {
    ObjectNode copy = json();
    // What is no object there is no config that anything can run: it is replaced.
    ObjectNode all = copy.withObject(LABELS, JsonNode.OverwriteMode.ALL, false);
    labels.forEach(all::put);
    return new ImageConfig(copy);
  }

  private ImageConfig withExecution(String key, List<String> words) {
    ObjectNode copy = json();
    words.forEach(copy.withObject("/config").putArray(key)::add);
    return new ImageConfig(copy);
  }

  /** A copy of the whole JSON. */
  public ObjectNode json() {
    return json.deepCopy();
  }

  public String architecture() {
    return json.path("architecture").asText("");
  }

  public String os() {
    return json.path("os").asText("");
  }

  /** The entrypoint; empty if there is none. */
  public List<String> entrypoint() {
    return Json.strings(execution().path("Entrypoint"));
  }

  /** The default arguments; empty if there are none. */
  public List<String> cmd() {
    return Json.strings(execution().path("Cmd"));
  }

  /** {@code NAME=value}, in order. */
  public List<String> env() {
    return Json.strings(execution().path("Env"));
  }

  /** {@code user[:group]}, names or numbers; "" = root. */
  public String user() {
    return execution().path("User").asText("");
  }

  /** The working directory; "/" if unset. */
  public String workingDir() {
    String dir = execution().path("WorkingDir").asText("");
    return dir.isEmpty() ? "/" : dir;
  }

  /** Declared ports, in the config's order. */
  public List<Port> exposedPorts() {
    return Json.keys(execution().path("ExposedPorts")).stream().map(Port::of).toList();
  }

  /** Absolute paths of the declared volumes. */
  public List<String> volumes() {
    return Json.keys(execution().path("Volumes"));
  }

  public Map<String, String> labels() {
    return Json.stringMap(execution().path("Labels"));
  }

  /** {@code SIGTERM} or a number; empty if unset. */
  public Optional<String> stopSignal() {
    return Optional.of(execution().path("StopSignal").asText("")).filter(s -> !s.isEmpty());
  }

  /** The health check's {@code Test} (first element {@code CMD} or {@code CMD-SHELL}); or empty. */
  public List<String> healthcheck() {
    return Json.strings(execution().path("Healthcheck").path("Test"));
  }

  public List<Digest> diffIds() {
    return Json.strings(json.path("rootfs").path("diff_ids")).stream().map(Digest::of).toList();
  }

  /** The {@code history} entries, oldest first; those with {@code empty_layer} have no layer. */
  public List<JsonNode> history() {
    return Json.list(json.path("history"));
  }

  private JsonNode execution() {
    return json.path("config");
  }
}
