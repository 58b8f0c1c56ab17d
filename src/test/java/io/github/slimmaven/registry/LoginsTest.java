package io.github.slimmaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.tools.jib.api.ImageReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginsTest {
  private static final Credential GIVEN = new Credential("given", "g");
  private static final Credential SERVER = new Credential("server", "s");

  @TempDir Path home;

  @Test
  void givenAuthWinsOverAll() throws Exception {
    dockerConfig("docker", "d");

    assertThat(find(Optional.of(GIVEN), Optional.of(SERVER)))
        .contains(new Login(GIVEN, "the auth for 'reg.example:5000' in the pom"));
  }

  @Test
  void mavenServerWinsOverDockerConfig() throws Exception {
    dockerConfig("docker", "d");

    assertThat(find(Optional.empty(), Optional.of(SERVER)))
        .contains(new Login(SERVER, "server 'reg.example:5000' of the Maven settings"));
  }

  @Test
  void dockerConfigIsRead() throws Exception {
    Path file = dockerConfig("docker", "d");

    assertThat(find(Optional.empty(), Optional.empty()))
        .contains(new Login(new Credential("docker", "d"), "'" + file + "'"));
  }

  @Test
  void nothingFoundMeansAnonymous() throws Exception {
    assertThat(find(Optional.empty(), Optional.empty())).isEmpty();
  }

  @Test
  void passwordIsNeverPartOfTheText() {
    assertThat(new Login(new Credential("ann", "hush"), "somewhere").toString())
        .contains("ann")
        .doesNotContain("hush");
    assertThat(access(Optional.of(new Credential("ann", "hush")), Optional.empty(), Map.of()))
        .asString()
        .doesNotContain("hush");
  }

  private Optional<Login> find(Optional<Credential> given, Optional<Credential> server)
      throws Exception {
    return new Logins(access(given, server, Map.of()))
        .find(ImageReference.parse("reg.example:5000/app:1"));
  }

  private RegistryAccess access(
      Optional<Credential> given, Optional<Credential> server, Map<String, String> environment) {
    return new RegistryAccess(
        false,
        false,
        false,
        host -> given.filter(g -> host.equals("reg.example:5000")),
        host -> server.filter(s -> host.equals("reg.example:5000")),
        environment,
        home);
  }

  private Path dockerConfig(String user, String password) throws IOException {
    Path file = home.resolve(".docker/config.json");
    Files.createDirectories(file.getParent());
    String auth =
        Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    Files.writeString(file, "{\"auths\":{\"reg.example:5000\":{\"auth\":\"" + auth + "\"}}}");
    return file;
  }

  @Test
  void secretInALibrarysMessageIsLeftOut() {
    assertThatThrownBy(
            () -> {
              throw new RegistryFaults(
                      ImageReference.parse("reg.example/app"),
                      Optional.of(new Login(new Credential("ann", "hush"), "'x'")),
                      false)
                  .of("log in", new IOException("token refresh_token=hush"));
            })
        .hasMessageContaining("Registry 'reg.example'")
        .hasMessageContaining("its answer was not understood")
        .hasNoCause();
  }
}
