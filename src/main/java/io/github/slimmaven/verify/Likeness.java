package io.github.slimmaven.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.slimmaven.probe.Answer;
import io.github.slimmaven.probe.Probe;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Compares one answer with what the source answered to the same probe. */
final class Likeness {
  private static final int MAX_TEXT = 1 << 20;
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);
  private static final Pattern JSON_TYPE = Pattern.compile("application/(?:[^;]*\\+)?json\\b.*");
  private static final Pattern BOUNDARY = Pattern.compile(";boundary=(?:\"[^\"]*\"|[^;]*)");

  private Likeness() {}

  /**
   * What differs.
   *
   * @param probe what was asked
   * @param sources at least one answer of the source, in the order they were given
   * @return several lines; empty if the slim answer can stand for those
   */
  static Optional<String> difference(Probe probe, List<Answer> sources, Answer slim) {
    Answer first = sources.get(0);
    if (sources.stream().noneMatch(source -> source.status() == slim.status())) {
      return Optional.of(
          (probe.isRequest() ? "status '" : "exit code '")
              + first.status()
              + "' in the source, '"
              + slim.status()
              + "' in the slim image"
              + body(slim));
    }
    if (sources.stream().noneMatch(source -> type(source).equals(type(slim)))) {
      return Optional.of(
          "content type '"
              + Differing.cut(first.contentType(), 0)
              + "' in the source, '"
              + Differing.cut(slim.contentType(), 0)
              + "' in the slim image");
    }
    if (sources.stream().anyMatch(source -> Arrays.equals(source.body(), slim.body()))) {
      return Optional.empty();
    }
    return probe.kind() == Probe.Kind.TCP && probe.body().isEmpty()
        ? greeting(sources, slim)
        : bodies(sources, slim);
  }

  /** A greeting that a slow source did not say in time may come in time from the other. */
  private static Optional<String> greeting(List<Answer> sources, Answer slim) {
    boolean everSilent = sources.stream().anyMatch(source -> source.body().length == 0);
    return everSilent ? Optional.empty() : bodies(sources, slim);
  }

  private static Optional<String> bodies(List<Answer> sources, Answer slim) {
    if (slim.body().length == 0) {
      return Optional.of(
          "a body of "
              + sources.get(0).body().length
              + " bytes in the source, none in the slim image");
    }
    List<Answer> all = new ArrayList<>(sources);
    all.add(slim);
    Optional<List<JsonNode>> json = json(all);
    if (json.isPresent()) {
      return nodes(json.get());
    }
    List<String> texts = new ArrayList<>();
    for (Answer answer : all) {
      text(answer).ifPresent(texts::add);
    }
    return texts.size() == all.size() ? text(texts) : bytes(sources, slim);
  }

  private static Optional<String> nodes(List<JsonNode> all) {
    int last = all.size() - 1;
    List<String> differences = JsonShape.differences(all.subList(0, last), all.get(last));
    return differences.isEmpty()
        ? Optional.empty()
        : Optional.of("the body differs\n" + String.join("\n", differences));
  }

  private static Optional<String> text(List<String> all) {
    List<String> sources = all.subList(0, all.size() - 1);
    String slim = all.get(all.size() - 1);
    Template template = Template.of(sources);
    if (!template.matches(slim)) {
      return Optional.of("the body differs\n" + template.difference(slim));
    }
    int least = sources.stream().mapToInt(String::length).min().orElseThrow() / 2;
    int most = sources.stream().mapToInt(String::length).max().orElseThrow() * 2;
    return outside(slim.length(), least, most, "characters");
  }

  private static Optional<String> bytes(List<Answer> sources, Answer slim) {
    byte[] first = sources.get(0).body();
    if (sources.stream().allMatch(source -> Arrays.equals(source.body(), first))) {
      return Optional.of(Differing.bytes(first, slim.body()));
    }
    int least = sources.stream().mapToInt(source -> source.body().length).min().orElseThrow();
    int most = sources.stream().mapToInt(source -> source.body().length).max().orElseThrow();
    return outside(slim.body().length, least - least / 10, most + most / 10, "bytes");
  }

  private static Optional<String> outside(int actual, int least, int most, String unit) {
    return least <= actual && actual <= most
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "a body of %d %s in the slim image, %d to %d expected from those of the source",
                actual,
                unit,
                least,
                most));
  }

  /** Lower case, no blanks, and no boundary of a multipart body, which is drawn at random. */
  private static String type(Answer answer) {
    String type = answer.contentType().toLowerCase(Locale.ROOT).replaceAll("\\s", "");
    return BOUNDARY.matcher(type).replaceAll("");
  }

  private static Optional<List<JsonNode>> json(List<Answer> answers) {
    List<JsonNode> nodes = new ArrayList<>();
    for (Answer answer : answers) {
      String type = type(answer);
      Optional<String> text = text(answer);
      if (text.filter(t -> !t.isBlank()).isEmpty()
          || !(type.isEmpty() || JSON_TYPE.matcher(type).matches())) {
        return Optional.empty();
      }
      try {
        nodes.add(JSON.readValue(text.get()));
      } catch (JsonProcessingException e) {
        return Optional.empty();
      }
    }
    return Optional.of(nodes);
  }

  private static Optional<String> text(Answer answer) {
    if (answer.body().length > MAX_TEXT) {
      return Optional.empty();
    }
    try {
      String text = answer.charset().newDecoder().decode(ByteBuffer.wrap(answer.body())).toString();
      return text.indexOf('\0') >= 0 ? Optional.empty() : Optional.of(text);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static String body(Answer slim) {
    Optional<String> text = text(slim).filter(t -> !t.isBlank());
    return text.map(
            t -> t.lines().limit(5).map(l -> "\n" + Differing.cut(l, 0)).reduce("", String::concat))
        .orElse("");
  }
}
