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
import java.util.stream.Stream;

/** Whether what runs have left keeps what its schemas promise. */
public final class ReportSchemas {
  private ReportSchemas() {}

  /**
   * Looks at all {@code report.json} and {@code size.json} of runs below a directory; ends with
   * exit code 1 if one is not valid.
   *
   * @param arguments the directory
   */
  public static void main(String[] arguments) throws IOException {
    List<String> violations = violations(Path.of(arguments[0]));
    violations.forEach(System.err::println);
    System.exit(violations.isEmpty() ? 0 : 1);
  }

  /** The file and what is wrong in it; none if the directory does not exist. */
  static List<String> violations(Path directory) throws IOException {
    List<String> violations = new ArrayList<>();
    for (String name : List.of("report", "size")) {
      try (InputStream in = Report.class.getResourceAsStream(name + ".schema.json")) {
        if (in != null && Files.isDirectory(directory)) {
          Schema schema =
              SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(in);
          for (Path file : written(directory, name + ".json")) {
            schema
                .validate(new ObjectMapper().readTree(file.toFile()))
                .forEach(wrong -> violations.add(file + ": " + wrong));
          }
        }
      }
    }
    return violations;
  }

  /** Those in a run's output directory, which has the list of files too. */
  private static List<Path> written(Path directory, String name) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(file -> file.getFileName().toString().equals(name))
          .filter(file -> Files.exists(file.resolveSibling("files.csv")))
          .sorted()
          .toList();
    }
  }
}
