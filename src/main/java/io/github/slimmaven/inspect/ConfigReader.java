package io.github.slimmaven.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.slimmaven.image.ImageConfig;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Takes settings and history from an image config; absent or odd ones are empty. */
final class ConfigReader {
  private final ImageConfig config;
  private final JsonNode json;

  ConfigReader(ImageConfig config) {
    this.config = config;
    this.json = config.json();
  }

  /** {@code os/architecture}. */
  String platform() {
    return config.os() + "/" + config.architecture();
  }

  Xray.Settings settings() {
    SortedMap<String, String> labels = new TreeMap<>();
    config.labels().forEach((name, value) -> labels.put(name, Masking.value(name, value)));
    return new Xray.Settings(
        config.user(),
        config.workingDir(),
        config.entrypoint().stream().map(Masking::text).toList(),
        config.cmd().stream().map(Masking::text).toList(),
        config.env().stream().map(Masking::variable).toList(),
        keys(json.path("config").path("ExposedPorts")),
        keys(json.path("config").path("Volumes")),
        labels,
        config.stopSignal().orElse(""),
        healthcheck());
  }

  /** The steps of the history, each with the layer that it made if history and layers fit. */
  List<Xray.Step> history(List<Long> sizes) {
    List<JsonNode> steps = config.history();
    boolean fits =
        steps.stream().filter(step -> !step.path("empty_layer").asBoolean()).count()
            == sizes.size();
    List<Xray.Step> history = new ArrayList<>();
    int layer = 0;
    for (JsonNode step : steps) {
      boolean made = fits && !step.path("empty_layer").asBoolean();
      history.add(
          new Xray.Step(
              Masking.text(step.path("created_by").asText("")),
              Masking.text(step.path("created").asText("")),
              Masking.text(step.path("comment").asText("")),
              made ? Optional.of(layer) : Optional.empty(),
              made ? sizes.get(layer) : 0));
      if (made) {
        layer++;
      }
    }
    return history;
  }

  private Optional<Xray.Healthcheck> healthcheck() {
    List<String> test = config.healthcheck().stream().map(Masking::text).toList();
    if (test.isEmpty()) {
      return Optional.empty();
    }
    JsonNode check = json.path("config").path("Healthcheck");
    List<String> options = new ArrayList<>();
    seconds(check.path("Interval"), "--interval=", options);
    seconds(check.path("Timeout"), "--timeout=", options);
    seconds(check.path("StartPeriod"), "--start-period=", options);
    seconds(check.path("StartInterval"), "--start-interval=", options);
    if (check.path("Retries").asInt() > 0) {
      options.add("--retries=" + check.path("Retries").asInt());
    }
    return Optional.of(new Xray.Healthcheck(test, options));
  }

  /** The config has nanoseconds. */
  private static void seconds(JsonNode nanos, String option, List<String> options) {
    if (nanos.asLong() > 0) {
      BigDecimal seconds = BigDecimal.valueOf(nanos.asLong(), 9).stripTrailingZeros();
      options.add(option + seconds.toPlainString() + "s");
    }
  }

  private static List<String> keys(JsonNode node) {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    keys.sort(null);
    return keys;
  }
}
