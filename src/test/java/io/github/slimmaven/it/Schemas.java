package io.github.slimmaven.it;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.slimmaven.report.Report;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a build left is what the schemas say. */
public final class Schemas {
  private Schemas() {}

  /**
   * Validates every {@code report.json}, {@code size.json} and {@code lint.json} of a build.
   *
   * @param project the project's directory
   * @throws AssertionError naming the file and what is wrong, or if there is none
   */
  public static void prove(File project) throws IOException {
    Path target = project.toPath().resolve("target");
    int found = prove(target, "report.json", "report.schema.json");
    prove(target, "size.json", "size.schema.json");
    prove(target, "lint.json", "lint.schema.json");
    if (found == 0) {
      throw new AssertionError("There is no report.json below '" + target + "'");
    }
  }

  private static int prove(Path target, String name, String schema) throws IOException {
    List<Path> files;
    try (Stream<Path> below = Files.find(target, 3, (file, a) -> file.endsWith(name))) {
      files = below.sorted().toList();
    }
    for (Path file : files) {
      try (InputStream text = Report.class.getResourceAsStream(schema)) {
        List<Error> wrong =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text)
                .validate(new ObjectMapper().readTree(file.toFile()));
        if (!wrong.isEmpty()) {
          throw new AssertionError("'" + file + "': " + wrong);
        }
      }
    }
    return files.size();
  }
}
