package io.github.slimmaven.report;

import io.github.slimmaven.image.AtomicFile;
import io.github.slimmaven.inspect.Xray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes {@code source.Dockerfile}: the instructions that an image's history and config tell of. It
 * is to be read, not built: what COPY and ADD copied is not known, and values of secrets are
 * masked. No text of the image can get out of its instruction.
 */
public final class SourceDockerfile {
  private static final Pattern IMAGE_ENDS = Pattern.compile("(?:CMD|ENTRYPOINT)\\b.*");
  private static final String BASE = "org.opencontainers.image.base.name";

  private final Xray.Settings settings;
  private final List<String> lines = new ArrayList<>();
  private final Set<String> verbs = new HashSet<>();

  private SourceDockerfile(Xray.Settings settings) {
    this.settings = settings;
  }

  /** Writes it; an older one is replaced whole or stays whole. */
  public static void write(Xray xray, Path file) throws IOException {
    AtomicFile.write(file, part -> Files.writeString(part, text(xray)));
  }

  /** The whole text, with a line end at its end. */
  static String text(Xray xray) {
    SourceDockerfile dockerfile = new SourceDockerfile(xray.settings());
    dockerfile.lines.add(
        "# What the history and config of '"
            + PrintableText.of(xray.reference())
            + "' tell of how it was built.");
    Optional.ofNullable(xray.settings().labels().get(BASE))
        .ifPresent(base -> dockerfile.lines.add("# Its base is " + PrintableText.of(base) + "."));
    dockerfile.lines.add("FROM scratch");
    dockerfile.history(xray.history());
    dockerfile.rest();
    return String.join("\n", dockerfile.lines) + "\n";
  }

  private void history(List<Xray.Step> history) {
    List<Instruction> instructions =
        history.stream().map(step -> Instruction.of(step.createdBy(), settings)).toList();
    int last = -1;
    for (int i = 0; i < instructions.size(); i++) {
      last = instructions.get(i).verb().equals("HEALTHCHECK") ? i : last;
    }
    for (int i = 0; i < instructions.size(); i++) {
      Instruction instruction = instructions.get(i);
      boolean replaced = instruction.verb().equals("HEALTHCHECK") && i != last;
      boolean known =
          !instruction.verb().equals("HEALTHCHECK") || !settings.healthcheck().isEmpty();
      instruction.lines(replaced || !known).forEach(lines::add);
      verbs.add(instruction.verb());
      boolean more =
          history.subList(i + 1, history.size()).stream().anyMatch(s -> s.layer().isPresent());
      if (more
          && IMAGE_ENDS.matcher(instruction.verb()).matches()
          && !(i + 1 < instructions.size()
              && IMAGE_ENDS.matcher(instructions.get(i + 1).verb()).matches())) {
        lines.add("# A base image probably ends here.");
      }
    }
  }

  /** What the config has and no instruction said. */
  private void rest() {
    List<String> rest = new ArrayList<>();
    if (!verbs.contains("ENV")) {
      settings.env().forEach(variable -> rest.add(Words.assignment("ENV", variable)));
    }
    if (!verbs.contains("LABEL")) {
      settings.labels().forEach((name, value) -> rest.add(Words.label(name, value)));
    }
    if (!verbs.contains("EXPOSE")) {
      settings.ports().forEach(port -> rest.add("EXPOSE " + PrintableText.of(port)));
    }
    if (!verbs.contains("VOLUME") && !settings.volumes().isEmpty()) {
      rest.add("VOLUME " + Words.json(settings.volumes()));
    }
    if (!verbs.contains("WORKDIR") && !settings.workingDir().equals("/")) {
      rest.add("WORKDIR " + PrintableText.of(settings.workingDir()));
    }
    if (!verbs.contains("USER") && !settings.user().isEmpty()) {
      rest.add("USER " + PrintableText.of(settings.user()));
    }
    if (!verbs.contains("STOPSIGNAL") && !settings.stopSignal().isEmpty()) {
      rest.add("STOPSIGNAL " + PrintableText.of(settings.stopSignal()));
    }
    if (!verbs.contains("HEALTHCHECK")) {
      settings.healthcheck().ifPresent(check -> rest.add(Words.healthcheck(check)));
    }
    if (!verbs.contains("ENTRYPOINT") && !settings.entrypoint().isEmpty()) {
      rest.add("ENTRYPOINT " + Words.json(settings.entrypoint()));
    }
    if (!verbs.contains("CMD") && !settings.cmd().isEmpty()) {
      rest.add("CMD " + Words.json(settings.cmd()));
    }
    if (!rest.isEmpty()) {
      lines.add("# From the config; the history does not say it.");
      lines.addAll(rest);
    }
  }
}
