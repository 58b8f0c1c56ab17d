package io.github.slimmaven.keep;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageConfig;
import io.github.slimmaven.trace.AccessTrace;
import io.github.slimmaven.trace.AccessTrace.Use;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Decides what stays of a tree in memory. */
final class Keeping {
  private final TreeMap<String, Set<Use>> traced = new TreeMap<>();
  private KeepRequest request =
      new KeepRequest(Level.BALANCED, List.of(), List.of(), List.of(), Set.of());
  private String config = "{}";
  private Set<String> spare = Set.of();

  /** The app lies here. */
  static Keeping of(String... applicationDirs) {
    return new Keeping().level(Level.BALANCED, applicationDirs);
  }

  Keeping level(Level level, String... applicationDirs) {
    return request(
        new KeepRequest(level, List.of(), List.of(), List.of(applicationDirs), Set.of()));
  }

  Keeping request(KeepRequest wanted) {
    request = wanted;
    return this;
  }

  Keeping config(String json) {
    config = json;
    return this;
  }

  Keeping opened(String... paths) {
    for (String path : paths) {
      traced.put(path, Set.of(Use.OPENED));
    }
    return this;
  }

  /** What of a Java runtime its app cannot come to load. */
  Keeping spare(Set<String> libraries) {
    spare = libraries;
    return this;
  }

  Keeping executed(String path) {
    traced.put(path, Set.of(Use.EXECUTED));
    return this;
  }

  Map<String, Reason> of(FakeTree tree) throws IOException {
    return decide(tree).reasons();
  }

  KeepSet decide(FakeTree tree) throws IOException {
    ObjectNode json = (ObjectNode) new JsonMapper().readTree(config);
    Image image = new Image("test", new Digest("0".repeat(64)), new ImageConfig(json), List.of());
    AccessTrace trace =
        new AccessTrace(
            "x86_64",
            traced,
            new TreeSet<>(),
            new TreeSet<>(),
            new TreeSet<>(),
            new TreeSet<>(),
            Optional.empty(),
            true,
            true,
            List.of());
    return Keeper.decide(image, tree, trace, request, Set.of(), spare, Set.of());
  }
}
