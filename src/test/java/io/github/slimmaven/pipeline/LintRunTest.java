package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.slimmaven.check.LintLimits;
import io.github.slimmaven.image.DockerArchive;
import io.github.slimmaven.image.ImageException;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.inspect.XrayImages;
import io.github.slimmaven.registry.RegistryAccess;
import io.github.slimmaven.report.Report;
import io.github.slimmaven.source.DockerfileRequest;
import io.github.slimmaven.source.SourceException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintRunTest {
  @TempDir Path temp;
  private final List<String> said = new ArrayList<>();

  private void run(Optional<Path> tar, Optional<Path> dockerfile, LintLimits limits)
      throws Exception {
    LintRun.run(
        new LintRequest(
            tar.map(ImageReference.Archive::new),
            dockerfile.map(
                file ->
                    new DockerfileRequest(
                        file, temp, Map.of(), Optional.empty(), Optional.empty(), "")),
            List.of(),
            limits,
            List.of(),
            ScanSettings.NONE,
            RegistryAccess.ofThisUser(),
            temp.resolve("out"),
            temp.resolve("cache")),
        new RunLog(said::add, said::add));
  }

  private Path tar() throws Exception {
    DockerArchive.write(
        XrayImages.image(
            XrayImages.config("{'config':{'User':'9','Env':['API_\\u001b[31mKEY=hunter2']}}"),
            XrayImages.layer(temp.resolve("0"), "0777:new\nline/", "4755:a=x")),
        "",
        temp.resolve("x.tar"));
    return temp.resolve("x.tar");
  }

  @Test
  void whatIsFoundIsWrittenAsTheSchemaSaysAndInLines() throws Exception {
    Path dockerfile = Files.writeString(temp.resolve("Dockerfile"), "FROM python\nCOPY . .\n");

    run(Optional.of(tar()), Optional.of(dockerfile), LintLimits.of(List.of(), "never"));

    JsonNode json = new ObjectMapper().readTree(temp.resolve("out/lint.json").toFile());
    try (InputStream schema = Report.class.getResourceAsStream("lint.schema.json")) {
      assertThat(
              SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                  .getSchema(schema)
                  .validate(json))
          .isEmpty();
    }
    assertThat(json.path("findings")).isNotEmpty();
    assertThat(said)
        .contains(
            "WARN  SLIM001 Dockerfile:1: 'python' may be another image tomorrow: name a version"
                + " and its digest, as in 'python:3.12-slim@sha256:...'")
        .anyMatch(line -> line.startsWith("WARN  SLIM016 /new\\u000aline: its mode is 0777: "));
    assertThat(said).noneMatch(line -> line.chars().anyMatch(c -> c < ' '));
    assertThat(said + json.toString()).doesNotContain("hunter2");
  }

  @Test
  void aFindingOfTheSeverityFailsAndTheFileIsThere() throws Exception {
    Path dockerfile = Files.writeString(temp.resolve("D"), "FROM python:3\nUSER 9\n");

    assertThatThrownBy(
            () ->
                run(
                    Optional.empty(),
                    Optional.of(dockerfile),
                    LintLimits.of(List.of("slim005"), "warn")))
        .isInstanceOf(SlimFailure.class)
        .hasMessage(
            "1 finding breaks SLIM009 (failOn is 'warn'): mend what the lines above say, or list"
                + " the rule in 'ignore'");
    assertThat(temp.resolve("out/lint.json")).exists();
    run(Optional.empty(), Optional.of(dockerfile), LintLimits.of(List.of("SLIM009"), "warn"));
  }

  @Test
  void withNeitherImageNorDockerfileItSaysWhatToDo() {
    assertThatThrownBy(
            () -> run(Optional.empty(), Optional.empty(), LintLimits.of(List.of(), "error")))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("run slim:build before");
    assertThatThrownBy(
            () ->
                run(
                    Optional.empty(),
                    Optional.of(temp.resolve("none")),
                    LintLimits.of(List.of(), "error")))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("does not exist. Correct 'dockerfile'.");
  }

  @Test
  void whatIsNoRuleAndNoSeverityIsNamed() {
    assertThatThrownBy(() -> LintLimits.of(List.of("DL3006"), "error"))
        .hasMessage("'DL3006' is no rule of slim:lint: expected 'SLIM001' to 'SLIM017'");
    assertThatThrownBy(() -> LintLimits.of(List.of(), "bad"))
        .hasMessage("'bad' is no failOn: expected 'error', 'warn', 'info' or 'never'");
  }
}
