package io.github.slimmaven.mojo;

import io.github.slimmaven.registry.RegistryAccess;
import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/** What the goals have in common that open images: how registries are reached. */
abstract class RegistryMojo extends AbstractSlimMojo {
  /**
   * Credentials for registries, in the pom only: each {@code <auth>} has {@code registry} (host and
   * port), {@code username} and {@code password}. Passwords are better kept as {@code <server>} in
   * settings.xml, with the registry's host as its id.
   *
   * @since 0.1.0
   */
  @Parameter List<AuthParameter> auths = List.of();

  /**
   * Allows registries that speak plain HTTP or show a certificate that nobody vouches for. A
   * registry on this machine needs no permission.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.allowInsecureRegistries", defaultValue = "false")
  boolean allowInsecureRegistries;

  private final SettingsDecrypter decrypter;

  RegistryMojo(SettingsDecrypter decrypter) {
    this.decrypter = decrypter;
  }

  final RegistryAccess registries() {
    return new Registries(session, decrypter, auths).access(allowInsecureRegistries);
  }
}
