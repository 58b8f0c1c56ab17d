package io.github.slimmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.report.ReportJson;
import io.github.slimmaven.report.Reports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.maven.execution.ExecutionEvent;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionReportsTest {
  @TempDir private Path temp;

  private final Said log = new Said();

  @Test
  void aBuildWithSeveralImagesHasATableOfThem() throws IOException {
    MavenProject root = module("shop", "");
    MavenProject web = module("web", "web & more");
    MavenProject left = module("left-out", "left");
    MavenProject none = module("no-image", "none");
    MavenSession session = Sessions.of(root, new Properties(), List.of());
    session.setAllProjects(List.of(root, web, left, none));
    Path one = report(web, "slim", false);
    Path two = report(web, "slim-arm", true);
    report(left, "slim", false);
    SessionReports.expect(two, web, session, log);
    SessionReports.expect(one, web, session, log);

    StepSummaryTest.tell(session, ExecutionEvent.Type.SessionEnded);

    Path index = temp.resolve("target/slim/index.html");
    String page = Files.readString(index);
    assertThat(page.lines().filter(line -> line.startsWith("<tr>")))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .contains(
                        "<a href=\"./../../left/target/slim/report.html\">left-out</a>",
                        "<td class=\"good\">minified</td><td class=\"number\">238.9 MB</td>"
                            + "<td class=\"number\">61.2 MB</td><td class=\"number\">3.90x</td>",
                        "<td class=\"quiet\">none</td>"),
            line ->
                assertThat(line)
                    .contains(
                        "\"./../../web%20&amp;%20more/target/slim/report.html\">web, slim</a>"),
            line ->
                assertThat(line).contains(">web, slim-arm</a>", "<td class=\"bad\">failed</td>"));
    assertThat(page).contains("All that have a slim image").contains("477.8 MB");
    assertThat(log.lines).containsExactly("The reports of 3 images: " + index);
  }

  @Test
  void oneImageNeedsNoTable() throws IOException {
    MavenProject root = module("shop", "");
    MavenSession session = Sessions.of(root, new Properties(), List.of());
    SessionReports.expect(report(root, "slim", false), root, session, log);

    StepSummaryTest.tell(session, ExecutionEvent.Type.SessionEnded);

    assertThat(temp.resolve("target/slim/index.html")).doesNotExist();
    assertThat(log.lines).isEmpty();
  }

  @Test
  void aReportThatCannotBeReadIsAWarning() throws IOException {
    MavenProject root = module("shop", "");
    MavenSession session = Sessions.of(root, new Properties(), List.of());
    Files.writeString(report(root, "slim", false).resolve("report.json"), "{");
    SessionReports.expect(report(root, "other", false), root, session, log);

    StepSummaryTest.tell(session, ExecutionEvent.Type.SessionEnded);

    assertThat(log.lines)
        .singleElement()
        .asString()
        .startsWith("! The reports of all modules could not be put together in '")
        .contains("is no report of slim-maven-plugin");
  }

  private MavenProject module(String artifactId, String folder) {
    MavenProject project = Sessions.project(temp.resolve(folder));
    project.setArtifactId(artifactId);
    return project;
  }

  private static Path report(MavenProject project, String folder, boolean failed)
      throws IOException {
    Path output = Path.of(project.getBuild().getDirectory(), folder);
    ReportJson.write(failed ? Reports.failed() : Reports.minified(), output.resolve("report.json"));
    return output;
  }
}
