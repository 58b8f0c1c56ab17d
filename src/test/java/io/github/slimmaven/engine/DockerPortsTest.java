package io.github.slimmaven.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DockerPortsTest {
  @Test
  void localEnginesPublishOnLoopback() throws Exception {
    assertThat(DockerPorts.address("unix", null).getHostAddress()).isEqualTo("127.0.0.1");
    assertThat(DockerPorts.address("npipe", null).getHostAddress()).isEqualTo("127.0.0.1");
    assertThat(DockerPorts.address("tcp", "localhost").getHostAddress()).isEqualTo("127.0.0.1");
    assertThat(DockerPorts.address("tcp", "[::1]").getHostAddress()).isEqualTo("127.0.0.1");
  }

  @Test
  void remoteEnginePublishesOnTheAddressThatReachesIt() throws Exception {
    assertThat(DockerPorts.address("tcp", "192.0.2.7").getHostAddress()).isEqualTo("192.0.2.7");
  }

  @Test
  void unknownHostIsNamed() {
    assertThatThrownBy(() -> DockerPorts.address("tcp", "no-such-host.invalid"))
        .isInstanceOf(EngineException.class)
        .hasMessage(
            "The host 'no-such-host.invalid' of the Docker engine is unknown. Correct DOCKER_HOST.");
  }

  @Test
  void wantOfPortsIsToldFromOtherReasons() {
    assertThat(DockerPorts.isReason("Error starting userland proxy: all ports are allocated"))
        .isTrue();
    assertThat(DockerPorts.isReason("Bind for 127.0.0.1:20000 failed: port is already allocated"))
        .isTrue();
    assertThat(DockerPorts.isReason("exec: \"/nothing\": no such file or directory")).isFalse();
  }
}
