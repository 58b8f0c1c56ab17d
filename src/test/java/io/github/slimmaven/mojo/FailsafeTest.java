package io.github.slimmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.execution.AbstractExecutionListener;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.ExecutionEvent;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.lifecycle.internal.DefaultExecutionEventCatapult;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.MojoExecution;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailsafeTest {
  @TempDir Path temp;

  @Test
  void testsAreKnownByTheirPlugin() {
    assertThat(Failsafe.isIntegrationTest(execution("maven-failsafe-plugin", "integration-test")))
        .isTrue();
    assertThat(Failsafe.isIntegrationTest(execution("maven-failsafe-plugin", "verify"))).isFalse();
    assertThat(Failsafe.runsTests(execution("maven-surefire-plugin", "test"))).isTrue();
    assertThat(Failsafe.runsTests(execution("maven-jar-plugin", "jar"))).isFalse();
  }

  @Test
  void systemPropertiesAreAddedToThoseOfTheUser() {
    MojoExecution execution = execution("maven-failsafe-plugin", "integration-test");
    Failsafe.setSystemProperties(execution, Map.of("mine", "1", "slim.url", "of-the-user"), false);

    Failsafe.setSystemProperties(
        execution, Map.of("slim.url", "http://a:1", "slim.host", "a"), false);

    assertThat(properties(execution))
        .isEqualTo(Map.of("mine", "1", "slim.url", "of-the-user", "slim.host", "a"));

    Failsafe.setSystemProperties(execution, Map.of("slim.url", "http://b:2"), true);

    assertThat(properties(execution)).containsEntry("slim.url", "http://b:2").hasSize(3);
  }

  @Test
  void summaryIsRead() throws IOException {
    FailsafeSummary summary = summary("<completed>10</completed>", 1, 2);

    assertThat(summary.allPassed()).isFalse();
    assertThat(summary.passed()).isEqualTo(6);
    assertThat(summary.problem()).isEqualTo("3 of 10 integration tests failed");
  }

  @Test
  void summaryOfTestsThatCouldNotRunSaysWhy() throws IOException {
    FailsafeSummary summary =
        summary("<completed>0</completed><failureMessage>The fork died</failureMessage>", 0, 0);

    assertThat(summary.allPassed()).isFalse();
    assertThat(summary.problem()).isEqualTo("the integration tests could not run: The fork died");
  }

  @Test
  void withoutASummaryNoTestRan() throws IOException {
    FailsafeSummary none = FailsafeSummary.read(temp.resolve("none.xml"));

    assertThat(none.allPassed()).isTrue();
    assertThat(none.passed()).isZero();
  }

  @Test
  void brokenSummaryIsNamed() throws IOException {
    Path file = Files.writeString(temp.resolve("summary.xml"), "no XML");

    assertThatThrownBy(() -> FailsafeSummary.read(file))
        .hasMessageStartingWith("'" + file + "' is no summary of Failsafe");
  }

  @Test
  void watchHearsEveryEventAndSoDoesTheBuild() {
    List<String> heard = new ArrayList<>();
    MavenExecutionRequest request = new DefaultMavenExecutionRequest();
    request.setExecutionListener(
        new AbstractExecutionListener() {
          @Override
          public void sessionEnded(ExecutionEvent event) {
            heard.add("build " + event.getType());
          }
        });
    BuildWatch.add(request, event -> heard.add("first " + event.getType()));
    BuildWatch.add(request, event -> heard.add("second " + event.getType()));

    new DefaultExecutionEventCatapult()
        .fire(ExecutionEvent.Type.SessionEnded, Sessions.of(request), null);

    assertThat(heard)
        .containsExactly("second SessionEnded", "first SessionEnded", "build SessionEnded");
  }

  private FailsafeSummary summary(String more, int errors, int failures) throws IOException {
    return FailsafeSummary.read(
        Files.writeString(
            temp.resolve("failsafe-summary.xml"),
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <failsafe-summary result="255" timeout="false">
              <errors>%d</errors><failures>%d</failures><skipped>1</skipped>%s
            </failsafe-summary>
            """
                .formatted(errors, failures, more)));
  }

  private static MojoExecution execution(String artifact, String goal) {
    Plugin plugin = new Plugin();
    plugin.setGroupId("org.apache.maven.plugins");
    plugin.setArtifactId(artifact);
    return new MojoExecution(plugin, goal, "default");
  }

  private static Map<String, String> properties(MojoExecution execution) {
    Map<String, String> all = new HashMap<>();
    for (Xpp3Dom child :
        execution.getConfiguration().getChild("systemPropertyVariables").getChildren()) {
      all.put(child.getName(), child.getValue());
    }
    return all;
  }
}
