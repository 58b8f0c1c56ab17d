package io.github.slimmaven.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.slimmaven.image.AtomicFile;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.report.Report;
import io.github.slimmaven.report.ReportJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the next run needs to know of this one, to tell whether it would do the same again.
 *
 * @param inputs fingerprint of all that it was asked
 * @param report digest of its report as it was before {@code slim:check} added to it
 * @param files that it left and nobody else changes
 * @param to where the image went, in order
 */
record LastRun(String inputs, String report, List<FileState> files, List<Place> to) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * One of {@code to}.
   *
   * @param files of an archive or a layout
   */
  record Place(String reference, List<FileState> files) {}

  LastRun {
    files = List.copyOf(files);
    to = List.copyOf(to);
  }

  /** Reads what the last run has left; empty if it left nothing that can be read. */
  static Optional<LastRun> read(Path output) throws IOException {
    try {
      return Optional.of(
          MAPPER.readValue(Files.readAllBytes(output.resolve(Outputs.RUN)), LastRun.class));
    } catch (NoSuchFileException | JsonProcessingException e) {
      return Optional.empty();
    }
  }

  void write(Path output) throws IOException {
    byte[] json = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    AtomicFile.write(output.resolve(Outputs.RUN), part -> Files.write(part, json));
  }

  /** Those that are this file or below this directory. */
  List<FileState> below(Path root) {
    Path absolute = root.toAbsolutePath();
    return files.stream().filter(file -> Path.of(file.path()).startsWith(absolute)).toList();
  }

  /** The files of a run that nobody else changes. */
  static List<FileState> files(Path output) throws IOException {
    List<FileState> states = new ArrayList<>();
    for (String name : Outputs.UNCHANGED) {
      states.addAll(FileState.of(output.resolve(name)));
    }
    return states;
  }

  /** The digest of a report without what {@code slim:check} adds. */
  static String digest(Report report) throws IOException {
    return Digest.ofContent(ReportJson.bytes(report.withChecks(List.of()))).toString();
  }
}
