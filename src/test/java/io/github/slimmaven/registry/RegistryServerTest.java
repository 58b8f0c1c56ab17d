package io.github.slimmaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryServerTest {
  @Test
  void plainHttpOnThisMachineIsFound() throws Exception {
    HttpServer server = answering(401);
    try {
      assertThat(server("localhost:" + server.getAddress().getPort()).probe(false))
          .isEqualTo(Transport.HTTP);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void closedPortFailsAtOnceNamingHostAndNextStep() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    Instant start = Instant.now();

    assertThatThrownBy(() -> server("localhost:" + port).probe(false))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("Registry 'localhost:" + port + "' cannot be reached: Connection")
        .hasMessageEndingWith("Check its name, that it runs, and the network or proxy in between.");
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void portThatNeverAnswersFailsWithinSeconds() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Instant start = Instant.now();

      assertThatThrownBy(() -> server("localhost:" + silent.getLocalPort()).probe(false))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("did not answer within 0.4 seconds");
      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void plainHttpElsewhereIsRefusedUnlessAllowed() throws Exception {
    HttpServer server = answering(200);
    try {
      // This machine, by a name that does not say so.
      RegistryServer other = server("0.0.0.0:" + server.getAddress().getPort());

      assertThatThrownBy(() -> other.probe(false))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("speaks plain HTTP only")
          .hasMessageContaining("set 'allowInsecureRegistries'");
      assertThat(other.probe(true)).isEqualTo(Transport.HTTP);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void unknownHostIsNamed() {
    assertThatThrownBy(() -> server("registry.invalid").probe(true))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("Registry 'registry.invalid' is unknown");
  }

  @ParameterizedTest
  @CsvSource({
    "localhost,true",
    "localhost:5000,true",
    "127.0.0.1:5000,true",
    "127.1.2.3,true",
    "registry.example,false",
    "localhost.example:5000,false",
    "127.0.0.1.example,false",
    "10.0.0.1,false"
  })
  void loopbackIsToldByName(String host, boolean loopback) {
    assertThat(server(host).isLoopback()).isEqualTo(loopback);
  }

  private static RegistryServer server(String host) {
    return new RegistryServer(host, Duration.ofMillis(400));
  }

  private static HttpServer answering(int status) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("0.0.0.0", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    return server;
  }
}
