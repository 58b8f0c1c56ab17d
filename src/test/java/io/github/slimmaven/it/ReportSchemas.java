package io.github.slimmaven.it;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.slimmaven.report.Report;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Whether what runs have left keeps what its schemas promise. */
public final class ReportSchemas {
  private ReportSchemas() {}

  /**
   * Looks at all {@code report.json} and {@code size.json} of runs below a directory and at the
   * copies of {@link ReportCollector}; ends with exit code 1 if one is not valid, or if there are
   * runs but no copies, or if one does not say what its image was hardened with. The table of these
   * stays in {@code hardening.md}, beside the directory.
   *
   * @param arguments the directory, and that of the copies
   */
  public static void main(String[] arguments) throws IOException {
    Path copies = Path.of(arguments[1]);
    Path directory = Path.of(arguments[0]);
    List<String> violations = new ArrayList<>(violations(directory, copies));
    HardenedRuns hardened = hardened(directory, copies);
    violations.addAll(hardened.violations());
    Files.writeString(directory.resolveSibling("hardening.md"), hardened.table());
    violations.forEach(System.err::println);
    System.out.println(hardened.summary());
    System.out.println("report.json and size.json: " + count(copies) + " validated");
    System.exit(violations.isEmpty() ? 0 : 1);
  }

  /** The same of a directory and the copies. */
  static List<String> violations(Path directory, Path copies) throws IOException {
    List<String> violations = new ArrayList<>(violations(directory));
    violations.addAll(violations(copies));
    if (count(directory) > 0 && count(copies) == 0) {
      violations.add("'" + copies + "' is empty: Maven did not load ReportCollector");
    }
    return violations;
  }

  /** The file and what is wrong in it; none if the directory does not exist. */
  public static List<String> violations(Path directory) throws IOException {
    List<String> violations = new ArrayList<>();
    for (String name : List.of("report", "size")) {
      try (InputStream in = Report.class.getResourceAsStream(name + ".schema.json")) {
        Schema schema =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(in);
        for (Path file : written(directory, name + ".json")) {
          String origin = origin(file);
          schema
              .validate(new ObjectMapper().readTree(file.toFile()))
              .forEach(wrong -> violations.add(origin + ": " + wrong));
        }
      }
    }
    return violations;
  }

  /** What the same reports tell of hardening. */
  static HardenedRuns hardened(Path directory, Path copies) throws IOException {
    Map<Path, String> origins = new TreeMap<>();
    for (Path place : List.of(directory, copies)) {
      for (Path file : written(place, "report.json")) {
        origins.put(file, origin(file));
      }
    }
    return HardenedRuns.of(directory, origins);
  }

  private static String origin(Path file) throws IOException {
    Path from = file.resolveSibling("from");
    return Files.exists(from) ? Files.readString(from) : file.toString();
  }

  private static int count(Path directory) throws IOException {
    return written(directory, "report.json").size() + written(directory, "size.json").size();
  }

  /** Those of runs: they have the list of files beside them, or are copies. */
  private static List<Path> written(Path directory, String name) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(file -> file.getFileName().toString().equals(name))
          .filter(
              file ->
                  Files.exists(file.resolveSibling("files.csv"))
                      || Files.exists(file.resolveSibling("from")))
          .sorted()
          .toList();
    }
  }
}
