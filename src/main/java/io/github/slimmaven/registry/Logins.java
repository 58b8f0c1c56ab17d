package io.github.slimmaven.registry;

import com.google.cloud.tools.jib.api.CredentialRetriever;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import com.google.cloud.tools.jib.registry.credentials.CredentialRetrievalException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the credentials for an image, in the order that Maven users expect: what they wrote beside
 * the image, the Maven settings, the files and helpers of Docker and Podman; else anonymous.
 */
final class Logins {
  private final RegistryAccess access;

  Logins(RegistryAccess access) {
    this.access = access;
  }

  /**
   * @return empty for anonymous access
   * @throws RegistryException if a credential helper fails
   */
  Optional<Login> find(ImageReference image) throws RegistryException {
    String host = image.getRegistry();
    Optional<Credential> auth = access.auths().apply(host);
    if (auth.isPresent()) {
      return auth.map(c -> new Login(c, "the auth for '" + host + "' in the pom"));
    }
    Optional<Credential> server = access.servers().apply(host);
    if (server.isPresent()) {
      return server.map(c -> new Login(c, "server '" + host + "' of the Maven settings"));
    }
    CredentialRetrieverFactory retrievers =
        CredentialRetrieverFactory.forImage(image, event -> {}, access.environment());
    for (Path file : files()) {
      if (Files.isRegularFile(file)) {
        boolean legacy = file.getFileName().toString().equals(".dockercfg");
        Optional<Login> login =
            retrieve(
                legacy ? retrievers.legacyDockerConfig(file) : retrievers.dockerConfig(file),
                host,
                "'" + file + "'");
        if (login.isPresent()) {
          return login;
        }
      }
    }
    Optional<Login> helper =
        retrieve(
            retrievers.wellKnownCredentialHelpers(), host, "the credential helper of the registry");
    return helper.isPresent()
        ? helper
        : retrieve(
            retrievers.googleApplicationDefaultCredentials(),
            host,
            "Google's application default credentials");
  }

  /** Podman's and Docker's files; containers-auth.json(5), and the docker CLI's reference. */
  private Set<Path> files() {
    Set<Path> files = new LinkedHashSet<>();
    under("REGISTRY_AUTH_FILE").ifPresent(files::add);
    under("XDG_RUNTIME_DIR").ifPresent(dir -> files.add(dir.resolve("containers/auth.json")));
    under("XDG_CONFIG_HOME").ifPresent(dir -> files.add(dir.resolve("containers/auth.json")));
    files.add(access.home().resolve(".config/containers/auth.json"));
    Path docker = under("DOCKER_CONFIG").orElse(access.home().resolve(".docker"));
    files.add(docker.resolve("config.json"));
    files.add(docker.resolve(".dockerconfigjson"));
    files.add(docker.resolve(".dockercfg"));
    files.add(access.home().resolve(".dockercfg"));
    return files;
  }

  private Optional<Path> under(String variable) {
    return Optional.ofNullable(access.environment().get(variable))
        .filter(value -> !value.isEmpty())
        .map(Path::of);
  }

  private static Optional<Login> retrieve(CredentialRetriever retriever, String host, String source)
      throws RegistryException {
    try {
      return retriever
          .retrieve()
          .map(c -> new Login(new Credential(c.getUsername(), c.getPassword()), source));
    } catch (CredentialRetrievalException e) {
      throw new RegistryException(
          "The credentials for registry '"
              + host
              + "' could not be had from "
              + source
              + ": "
              + Causes.of(e)
              + ". Log in again with 'docker login "
              + host
              + "', or give the credentials in the Maven settings.",
          e);
    }
  }
}
