package io.github.slimmaven.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.slimmaven.engine.DockerDaemon;
import io.github.slimmaven.engine.EngineException;
import io.github.slimmaven.image.LayerStore;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.registry.RegistryAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dockerfiles, built by the real engine from nothing but this machine's busybox. */
class DockerfileImageTest {
  private static final String BASE = "FROM scratch AS base\nCOPY busybox /bin/busybox\n";

  @TempDir Path folder;

  private final String tag = "slim-test/dockerfile-" + ProcessHandle.current().pid() + ":source";
  private final List<String> log = new ArrayList<>();
  private Path context;

  @BeforeEach
  void makeContext() throws Exception {
    context = Files.createDirectory(folder.resolve("context"));
    Path busybox = Path.of("/bin/busybox");
    assumeTrue(Files.isExecutable(busybox), "there is no static busybox");
    Files.copy(
        busybox, context.resolve("busybox"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(context.resolve("app.txt"), "app\n");
    Files.writeString(context.resolve("secret.txt"), "secret\n");
    Files.writeString(context.resolve(".dockerignore"), "secret.*\n");
  }

  @AfterEach
  void removeImage() throws Exception {
    try (DockerDaemon docker = DockerDaemon.connect()) {
      if (docker.imageId(tag).isPresent()) {
        docker.remove(tag);
      }
    } catch (EngineException e) {
      return; // then there is none
    }
  }

  @Test
  void itIsBuiltWithArgumentsTargetAndIgnoredFiles() throws Exception {
    engine();
    String text =
        BASE
            + """
            FROM base AS app
            ARG WHO=nobody
            WORKDIR /app
            RUN ["/bin/busybox", "sh", "-c", "echo $WHO > /who"]
            COPY . /app
            FROM app AS later
            COPY app.txt /later.txt
            """;

    DockerfileImage.Built built =
        build(write(text), Map.of("WHO", "world"), Optional.of("app"), new Buildx("docker"));

    MergedTree tree = MergedTree.of(built.image());
    assertThat(tree.get("/app/app.txt")).isPresent();
    assertThat(tree.get("/app/secret.txt")).isEmpty();
    assertThat(tree.get("/later.txt")).isEmpty();
    assertThat(tree.get("/who").orElseThrow().size()).isEqualTo("world\n".length());
    int app = tree.get("/app/app.txt").orElseThrow().layer();
    int run = tree.get("/who").orElseThrow().layer();
    assertThat(built.applicationLayers().orElseThrow()).contains(app).doesNotContain(run);
    assertThat(log).anyMatch(line -> line.matches("Step 1/.* : FROM scratch.*"));
    assertThat(folder.resolve("work")).isEmptyDirectory();
  }

  @Test
  void anotherBuildLeavesNoUnnamedImage() throws Exception {
    engine();
    build(write(BASE + "COPY app.txt /one\n"));
    try (DockerDaemon docker = DockerDaemon.connect()) {
      String first = docker.imageId(tag).orElseThrow();
      build(write(BASE + "COPY app.txt /two\n"));
      assertThat(docker.imageId(tag)).isPresent().get().isNotEqualTo(first);
      assertThat(docker.imageId(first)).isEmpty();
    }
  }

  @Test
  void aFailingStepIsNamedWithItsOutput() throws Exception {
    engine();
    String text = BASE + "RUN [\"/bin/busybox\", \"sh\", \"-c\", \"echo out of luck; exit 7\"]\n";

    assertThatThrownBy(() -> build(write(text)))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("The Dockerfile '" + folder.resolve("Dockerfile") + "'")
        .hasMessageContaining("the step 'RUN [\"/bin/busybox\"")
        .hasMessageContaining("non-zero code: 7")
        .hasMessageContaining("out of luck");
  }

  @Test
  void whatNeedsBuildKitIsBuiltByBuildx() throws Exception {
    engine();
    Path docker = fakeDocker("echo \"#5 [2/3] RUN make\"; echo '#5 0.1 no rule'; exit 1");

    assertThatThrownBy(
            () ->
                build(
                    write("FROM x\nRUN --mount=type=cache,target=/c make\n"),
                    Map.of("A", "b c"),
                    Optional.of("app"),
                    new Buildx(docker.toString())))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("the step 'RUN make' failed")
        .hasMessageContaining("exited with code '1'")
        .hasMessageContaining("no rule");
    assertThat(Files.readAllLines(folder.resolve("arguments")))
        .contains("--load", "A=b c", "app", tag, context.toString());
  }

  @Test
  void withoutBuildxTheNeedIsNamed() throws Exception {
    engine();
    assertThatThrownBy(
            () ->
                build(
                    write("FROM x\nRUN --mount=type=cache,target=/c make\n"),
                    Map.of(),
                    Optional.empty(),
                    new Buildx(folder.resolve("none").toString())))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("needs BuildKit ('RUN --mount' in line 2)")
        .hasMessageContaining("buildx plugin");
  }

  @Test
  void withoutAnEngineTheDockerfileIsNamedAndWhatToDo() throws Exception {
    Path file = write("FROM scratch");
    System.setProperty("DOCKER_HOST", "unix:///nowhere/docker.sock");
    try {
      assertThatThrownBy(() -> build(file))
          .isInstanceOf(SourceException.class)
          .hasMessageContaining("The Dockerfile '" + file + "' needs a Docker engine: ")
          .hasMessageContaining("'unix:///nowhere/docker.sock'")
          .hasMessageContaining("can be given as 'image'");
    } finally {
      System.clearProperty("DOCKER_HOST");
    }
  }

  @Test
  void aMissingDockerfileOrContextIsNamed() throws Exception {
    assertThatThrownBy(() -> build(folder.resolve("none")))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("none' does not exist. Correct 'dockerfile'.");
    Files.delete(context.resolve("busybox"));
    Path file = write("FROM scratch");
    context = folder.resolve("elsewhere");
    assertThatThrownBy(() -> build(file))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("elsewhere' is no directory. Correct 'context'.");
  }

  private DockerfileImage.Built build(Path dockerfile) throws Exception {
    return build(dockerfile, Map.of(), Optional.empty(), new Buildx("docker"));
  }

  private DockerfileImage.Built build(
      Path dockerfile, Map<String, String> args, Optional<String> target, Buildx buildx)
      throws Exception {
    Path cache = folder.resolve("cache");
    RegistryAccess access =
        new RegistryAccess(
            true, false, false, h -> Optional.empty(), h -> Optional.empty(), Map.of(), folder);
    return new DockerfileImage(new SourceImages(access, new LayerStore(cache), cache), buildx)
        .build(
            new DockerfileRequest(dockerfile, context, args, target, Optional.empty(), tag),
            folder.resolve("out"),
            folder.resolve("work"),
            log::add);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("Dockerfile"), text);
  }

  private Path fakeDocker(String build) throws IOException {
    Path script = folder.resolve("docker");
    Files.writeString(
        script,
        """
        #!/bin/sh
        [ "$2" = version ] && exit 0
        printf '%%s\\n' "$@" > '%s'
        %s
        """
            .formatted(folder.resolve("arguments"), build));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  private static void engine() throws Exception {
    try {
      DockerDaemon.connect().close();
    } catch (EngineException e) {
      assumeTrue(false, e.getMessage());
    }
  }
}
