package io.github.slimmaven.mojo;

import io.github.slimmaven.registry.Credential;
import io.github.slimmaven.registry.RegistryAccess;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * How registries are reached: the pom's {@code auths} first, then the {@code servers} of
 * settings.xml, decrypted; then what Docker knows.
 */
final class Registries {
  private final MavenSession session;
  private final SettingsDecrypter decrypter;
  private final List<AuthParameter> auths;

  Registries(MavenSession session, SettingsDecrypter decrypter, List<AuthParameter> auths) {
    this.session = session;
    this.decrypter = decrypter;
    this.auths = auths;
    for (AuthParameter auth : auths) {
      if (auth.registry == null || auth.username == null || auth.password == null) {
        throw new IllegalArgumentException(
            "the <auth> for registry '"
                + auth.registry
                + "' is not complete: give 'registry', 'username' and 'password'");
      }
    }
  }

  RegistryAccess access(boolean allowInsecure) {
    return new RegistryAccess(
        session.isOffline(),
        allowInsecure,
        false,
        this::auth,
        this::server,
        System.getenv(),
        Path.of(System.getProperty("user.home")));
  }

  private Optional<Credential> auth(String host) {
    return auths.stream()
        .filter(auth -> auth.registry.equals(host))
        .map(auth -> new Credential(auth.username, auth.password))
        .findFirst();
  }

  private Optional<Credential> server(String host) {
    Server server = session.getSettings().getServer(host);
    if (server == null || server.getUsername() == null) {
      return Optional.empty();
    }
    Server decrypted = decrypter.decrypt(new DefaultSettingsDecryptionRequest(server)).getServer();
    return Optional.of(new Credential(decrypted.getUsername(), decrypted.getPassword()));
  }
}
