package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.report.Report;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The image's HEALTHCHECK runs beside the minified app. */
class HealthCheckTest {
  private static final String APP =
      "{'Entrypoint':['httpd','-f','-p','8080','-h','/www'],'User':'1234','StopSignal':'SIGKILL',"
          + "'ExposedPorts':{'8080/tcp':{}},'Env':['STATE=/etc/state'],"
          + "'Healthcheck':{'Test':['CMD-SHELL','/bin/check 8080']}}";

  @TempDir Path folder;

  /** Its check asks the app itself, as its user, then reads a file that only the check needs. */
  private static TestLayer files(String state) throws Exception {
    return TestLayer.busyBox("sh", "httpd", "wget", "cat", "grep", "id")
        .directory("www/")
        .text("www/index.html", "hello\n")
        .text("etc/state", state)
        .ballast("etc/unused")
        .script(
            "bin/check",
            """
            #!/bin/sh
            id -u | grep -q 1234 || { echo wrong user; exit 3; }
            wget -q -O - http://127.0.0.1:$1/ | grep -q hello || exit 2
            grep -q fine $STATE
            """);
  }

  @ParameterizedTest
  @EnumSource(names = {"DOCKER", "SANDBOX"})
  void itRunsBesideTheMinifiedAppAsItsUser(EngineChoice engine) throws Exception {
    TestRun run =
        new TestRun(folder, engine)
            .keep("/etc/state")
            .keep("/bin/grep")
            .keep("/bin/wget")
            .keep("/bin/id");

    Report report = run.minify(APP, files("fine\n"));

    assertThat(report.verification().healthCheck())
        .hasValueSatisfying(
            health -> {
              assertThat(health.command()).isEqualTo("/bin/sh -c /bin/check 8080");
              assertThat(health.exitCode()).contains(0);
            });
    assertThat(run.said())
        .contains("Health check '/bin/sh -c /bin/check 8080' passed in the minified image");
    assertThat(run.slim().config().healthcheck()).containsExactly("CMD-SHELL", "/bin/check 8080");
  }

  @ParameterizedTest
  @EnumSource(names = {"DOCKER", "SANDBOX"})
  void oneThatMissesAFileFailsTheBuildWithItsOutput(EngineChoice engine) throws Exception {
    TestRun run =
        new TestRun(folder, engine)
            .drop("/etc/state")
            .keep("/bin/grep")
            .keep("/bin/wget")
            .keep("/bin/id");

    assertThatThrownBy(() -> run.minify(APP, files("fine\n")))
        .isInstanceOf(SlimFailure.class)
        .hasMessageContaining("fails its HEALTHCHECK '/bin/sh -c /bin/check 8080'")
        .hasMessageContaining("exit code '")
        .hasMessageContaining("/etc/state")
        .hasMessageContaining("<keep>");
    assertThat(run.output().resolve("image")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(names = {"DOCKER", "SANDBOX"})
  void oneThatFailsInTheSourceTooIsAWarning(EngineChoice engine) throws Exception {
    TestRun run =
        new TestRun(folder, engine)
            .keep("/etc/state")
            .keep("/bin/grep")
            .keep("/bin/wget")
            .keep("/bin/id");

    Report report = run.minify(APP, files("broken\n"));

    assertThat(report.verification().healthCheck().orElseThrow().exitCode()).contains(1);
    assertThat(run.said()).contains("fails in the minified image. Asking the source.");
    assertThat(run.output().resolve("image")).exists();
  }

  @Test
  void itsTimeoutAndShellAreTheConfigs() throws Exception {
    HealthCheck check =
        HealthCheck.of(
                TestRun.image(
                        "{'Shell':['/bin/ash','-eo','pipefail','-c'],"
                            + "'Healthcheck':{'Test':['CMD-SHELL','check it'],'Timeout':5000000000}}")
                    .config())
            .orElseThrow();
    assertThat(check.command()).containsExactly("/bin/ash", "-eo", "pipefail", "-c", "check it");
    assertThat(check.timeout()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aDisabledOneIsNone() throws Exception {
    assertThat(HealthCheck.of(TestRun.image("{'Healthcheck':{'Test':['NONE']}}").config()))
        .isEmpty();
  }
}
