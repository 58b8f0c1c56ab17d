package io.github.slimmaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class SchemaPageTest {
  @Test
  void pageSaysWhatTheSchemasSay() throws Exception {
    assertThat(Files.readString(SchemaPage.PAGE))
        .as("run the main method of SchemaPage, and commit the page")
        .isEqualTo(SchemaPage.text());
  }
}
