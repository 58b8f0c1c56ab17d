package io.github.slimmaven.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which version of the API an engine is asked in; the engine refuses those that it has not. */
class DockerApiTest {
  private static final Pattern VERSIONED = Pattern.compile("/v1\\.(\\d+)(/.*)");

  @TempDir Path folder;

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer engine;

  @AfterEach
  void stop() {
    System.clearProperty("DOCKER_HOST");
    if (engine != null) {
      engine.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "20.10.24, 41, 12, 41", // Docker 20.10
    "4.3.1,    41, 24, 41", // podman
    "25.0.0,   44, 24, 44",
    "28.2.2,   50, 24, 44",
    "29.0.0,   52, 44, 44", // Docker 29 refuses what is older
    "40.0.0,   70, 60, 60", // none that docker-java knows: the oldest that the engine has
  })
  void engineIsAskedInAVersionThatBothSpeak(String version, int newest, int oldest, int used)
      throws Exception {
    start(version, newest, oldest);

    try (DockerDaemon daemon = DockerDaemon.connect()) {
      assertThat(daemon.version()).isEqualTo(version);
      assertThat(daemon.imageId("shop/web:1.4")).contains("sha256:abc");
    }

    assertThat(asked).containsExactly("/version", "/v1." + used + "/images/shop/web:1.4/json");
  }

  @Test
  void engineThatRefusesTheVersionIsQuoted() throws Exception {
    start("20.10.24", 41, 12);
    try (DockerDaemon daemon = DockerDaemon.connect()) {
      engine.stop(0);
      int port = engine.getAddress().getPort();
      listen(port, "20.10.24", 40, 12);
      assertThatThrownBy(() -> daemon.imageId("shop/web:1.4"))
          .hasMessageStartingWith("The Docker engine could not inspect the image 'shop/web:1.4': ")
          .hasMessageContaining("Maximum supported API version is 1.40");
    }
  }

  @Test
  void engineThatRefusesToAttachSaysWhyAtOnce() throws Exception {
    start("4.3.1", 41, 24);
    Launch launch = Docker.untraced(folder, BusyBox.image("{'Cmd':['id']}"), List.of());
    Path log = launch.directory().resolve("container.log");
    SensorStream stream = new SensorStream(Files.newOutputStream(log), "nonce");

    try (DockerDaemon daemon = DockerDaemon.connect();
        DockerContainer container =
            new DockerContainer(daemon, "abc", launch, Tracing.NONE, log, stream, gone -> {})) {
      assertThatThrownBy(container::start)
          .isInstanceOf(StartException.class)
          .hasMessageContaining(": the app has no right to its limits. Correct its entrypoint, ");
    }

    assertThat(asked)
        .containsExactly("/version", "/v1.41/containers/abc/attach", "/v1.41/containers/abc");
  }

  private void start(String version, int newest, int oldest) throws IOException {
    listen(0, version, newest, oldest);
    System.setProperty("DOCKER_HOST", "tcp://127.0.0.1:" + engine.getAddress().getPort());
  }

  private void listen(int port, String version, int newest, int oldest) throws IOException {
    engine = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    engine.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          asked.add(path);
          Matcher matcher = VERSIONED.matcher(path);
          int api = matcher.matches() ? Integer.parseInt(matcher.group(1)) : newest;
          if (api < oldest) {
            answer(exchange, 400, refusal("old. Minimum supported API version is 1." + oldest));
          } else if (api > newest) {
            answer(exchange, 400, refusal("new. Maximum supported API version is 1." + newest));
          } else if (path.endsWith("/version")) {
            String text =
                "{\"Version\":\"%s\",\"ApiVersion\":\"1.%d\",\"MinAPIVersion\":\"1.%d\",\"Arch\":\"amd64\"}";
            answer(exchange, 200, text.formatted(version, newest, oldest));
          } else if (path.endsWith("/attach")) {
            answer(exchange, 409, "{\"message\":\"the app has no right to its limits\"}");
          } else {
            answer(exchange, 200, "{\"Id\":\"sha256:abc\"}");
          }
        });
    engine.start();
  }

  private static String refusal(String why) {
    return "{\"message\":\"client version is too " + why + "\"}";
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
