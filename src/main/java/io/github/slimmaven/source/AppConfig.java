package io.github.slimmaven.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.image.ImageConfig;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.Port;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The config of an application's image: the base image's, and what the application says. */
final class AppConfig {
  private static final String INHERIT = "INHERIT";

  private final ImageConfig base;
  private final ContainerSettings settings;

  AppConfig(ImageConfig base, ContainerSettings settings) {
    this.base = base;
    this.settings = settings;
  }

  /**
   * @param entrypoint starts the application, unless the settings have another one
   * @param layers the application's, lowest first
   * @param port declared if neither the base image nor the settings declare one
   * @param names one for each layer, for the history
   */
  ImageConfig with(
      List<String> entrypoint, Optional<Port> port, List<Layer> layers, List<String> names) {
    ObjectNode json = base.json();
    json.put("created", settings.creationTime().toString());
    ObjectNode execution = object(json, "config");
    boolean inherited = settings.entrypoint().equals(Optional.of(List.of(INHERIT)));
    if (!inherited) {
      strings(execution.putArray("Entrypoint"), settings.entrypoint().orElse(entrypoint));
      execution.remove("Cmd");
    }
    settings.args().ifPresent(args -> strings(execution.putArray("Cmd"), args));
    environment(execution);
    ports(port).forEach(p -> object(execution, "ExposedPorts").putObject(p.toString()));
    settings.volumes().forEach(volume -> object(execution, "Volumes").putObject(volume));
    settings.labels().forEach((name, value) -> object(execution, "Labels").put(name, value));
    settings.user().ifPresent(user -> execution.put("User", user));
    settings.workingDirectory().ifPresent(dir -> execution.put("WorkingDir", dir));
    execution.remove("OnBuild");

    ObjectNode rootfs = object(json, "rootfs");
    rootfs.put("type", "layers");
    layers.forEach(layer -> array(rootfs, "diff_ids").add(layer.diffId().toString()));
    // A config may have no history at all; one that has some has it for every layer.
    if (base.diffIds().isEmpty() || !base.history().isEmpty()) {
      for (String name : names) {
        array(json, "history")
            .addObject()
            .put("created", settings.creationTime().toString())
            .put("created_by", "slim-maven-plugin " + name);
      }
    }
    return new ImageConfig(json);
  }

  private List<Port> ports(Optional<Port> known) {
    boolean declared = !settings.ports().isEmpty() || !base.exposedPorts().isEmpty();
    return declared ? settings.ports() : known.stream().toList();
  }

  private void environment(ObjectNode execution) {
    Map<String, String> merged = new LinkedHashMap<>();
    for (String variable : base.env()) {
      int equals = variable.indexOf('=');
      merged.put(equals < 0 ? variable : variable.substring(0, equals), variable);
    }
    settings.environment().forEach((name, value) -> merged.put(name, name + "=" + value));
    if (!merged.isEmpty()) {
      strings(execution.putArray("Env"), List.copyOf(merged.values()));
    }
  }

  private static void strings(ArrayNode array, List<String> values) {
    values.forEach(array::add);
  }

  /** The object of this name, made if it is missing or {@code null}. */
  private static ObjectNode object(ObjectNode json, String name) {
    JsonNode value = json.get(name);
    return value instanceof ObjectNode object ? object : json.putObject(name);
  }

  private static ArrayNode array(ObjectNode json, String name) {
    JsonNode value = json.get(name);
    return value instanceof ArrayNode array ? array : json.putArray(name);
  }
}
