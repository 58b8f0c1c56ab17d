package io.github.slimmaven.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image config (OCI image spec, {@code config.md}, and Docker's additions). Backed by the JSON
 * itself, so that keys that we do not know survive.
 */
public final class ImageConfig {
  private final ObjectNode json;

  public ImageConfig(ObjectNode json) {
    this.json = json.deepCopy();
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
