package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.Port;
import io.github.slimmaven.probe.Ready;
import io.github.slimmaven.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is started before each launch of the app. */
class ServicesTest {
  /** Does not start without what the service gives, once for each start of the service. */
  private static final String APP =
      "{'Entrypoint':['sh','-c','read greeting </etc/greeting; nc db 5000 </dev/null | grep $greeting"
          + " || exit 7; exec httpd -f -p 8080 -h /www'],'StopSignal':'SIGKILL',"
          + "'ExposedPorts':{'8080/tcp':{}}}";

  @TempDir Path folder;
  private TestLayer files;

  @BeforeEach
  void files() throws Exception {
    files =
        TestLayer.busyBox("sh", "httpd", "nc", "grep", "sleep")
            .directory("www/")
            .text("www/index.html", "hello\n")
            .text("etc/greeting", "hello")
            .ballast("etc/unused");
  }

  private ServiceRequest service(String name, Path image, Ready ready, String script) {
    return new ServiceRequest(
        name,
        new ImageReference.Archive(image),
        List.of("GREETING=hello"),
        List.of(Port.of("5000")),
        Optional.of(List.of("sh", "-c", script)),
        Optional.empty(),
        ports -> ready);
  }

  private static Surroundings services(ServiceRequest... services) {
    return new Surroundings(List.of(services), Optional.empty(), Optional.empty());
  }

  private Path image() throws Exception {
    Path tar =
        new TestRun(Files.createDirectory(folder.resolve("db")), EngineChoice.AUTO)
            .archive("{'StopSignal':'SIGKILL'}", files);
    return tar;
  }

  @ParameterizedTest
  @EnumSource(names = {"DOCKER", "SANDBOX"})
  void everyLaunchHasAFreshServiceOfThisName(EngineChoice engine) throws Exception {
    TestRun run =
        new TestRun(folder, engine)
            .in(
                services(
                    service(
                        "db",
                        image(),
                        Ready.DEFAULT,
                        "[ ! -e /state ] && echo fresh >/state && cat /state;"
                            + " exec nc -ll -p 5000 -e echo $GREETING")));

    Report report = run.minify(APP, files);

    assertThat(report.status().toString()).isEqualToIgnoringCase("minified");
    assertThat(run.said()).contains("The service 'db' is ready");
    assertThat(Files.readString(run.output().resolve("service-db.log")).lines())
        .hasSizeGreaterThanOrEqualTo(2)
        .allMatch("fresh"::equals);
  }

  @ParameterizedTest
  @EnumSource(names = {"DOCKER", "SANDBOX"})
  void oneThatEndsFailsTheBuildWithItsLog(EngineChoice engine) throws Exception {
    TestRun run =
        new TestRun(folder, engine)
            .in(services(service("db", image(), Ready.DEFAULT, "echo no disk; exit 3")));

    assertThatThrownBy(() -> run.minify(APP, files))
        .hasMessageContaining("The service 'db' ")
        .hasMessageContaining("no disk");
    assertThat(run.output().resolve("image")).doesNotExist();
  }

  @Test
  void oneThatIsNotReadyInTimeFailsTheBuildWithItsLog() throws Exception {
    Ready never =
        new Ready(
            List.of(),
            Optional.empty(),
            Optional.of("never"),
            false,
            Optional.of(Duration.ofSeconds(1)));
    TestRun run =
        new TestRun(folder, EngineChoice.SANDBOX)
            .in(services(service("db", image(), never, "echo starting; exec sleep 1000")));

    assertThatThrownBy(() -> run.minify(APP, files))
        .hasMessageContaining("The service 'db' is not ready: within 1 s")
        .hasMessageContaining("The log of 'db' ('" + run.output().resolve("service-db.log"))
        .hasMessageContaining("starting");
    assertThat(run.output().resolve("service-db.log")).hasContent("starting");
  }

  @Test
  void portOfTheAppIsRefusedInTheSandbox() throws Exception {
    ServiceRequest copy =
        new ServiceRequest(
            "copy",
            new ImageReference.Archive(image()),
            List.of(),
            List.of(Port.of("8080")),
            Optional.of(List.of("httpd", "-f", "-p", "8080")),
            Optional.empty(),
            ports -> Ready.DEFAULT);
    TestRun run = new TestRun(folder, EngineChoice.SANDBOX).in(services(copy));

    assertThatThrownBy(() -> run.minify(APP, files))
        .hasMessageContaining("both listen on '8080/tcp'")
        .hasMessageContaining("set engine 'docker'");
  }

  @Test
  void unknownImageIsNamedWithItsService() throws Exception {
    TestRun run =
        new TestRun(folder, EngineChoice.SANDBOX)
            .in(services(service("db", folder.resolve("none.tar"), Ready.DEFAULT, "true")));

    assertThatThrownBy(() -> run.minify(APP, files))
        .hasMessageContaining("The service 'db': ")
        .hasMessageContaining("none.tar");
  }

  @Test
  void networkNeedsDocker() throws Exception {
    TestRun run =
        new TestRun(folder, EngineChoice.SANDBOX)
            .in(new Surroundings(List.of(), Optional.of("shop"), Optional.empty()));

    assertThatThrownBy(() -> run.minify(APP, files))
        .hasMessage(
            "'network' needs a Docker engine, and the engine is 'sandbox'. Start Docker and set"
                + " engine 'docker', or use 'services'.");
  }

  @Test
  void namesAreGivenOnce() {
    ServiceRequest one = service("db", folder, Ready.DEFAULT, "true");
    ServiceRequest two = service("DB", folder, Ready.DEFAULT, "true");

    assertThatThrownBy(() -> services(one, two))
        .hasMessage("Two services are named 'DB'. Give each a name of its own.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "-db", "db.", "../db", "localhost", "d\n127.0.0.1 x"})
  void namesAreHostNames(String name) {
    assertThatThrownBy(() -> service(name, folder, Ready.DEFAULT, "true"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'" + name + "' is no name of a service: expected a host name");
  }

  @Test
  void theServiceToSlimIsNotStarted() {
    assertThatThrownBy(() -> new ComposeRequest(folder, "web", List.of("db", "web")))
        .hasMessage(
            "<compose> starts 'web', which is the service to slim. Take it out of <services>.");
  }
}
