package io.github.slimmaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.slimmaven.image.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvenanceTest {
  private static final Digest ID = new Digest("c".repeat(64));
  private static final Digest TRACE = new Digest("d".repeat(64));

  @TempDir Path temp;

  @Test
  void itIsAnInTotoStatementWithASlsaPredicate() throws Exception {
    Report report = Reports.minified();
    Path file = temp.resolve("provenance.json");

    Provenance.of(report, "shop", ID, TRACE).write(file);

    String expected =
        """
        {"_type": "https://in-toto.io/Statement/v1",
         "subject": [{"name": "shop", "digest": {"sha256": "%s"}}],
         "predicateType": "https://slsa.dev/provenance/v1",
         "predicate": {
           "buildDefinition": {
             "buildType": "pkg:maven/io.github.slimmaven/slim-maven-plugin#minify",
             "externalParameters": {"level": "balanced"},
             "resolvedDependencies": [
               {"name": "source", "uri": "%s", "digest": {"sha256": "%s"},
                "annotations": {"imageId": "%s"}},
               {"name": "trace.json", "digest": {"sha256": "%s"}}]},
           "runDetails": {
             "builder": {
               "id": "pkg:maven/io.github.slimmaven/slim-maven-plugin@1.0.0",
               "version": {"slim-maven-plugin": "1.0.0"}}}}}
        """
            .formatted(
                "b".repeat(64),
                report.source().reference(),
                Digest.of(report.source().digest()).hex(),
                ID,
                TRACE.hex());
    ObjectMapper mapper = new ObjectMapper();
    assertThat(mapper.readTree(file.toFile())).isEqualTo(mapper.readTree(expected));
    assertThat(Files.readString(file)).startsWith("{\n  \"_type\" : ");
  }
}
