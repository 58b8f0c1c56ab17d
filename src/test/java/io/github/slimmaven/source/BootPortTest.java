package io.github.slimmaven.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.image.Port;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootPortTest {
  private static final String CLASSES = "BOOT-INF/classes/";
  private static final String TOMCAT = "BOOT-INF/lib/tomcat-embed-core-10.1.55.jar";

  @TempDir Path temp;

  private Optional<Port> port(Map<String, String> environment, String... namesAndTexts)
      throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      entries.put(namesAndTexts[i], namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    Path file = Fixtures.jar(temp.resolve("app.jar"), Map.of(), entries);
    try (JarFile jar = new JarFile(file.toFile())) {
      return BootPort.of(jar, CLASSES, environment);
    }
  }

  @Test
  void withoutAnEmbeddedServerThereIsNoPort() throws IOException {
    assertThat(port(Map.of(), CLASSES + "application.properties", "server.port=81")).isEmpty();
  }

  @Test
  void serverThatNothingConfiguresServesTheDefault() throws IOException {
    assertThat(port(Map.of(), TOMCAT, "")).contains(new Port(8080, "tcp"));
  }

  @Test
  void propertiesAndYamlSetThePort() throws IOException {
    assertThat(port(Map.of(), TOMCAT, "", CLASSES + "application.properties", "server.port = 81\n"))
        .contains(new Port(81, "tcp"));
    assertThat(
            port(
                Map.of(),
                TOMCAT,
                "",
                CLASSES + "application.yml",
                "spring:\n  port: 1\nserver:\n  ssl:\n    enabled: false\n\n  port: 82\n"))
        .contains(new Port(82, "tcp"));
    assertThat(port(Map.of(), TOMCAT, "", CLASSES + "application.yaml", "server.port: 83\n"))
        .contains(new Port(83, "tcp"));
  }

  @Test
  void environmentWinsOverTheFiles() throws IOException {
    assertThat(
            port(
                Map.of("SERVER_PORT", "84"),
                TOMCAT,
                "",
                CLASSES + "application.properties",
                "server.port=81"))
        .contains(new Port(84, "tcp"));
  }

  @Test
  void portThatIsOnlyKnownAtStartIsNotDeclared() throws IOException {
    for (String value : new String[] {"0", "${PORT}", "99999"}) {
      assertThat(
              port(
                  Map.of(), TOMCAT, "", CLASSES + "application.properties", "server.port=" + value))
          .isEmpty();
    }
  }
}
