package io.github.slimmaven.probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Values of parameters and bodies: the examples that are given for them, else of their schema. */
record ApiExamples(ApiDocument document, boolean optional) {
  /**
   * A value.
   *
   * @param holder a parameter or a media type
   * @return none if there is no value that ends
   */
  Optional<JsonNode> of(JsonNode holder, JsonNode schema) {
    for (String name : new String[] {"example", "x-example"}) {
      if (holder.hasNonNull(name)) {
        return Optional.of(holder.path(name));
      }
    }
    for (var example : holder.path("examples").properties()) {
      JsonNode value = document.resolve(example.getValue()).path("value");
      if (!value.isMissingNode()) {
        return Optional.of(value);
      }
    }
    return new SchemaSample(document, optional).of(schema);
  }
}
