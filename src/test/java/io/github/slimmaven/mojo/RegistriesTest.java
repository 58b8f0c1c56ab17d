package io.github.slimmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.registry.Credential;
import io.github.slimmaven.registry.RegistryAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import javax.inject.Inject;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sonatype.plexus.components.cipher.DefaultPlexusCipher;

@MojoTest
class RegistriesTest {
  private static final String HOST = "registry.example.com:5000";

  /** Where plexus-sec-dispatcher is told of the file with the master password. */
  private static final String SECURITY = "settings.security";

  @Inject SettingsDecrypter decrypter;

  @TempDir Path temp;

  @Test
  void encryptedServerOfTheSettingsIsDecrypted() throws Exception {
    DefaultPlexusCipher cipher = new DefaultPlexusCipher();
    Path security =
        Files.writeString(
            temp.resolve("settings-security.xml"),
            "<settingsSecurity><master>"
                + cipher.encryptAndDecorate("master", SECURITY)
                + "</master></settingsSecurity>");
    System.setProperty(SECURITY, security.toString());
    try {
      RegistryAccess access = access(server("ann", cipher.encryptAndDecorate("secret", "master")));

      assertThat(access.servers().apply(HOST)).contains(new Credential("ann", "secret"));
      assertThat(access.servers().apply("another.example.com")).isEmpty();
      assertThat(access.toString() + access.servers().apply(HOST)).doesNotContain("secret");
    } finally {
      System.clearProperty(SECURITY);
    }
  }

  @Test
  void plainServerOfTheSettingsIsTakenAsItIs() {
    assertThat(access(server("ann", "plain")).servers().apply(HOST))
        .contains(new Credential("ann", "plain"));
  }

  @Test
  void serverWithoutNameIsNoCredential() {
    assertThat(access(server(null, null)).servers().apply(HOST)).isEmpty();
  }

  @Test
  void textOfTheAccessShowsNothingOfTheEnvironment() {
    assertThat(access(server("ann", "plain")).toString())
        .isEqualTo("RegistryAccess[offline=false, allowInsecureRegistries=false]");
  }

  private RegistryAccess access(Server server) {
    MavenSession session = Sessions.of(Sessions.project(temp), new Properties(), List.of(server));
    return new Registries(session, decrypter, List.of()).access(false);
  }

  private static Server server(String username, String password) {
    Server server = new Server();
    server.setId(HOST);
    server.setUsername(username);
    server.setPassword(password);
    return server;
  }
}
