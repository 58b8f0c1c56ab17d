package io.github.slimmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.report.Renderings;
import io.github.slimmaven.report.Reports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.maven.execution.ExecutionEvent;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepSummaryTest {
  @TempDir private Path temp;

  private final Said log = new Said();

  @Test
  void eachReportIsAddedOnceWhenTheBuildEnds() throws IOException {
    Path summary = Files.writeString(temp.resolve("summary.md"), "by another step\n");
    MavenSession session = session(summary.toString());
    Path one = output("one");
    Path two = output("two");
    SessionReports.expect(two, session.getCurrentProject(), session, log);
    SessionReports.expect(one, session.getCurrentProject(), session, log);
    SessionReports.expect(
        one.resolve("../slim"),
        session.getCurrentProject(),
        session,
        log); // the gate, after minify

    tell(session, ExecutionEvent.Type.ProjectSucceeded);
    assertThat(summary).hasContent("by another step\n");
    tell(session, ExecutionEvent.Type.SessionEnded);

    String report = Files.readString(one.resolve("report.md"));
    assertThat(summary)
        .content()
        .isEqualTo("by another step\n\n" + report + "\n\n" + report + "\n");
    assertThat(log.lines).isEmpty();
  }

  @Test
  void withoutASummaryNothingIsWritten() throws IOException {
    MavenSession session = session(" ");
    SessionReports.expect(output("one"), session.getCurrentProject(), session, log);

    tell(session, ExecutionEvent.Type.SessionEnded);

    assertThat(temp).isDirectoryNotContaining("glob:**summary*");
    assertThat(log.lines).isEmpty();
  }

  @Test
  void aRunThatLeftNoReportAddsNothing() throws IOException {
    Path summary = temp.resolve("summary.md");
    MavenSession session = session(summary.toString());
    SessionReports.expect(
        temp.resolve("none/target/slim"), session.getCurrentProject(), session, log);

    tell(session, ExecutionEvent.Type.SessionEnded);

    assertThat(summary).doesNotExist();
  }

  @Test
  void aSummaryThatCannotBeWrittenIsAWarning() throws IOException {
    Path summary = temp.resolve("no/such/folder/summary.md");
    MavenSession session = session(summary.toString());
    Path output = output("one");
    SessionReports.expect(output, session.getCurrentProject(), session, log);

    tell(session, ExecutionEvent.Type.SessionEnded);

    assertThat(log.lines)
        .containsExactly(
            "! The report could not be added to the step summary '"
                + summary
                + "' (GITHUB_STEP_SUMMARY): java.nio.file.NoSuchFileException: "
                + summary
                + ". It is in "
                + output.resolve("report.md"));
  }

  @Test
  void whatGitHubWouldNotShowIsLeftOut() throws IOException {
    Path summary = Files.write(temp.resolve("summary.md"), new byte[1_048_570]);

    assertThat(StepSummary.append(List.of(output("one").resolve("report.md")), summary))
        .isEqualTo(1);
    assertThat(summary).hasSize(1_048_570);
  }

  private MavenSession session(String summary) {
    MavenProject project = Sessions.project(temp);
    MavenSession session = Sessions.of(project, new Properties(), List.of());
    session.getSystemProperties().setProperty("env.GITHUB_STEP_SUMMARY", summary);
    return session;
  }

  private Path output(String module) throws IOException {
    Path output = temp.resolve(module + "/target/slim");
    Renderings.write(Reports.minified(), output);
    return output;
  }

  static void tell(MavenSession session, ExecutionEvent.Type type) {
    ExecutionEvent event = new Happened(type, session);
    switch (type) {
      case SessionEnded -> session.getRequest().getExecutionListener().sessionEnded(event);
      default -> session.getRequest().getExecutionListener().projectSucceeded(event);
    }
  }

  private record Happened(Type type, MavenSession session) implements ExecutionEvent {
    @Override
    public Type getType() {
      return type;
    }

    @Override
    public MavenSession getSession() {
      return session;
    }

    @Override
    public MavenProject getProject() {
      return session.getCurrentProject();
    }

    @Override
    public MojoExecution getMojoExecution() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Exception getException() {
      throw new UnsupportedOperationException();
    }
  }
}
