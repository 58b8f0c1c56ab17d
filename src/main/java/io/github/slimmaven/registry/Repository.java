package io.github.slimmaven.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.event.EventHandlers;
import com.google.cloud.tools.jib.image.json.ManifestTemplate;
import com.google.cloud.tools.jib.json.JsonTemplateMapper;
import com.google.cloud.tools.jib.registry.ManifestAndDigest;
import com.google.cloud.tools.jib.registry.RegistryClient;
import io.github.slimmaven.image.Descriptor;
import io.github.slimmaven.image.Digest;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestException;
import java.util.Optional;

/**
 * One repository of a registry, logged in. The only user of Jib's registry client. Thread-safe;
 * closing it ends what is under way.
 */
final class Repository implements Closeable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A manifest or an index.
   *
   * @param digest of its bytes in the registry
   */
  record Manifest(JsonNode json, Digest digest) {}

  /** Work in which Jib or the network may fail. */
  private interface Action<T> {
    T run() throws IOException, com.google.cloud.tools.jib.api.RegistryException;
  }

  private final RegistryClient client;
  private final RegistryHttp http;
  private final RegistryFaults faults;

  private Repository(RegistryClient client, RegistryHttp http, RegistryFaults faults) {
    this.client = client;
    this.http = http;
    this.faults = faults;
  }

  /**
   * Probes the registry and logs in.
   *
   * @param push whether it will also be written to
   */
  static Repository open(ImageReference image, RegistryAccess access, boolean push)
      throws IOException {
    RegistryServer server = RegistryServer.of(image.getRegistry());
    Transport transport = server.probe(access.allowInsecureRegistries());
    Optional<Login> login = new Logins(access).find(image);
    RegistryHttp http =
        new RegistryHttp(
            server.host(), transport, server.isLoopback() || access.sendCredentialsOverHttp());
    RegistryClient.Factory factory =
        RegistryClient.factory(EventHandlers.NONE, server.host(), image.getRepository(), http)
            .setUserAgent("slim-maven-plugin");
    login.ifPresent(
        l ->
            factory.setCredential(
                com.google.cloud.tools.jib.api.Credential.from(
                    l.credential().username(), l.credential().password())));
    Repository repository =
        new Repository(factory.newRegistryClient(), http, new RegistryFaults(image, login, push));
    try {
      repository.logIn(login, push);
      return repository;
    } catch (IOException | RuntimeException e) {
      repository.close();
      throw e;
    }
  }

  private void logIn(Optional<Login> login, boolean push) throws IOException {
    boolean bearer =
        attempt("log in", () -> push ? client.doPushBearerAuth() : client.doPullBearerAuth());
    boolean refreshToken =
        login
            .map(l -> l.credential().username())
            .filter(com.google.cloud.tools.jib.api.Credential.OAUTH2_TOKEN_USER_NAME::equals)
            .isPresent();
    if (!bearer && login.isPresent() && !refreshToken) {
      client.configureBasicAuth();
    }
  }

  /**
   * @param qualifier a tag or {@code sha256:<hex>}
   */
  Manifest manifest(String qualifier) throws IOException {
    return attempt(
        "pull the manifest",
        () -> {
          ManifestAndDigest<ManifestTemplate> pulled = client.pullManifest(qualifier);
          return new Manifest(
              JSON.readTree(JsonTemplateMapper.toByteArray(pulled.getManifest())),
              new Digest(pulled.getDigest().getHash()));
        });
  }

  /**
   * Streams a blob into a file; the digest is checked, and no byte more than announced is taken.
   */
  void pull(Descriptor blob, Path file) throws IOException {
    attempt(
        "pull the blob " + blob.digest(),
        () -> {
          try (OutputStream out = new Bounded(Files.newOutputStream(file), blob.size())) {
            client.pullBlob(jib(blob.digest()), size -> {}, bytes -> {}).writeTo(out);
          }
          return file;
        });
  }

  /** Writes a blob that the registry does not have yet. */
  void push(Descriptor blob, Path file) throws IOException {
    attempt(
        "push the blob " + blob.digest(),
        () -> {
          if (client.checkBlob(jib(blob.digest())).isEmpty()) {
            client.pushBlob(jib(blob.digest()), new PatientBlob(file), null, bytes -> {});
          }
          return file;
        });
  }

  /** Writes these bytes as the manifest behind a tag or digest. */
  void pushManifest(byte[] json, String mediaType, String qualifier) throws IOException {
    attempt(
        "push the manifest",
        () -> client.pushManifest(new RawManifest(json, mediaType), qualifier));
  }

  @Override
  public void close() throws IOException {
    http.shutDown();
  }

  private <T> T attempt(String action, Action<T> work) throws IOException {
    try {
      return work.run();
    } catch (RegistryException e) {
      throw e;
    } catch (IOException | com.google.cloud.tools.jib.api.RegistryException e) {
      throw faults.of(action, e);
    }
  }

  private static DescriptorDigest jib(Digest digest) {
    try {
      return DescriptorDigest.fromHash(digest.hex());
    } catch (DigestException e) {
      throw new IllegalArgumentException("'" + digest + "' is no SHA-256", e);
    }
  }

  /** Refuses to grow beyond a size. */
  private static final class Bounded extends FilterOutputStream {
    private final long limit;
    private long written;

    Bounded(OutputStream out, long limit) {
      super(out);
      this.limit = limit;
    }

    @Override
    public void write(int b) throws IOException {
      count(1);
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      count(length);
      out.write(bytes, offset, length);
    }

    private void count(int more) throws IOException {
      written += more;
      if (written > limit) {
        throw new IOException("the blob is longer than the " + limit + " bytes of its descriptor");
      }
    }
  }
}
