package io.github.slimmaven.registry;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How registries are talked to.
 *
 * @param offline whether only what an earlier run pulled may be used
 * @param allowInsecureRegistries whether plain HTTP and certificates that nobody vouches for are
 *     accepted beyond this machine
 * @param sendCredentialsOverHttp whether credentials go over plain HTTP beyond this machine
 * @param auths finds the credentials for a registry's host ({@code host} or {@code host:port}) in
 *     the pom
 * @param servers the same in the Maven settings; asked if the pom has none
 * @param environment environment variables: where Docker's and Podman's files are, and what
 *     credential helpers see
 * @param home the user's home, for the same files
 */
public record RegistryAccess(
    boolean offline,
    boolean allowInsecureRegistries,
    boolean sendCredentialsOverHttp,
    Function<String, Optional<Credential>> auths,
    Function<String, Optional<Credential>> servers,
    Map<String, String> environment,
    Path home) {

  public RegistryAccess {
    environment = Map.copyOf(environment);
  }

  /** Secure, online, with what this user's own files say. */
  public static RegistryAccess ofThisUser() {
    return new RegistryAccess(
        false,
        false,
        false,
        host -> Optional.empty(),
        host -> Optional.empty(),
        System.getenv(),
        Path.of(System.getProperty("user.home")));
  }

  /** Shows nothing of the environment, which may hold secrets. */
  @Override
  public String toString() {
    return "RegistryAccess[offline="
        + offline
        + ", allowInsecureRegistries="
        + allowInsecureRegistries
        + "]";
  }
}
