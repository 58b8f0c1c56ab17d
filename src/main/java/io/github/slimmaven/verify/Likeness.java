package io.github.slimmaven.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.slimmaven.probe.Answer;
import io.github.slimmaven.probe.Exchange;
import io.github.slimmaven.probe.Probe;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares one answer with what the source answered to the same probe. */
final class Likeness {
  private static final int MAX_TEXT = 1 << 20;
  private static final int MAX_REFUSED = 5;
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
    List<String> lines = new ArrayList<>();
    if (sources.stream().noneMatch(source -> source.status() == slim.status())) {
      lines.add(
          "%s '%d' in the source, '%d' in the slim image"
              .formatted(statusOf(probe), first.status(), slim.status()));
    }
    if (sources.stream().noneMatch(source -> type(source).equals(type(slim)))) {
      lines.add(
          "content type '%s' in the source, '%s' in the slim image"
              .formatted(
                  Differing.cut(first.contentType(), 0), Differing.cut(slim.contentType(), 0)));
    }
    if (!lines.isEmpty()) {
      shown(sources, slim).ifPresent(lines::add);
      return Optional.of(String.join("\n", lines));
    }
    if (sources.stream().anyMatch(source -> Arrays.equals(source.body(), slim.body()))) {
      return Optional.empty();
    }
    return probe.kind() == Probe.Kind.TCP && probe.body().isEmpty()
        ? greeting(sources, slim)
        : bodies(sources, slim);
  }

  /** Why an answer that is like the source's is not accepted, with its beginning. */
  static String refused(Exchange slim) {
    String why =
        slim.probe()
            .match()
            .map(
                match ->
                    "nothing in the slim image's answer matches '" + Differing.cut(match, 0) + "'")
            .orElse("the slim image's answer is not one that the probe accepts");
    return Stream.concat(
            Stream.of(why),
            text(slim.answer()).stream()
                .flatMap(String::lines)
                .limit(MAX_REFUSED)
                .map(line -> "+" + Differing.cut(line, 0)))
        .collect(Collectors.joining("\n"));
  }

  private static String statusOf(Probe probe) {
    return switch (probe.kind()) {
      case EXEC, RUN -> "exit code";
      case GRPC, GRPCS -> "gRPC status";
      default -> "status";
    };
  }

  /** The bodies side by side where it is known already that the answers differ. */
  private static Optional<String> shown(List<Answer> sources, Answer slim) {
    byte[] first = sources.get(0).body();
    if (Arrays.equals(first, slim.body())) {
      return Optional.empty();
    }
    List<String> texts = texts(sources);
    Optional<String> other = text(slim);
    return Optional.of(
        texts.size() == sources.size() && other.isPresent()
            ? "the body differs\n" + String.join("\n", Template.of(texts).difference(other.get()))
            : Differing.bytes(slim.contentType(), first, slim.body()));
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
    List<String> texts = texts(all);
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
      return Optional.of("the body differs\n" + String.join("\n", template.difference(slim)));
    }
    int least = sources.stream().mapToInt(String::length).min().orElseThrow() / 2;
    int most = sources.stream().mapToInt(String::length).max().orElseThrow() * 2;
    return outside(slim.length(), least, most, "characters");
  }

  private static Optional<String> bytes(List<Answer> sources, Answer slim) {
    byte[] first = sources.get(0).body();
    if (sources.stream().allMatch(source -> Arrays.equals(source.body(), first))) {
      return Optional.of(Differing.bytes(slim.contentType(), first, slim.body()));
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

  /** Of those that are text. */
  private static List<String> texts(List<Answer> answers) {
    return answers.stream().flatMap(answer -> text(answer).stream()).toList();
  }
}
