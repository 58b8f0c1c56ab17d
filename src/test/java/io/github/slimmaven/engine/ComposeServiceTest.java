package io.github.slimmaven.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.image.Port;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code config} prints, of docker-compose 1.29 and of docker compose 2. */
class ComposeServiceTest {
  private static final Path FILE = Path.of("compose.yaml");

  @Test
  void theFormOfVersionOneIsUnderstood() throws IOException {
    ComposeService web =
        ComposeService.parse(
            FILE,
            "web",
            """
            services:
              db:
                image: postgres:17
              web:
                command: serve --title "two words" it\\ 's'
                depends_on:
                  db:
                    condition: service_healthy
                entrypoint:
                - sh
                - -c $$0
                environment:
                  EMPTY: null
                  PASSWORD: pa$$word
                image: shop/web:1.4
                networks:
                  back: null
                  default:
                    aliases:
                    - www
                ports:
                - published: 8080
                  target: 80
                - 127.0.0.1:9000:53/udp
                user: '999'
                volumes:
                - data:/var/lib/web:rw
                - /srv/x:/y:ro
                - /anonymous
                working_dir: /x
            version: '3.9'
            """);

    assertThat(web.image()).contains("shop/web:1.4");
    assertThat(web.entrypoint()).contains(List.of("sh", "-c $0"));
    assertThat(web.args()).contains(List.of("serve", "--title", "two words", "it s"));
    assertThat(web.env()).containsExactly("EMPTY", "PASSWORD=pa$word");
    assertThat(web.user()).contains("999");
    assertThat(web.ports()).containsExactly(Port.of("80"), Port.of("53/udp"));
    assertThat(web.networks()).isEqualTo(Map.of("back", List.of(), "default", List.of("www")));
    assertThat(web.volumes()).containsExactly("data:/var/lib/web", "/srv/x:/y:ro");
    assertThat(web.dependencies()).containsExactly("db");
    assertThat(web.leftOut()).containsExactly("working_dir");
  }

  @Test
  void theFormOfVersionTwoIsUnderstood() throws IOException {
    ComposeService web =
        ComposeService.parse(
            FILE,
            "web",
            """
            name: shop
            services:
              web:
                command: null
                build:
                  context: /srv
                networks:
                  default: null
                ports:
                  - mode: ingress
                    target: 80
                    published: "8080"
                    protocol: tcp
                volumes:
                  - type: volume
                    source: data
                    target: /var/lib/web
                    volume: {}
                  - type: bind
                    source: /srv/x
                    target: /y
                    read_only: true
                  - type: tmpfs
                    target: /tmp
            """);

    assertThat(web.image()).isEmpty();
    assertThat(web.args()).isEmpty();
    assertThat(web.entrypoint()).isEmpty();
    assertThat(web.ports()).containsExactly(Port.of("80"));
    assertThat(web.volumes()).containsExactly("data:/var/lib/web", "/srv/x:/y:ro");
    assertThat(web.networks()).isEqualTo(Map.of("default", List.of()));
    assertThat(web.dependencies()).isEmpty();
    assertThat(web.leftOut()).isEmpty();
  }

  @Test
  void unknownServiceIsNamedWithThoseThatThereAre() {
    assertThatThrownBy(
            () -> ComposeService.parse(FILE, "app", "services: {db: {image: a}, web: {}}"))
        .isInstanceOf(EngineException.class)
        .hasMessage(
            "The Compose file 'compose.yaml' has no service 'app': it has 'db', 'web'. Correct"
                + " <service> in <compose>.");
  }

  @Test
  void missingFileIsNamed() {
    assertThatThrownBy(() -> ComposeService.read(Path.of("/nowhere/compose.yaml"), "app"))
        .hasMessage(
            "There is no Compose file '/nowhere/compose.yaml'. Correct <file> in <compose>.");
  }
}
