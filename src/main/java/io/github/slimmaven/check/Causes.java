package io.github.slimmaven.check;

import io.github.slimmaven.report.Bytes;
import io.github.slimmaven.report.Cause;
import io.github.slimmaven.report.ImageSize.LayerPart;
import io.github.slimmaven.report.ImageSize.Part;
import io.github.slimmaven.report.ImageSize.Parts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Why an image has another size than its baseline. */
final class Causes {
  private static final int MOST_OF_A_KIND = 20;
  private static final int MOST_NAMED = 5;

  private static final Comparator<Cause> GROWN_FIRST =
      Comparator.comparingLong(Cause::bytes).reversed().thenComparing(Cause::name);

  private Causes() {}

  /**
   * What changed, by artifact, package, directory and layer in this order; of each kind at most 20,
   * those that grew most first.
   */
  static List<Cause> between(Parts before, Parts after) {
    List<Cause> packages =
        before.packages().isEmpty()
            ? List.of() // a published image may have no database of them any more
            : owned(Cause.Kind.PACKAGE, before.packages(), after.packages());
    return Stream.of(
            owned(Cause.Kind.ARTIFACT, before.artifacts(), after.artifacts()),
            packages,
            owned(Cause.Kind.DIRECTORY, plain(before.directories()), plain(after.directories())),
            owned(Cause.Kind.LAYER, layers(before.layers()), layers(after.layers())))
        .flatMap(kind -> kind.stream().sorted(GROWN_FIRST).limit(MOST_OF_A_KIND))
        .toList();
  }

  /**
   * The few that say most, for a message: packages and artifacts that grew; if these are not most
   * of the growth, directories too.
   */
  static List<Cause> foremost(List<Cause> causes) {
    long grown =
        causes.stream()
            .filter(cause -> cause.kind() == Cause.Kind.DIRECTORY && cause.bytes() > 0)
            .mapToLong(Cause::bytes)
            .sum();
    List<Cause> owners =
        causes.stream()
            .filter(
                cause -> cause.kind() == Cause.Kind.ARTIFACT || cause.kind() == Cause.Kind.PACKAGE)
            .filter(cause -> cause.bytes() > 0)
            .sorted(GROWN_FIRST)
            .limit(MOST_NAMED)
            .toList();
    List<Cause> foremost = new ArrayList<>(owners);
    if (owners.stream().mapToLong(Cause::bytes).sum() < grown - grown / 5) {
      causes.stream()
          .filter(cause -> cause.kind() == Cause.Kind.DIRECTORY && cause.bytes() > 0)
          .limit(MOST_NAMED)
          .forEach(foremost::add);
    }
    return foremost;
  }

  private static List<Cause> owned(
      Cause.Kind kind, Map<String, Part> before, Map<String, Part> after) {
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    List<Cause> causes = new ArrayList<>();
    for (String name : names) {
      Optional<Part> old = Optional.ofNullable(before.get(name));
      Optional<Part> now = Optional.ofNullable(after.get(name));
      if (!size(old).equals(size(now)) || !version(old).equals(version(now))) {
        causes.add(cause(kind, name, old, now));
      }
    }
    return causes;
  }

  private static Cause cause(Cause.Kind kind, String name, Optional<Part> old, Optional<Part> now) {
    long bytes = size(now) - size(old);
    Optional<String> from = version(old);
    Optional<String> to = version(now);
    StringBuilder message = new StringBuilder(signed(bytes)).append(' ').append(name);
    if (from.isPresent() && to.isPresent() && !from.equals(to)) {
      message.append(' ').append(from.get()).append(" -> ").append(to.get());
    } else {
      to.or(() -> from).ifPresent(version -> message.append(' ').append(version));
    }
    message.append(old.isEmpty() ? ", new" : now.isEmpty() ? ", gone" : "");
    List<String> via = now.map(Part::via).orElse(List.of());
    if (!via.isEmpty()) {
      message.append(", via ").append(withoutVersion(via.get(0)));
    }
    return new Cause(kind, name, bytes, size(old), size(now), from, to, via, message.toString());
  }

  private static Long size(Optional<Part> part) {
    return part.map(Part::size).orElse(0L);
  }

  private static Optional<String> version(Optional<Part> part) {
    return part.map(Part::version).filter(version -> !version.isEmpty());
  }

  private static String withoutVersion(String coordinates) {
    int version = coordinates.lastIndexOf(':');
    return version < 0 ? coordinates : coordinates.substring(0, version);
  }

  private static String signed(long bytes) {
    return (bytes < 0 ? "-" : "+") + Bytes.format(Math.abs(bytes));
  }

  private static Map<String, Part> plain(Map<String, Long> sizes) {
    return sizes.entrySet().stream()
        .collect(
            Collectors.toMap(Map.Entry::getKey, size -> new Part("", size.getValue(), List.of())));
  }

  /** By what made them; the first of the same command, the second, and so on. */
  private static Map<String, Part> layers(List<LayerPart> layers) {
    Map<String, Integer> seen = new HashMap<>();
    Map<String, Part> parts = new TreeMap<>();
    for (LayerPart layer : layers) {
      int number = seen.merge(layer.createdBy(), 1, Integer::sum);
      String name = layer.createdBy().isEmpty() ? "a layer" : layer.createdBy();
      parts.put(
          "layer '" + name + "'" + (number == 1 ? "" : " (" + number + ")"),
          new Part("", layer.size(), List.of()));
    }
    return parts;
  }
}
