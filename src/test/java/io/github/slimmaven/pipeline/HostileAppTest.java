package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.Images;
import io.github.slimmaven.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An app ({@code src/test/native/hostile.c}) that attacks the sensor, its engine and the host. */
@Tag("docker")
class HostileAppTest {
  @TempDir Path folder;

  private Path program() throws Exception {
    Path program = folder.resolve("hostile");
    String source = Path.of("src/test/native/hostile.c").toAbsolutePath().toString();
    assumeTrue(
        new ProcessBuilder("gcc", "-static", "-O1", "-o", program.toString(), source)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor()
            == 0,
        "no static programs can be compiled here");
    return program;
  }

  @ParameterizedTest
  @EnumSource(
      value = EngineChoice.class,
      names = {"SANDBOX", "DOCKER"})
  void runIsAsOfAnyOtherApp(EngineChoice engine) throws Exception {
    Path secret = Files.createDirectory(folder.resolve("host")).resolve("secret");
    Files.writeString(secret, "only the host knows\n");
    TestRun run = new TestRun(folder, engine);

    Report report =
        run.minify(
            "{'Entrypoint':['/bin/hostile','"
                + secret
                + (engine == EngineChoice.SANDBOX ? "','signals" : "")
                + "'],'ExposedPorts':{'8080/tcp':{}},'StopSignal':'SIGKILL','Volumes':{'/data':{}}}",
            TestLayer.busyBox("httpd", "sh")
                .program("bin/hostile", program())
                .directory("tmp/")
                .directory("data/")
                .directory("www/")
                .text("www/index.html", "a page\n")
                .ballast("unused"));

    assertThat(report.verification().verified()).isTrue();
    assertThat(secret).hasContent("only the host knows\n");
    assertThat(names(secret.getParent())).containsExactly("secret");
    assertThat(names(folder)).containsOnly("cache", "host", "hostile", "output", "source.tar");
    String log = Files.readString(run.output().resolve("container.log"));
    assertThat(log).contains("attacked").doesNotContain("ESCAPE");
    assertThat(run.slimTree().entries())
        .extracting(Entry::path)
        .contains("/bin/hostile", "/www/index.html")
        .doesNotContain("/unused", "/www/stolen.txt", secret.toString());
    Images.run(folder, "sh", "-c", "! grep -rq 'only the host knows' output");
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
