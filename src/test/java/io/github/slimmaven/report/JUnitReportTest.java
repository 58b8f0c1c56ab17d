package io.github.slimmaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.SAXException;

class JUnitReportTest {
  @TempDir private Path directory;

  @Test
  void probesVerificationAndChecksAreTestCases() throws Exception {
    String xml =
        valid(
            Reports.minified()
                .withChecks(
                    List.of(
                        new CheckResult("maxSize", 2, 1, Optional.empty(), false, "Too big"),
                        new CheckResult("maxFiles", 1, 2, Optional.empty(), true, "ok"))));

    assertThat(xml)
        .isEqualTo(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuite name="slim.greeting_1_0" time="2.227" tests="6" errors="0" skipped="0" failures="1">
              <testcase name="same answers" classname="slim.greeting_1_0.verification" time="2.100"></testcase>
              <testcase name="health check" classname="slim.greeting_1_0.verification" time="0.035"></testcase>
              <testcase name="GET http://:8080/" classname="slim.greeting_1_0.probes" time="0.091"></testcase>
              <testcase name="connect tcp :9000" classname="slim.greeting_1_0.probes" time="0.001"></testcase>
              <testcase name="maxSize" classname="slim.greeting_1_0.checks" time="0.000"><failure message="Too big" type="checks">Too big</failure></testcase>
              <testcase name="maxFiles" classname="slim.greeting_1_0.checks" time="0.000"></testcase>
            </testsuite>
            """);
  }

  @Test
  void whatWasNotAskedIsSkippedAndTheVerificationFailed() throws Exception {
    assertThat(valid(Reports.failed()))
        .contains("tests=\"2\" errors=\"0\" skipped=\"1\" failures=\"1\"")
        .contains("<skipped message=\"The minified image was not asked\">")
        .contains(
            "<failure message=\"The minified image was not verified\" type=\"verification\">");
  }

  @Test
  void aProfileFailsNothing() throws Exception {
    assertThat(valid(Reports.profiled())).contains("skipped=\"2\" failures=\"0\"");
  }

  @Test
  void anyTextIsLegal() throws Exception {
    String hostile =
        "</testsuite>]]>&\"'\u0000\u001b[31m\ufffe\uffff\ud800 \udcff\u2028\u202e\ud83f\udfff";
    CheckResult check =
        new CheckResult(hostile, 2, 1, Optional.empty(), false, hostile + "\nline 2");

    String xml = valid(Reports.minified().withChecks(List.of(check, check)));

    assertThat(xml)
        .contains("]]&gt;")
        .contains("\nline 2</failure>")
        .contains("\\u0000\\u001b[31m\\ufffe\\uffff\\ud800 \\xff");
    assertThat(xml).contains(" (2)\"");
    assertThat(xml.codePoints().filter(c -> c < ' ' && c != '\n')).isEmpty();
  }

  /** The report, if Surefire's schema accepts it. */
  private String valid(Report report) throws IOException, SAXException {
    Path file = directory.resolve("TEST-slim.xml");
    JUnitReport.write(report, file);
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(JUnitReportTest.class.getResource("surefire-test-report.xsd"))
        .newValidator()
        .validate(new StreamSource(file.toFile()));
    return Files.readString(file);
  }
}
