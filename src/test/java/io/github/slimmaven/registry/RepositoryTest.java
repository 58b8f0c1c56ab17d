package io.github.slimmaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.tools.jib.api.ImageReference;
import io.github.slimmaven.image.Descriptor;
import io.github.slimmaven.image.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryTest {
  @TempDir Path temp;

  @Test
  void pushedManifestKeepsEveryByteAndBlobsComeBackWhole() throws Exception {
    try (RunningRegistry registry = RunningRegistry.start(temp, false);
        Repository repository = open(registry.host() + "/team/app:1", Optional.empty(), true)) {
      Path config = Files.writeString(temp.resolve("config"), "{\"os\" : \"linux\"}");
      Descriptor blob = descriptor(config);
      byte[] manifest =
          ("{ \"schemaVersion\": 2,\n\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
                  + "\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\","
                  + "\"digest\":\""
                  + blob.digest()
                  + "\",\"size\":"
                  + blob.size()
                  + "},\"layers\":[],  \"annotations\":{\"ünusual\":\"\\u00e9\"}}")
              .getBytes(StandardCharsets.UTF_8);

      repository.push(blob, config);
      repository.push(blob, config);
      repository.pushManifest(manifest, "application/vnd.oci.image.manifest.v1+json", "1");

      Repository.Manifest back = repository.manifest("1");
      assertThat(back.digest()).isEqualTo(digest(manifest));
      assertThat(back.json().path("config").path("digest").asText())
          .isEqualTo(blob.digest().toString());
      Path pulled = temp.resolve("pulled");
      repository.pull(blob, pulled);
      assertThat(pulled).hasSameBinaryContentAs(config);
    }
  }

  @Test
  void wrongPasswordNamesRegistryUserAndSourceButNoSecret() throws Exception {
    try (RunningRegistry registry = RunningRegistry.start(temp, true)) {
      assertThatThrownBy(
              () -> {
                try (Repository repository =
                    open(
                        registry.host() + "/app:1",
                        Optional.of(new Credential(RunningRegistry.USER, "wrong-one")),
                        false)) {
                  repository.manifest("1");
                }
              })
          .isInstanceOf(RegistryException.class)
          .hasMessage(
              "Registry '%s' refuses pulling '%s/app:1' with the credentials of user 'ann' from"
                      .formatted(registry.host(), registry.host())
                  + " the auth for '%s' in the pom. Correct them there, or ask for access to the"
                      .formatted(registry.host())
                  + " repository.")
          .satisfies(
              e -> {
                for (Throwable at = e; at != null; at = at.getCause()) {
                  assertThat(at.toString()).doesNotContain("wrong-one");
                }
              });
    }
  }

  @Test
  void missingCredentialsNameTheSettings() throws Exception {
    try (RunningRegistry registry = RunningRegistry.start(temp, true)) {
      assertThatThrownBy(
              () -> {
                try (Repository repository =
                    open(registry.host() + "/app:1", Optional.empty(), true)) {
                  repository.push(
                      descriptor(Files.writeString(temp.resolve("b"), "b")), temp.resolve("b"));
                }
              })
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("refuses pushing")
          .hasMessageContaining("without credentials. Add a server '" + registry.host() + "'");
    }
  }

  @Test
  void rightPasswordOpensTheRegistry() throws Exception {
    try (RunningRegistry registry = RunningRegistry.start(temp, true);
        Repository repository =
            open(
                registry.host() + "/app:1",
                Optional.of(new Credential(RunningRegistry.USER, RunningRegistry.PASSWORD)),
                true)) {
      Path file = Files.writeString(temp.resolve("b"), "content");
      repository.push(descriptor(file), file);
      repository.pull(descriptor(file), temp.resolve("back"));

      assertThat(temp.resolve("back")).hasContent("content");
    }
  }

  @Test
  void unknownTagIsNamed() throws Exception {
    try (RunningRegistry registry = RunningRegistry.start(temp, false);
        Repository repository = open(registry.host() + "/app:nope", Optional.empty(), false)) {
      assertThatThrownBy(() -> repository.manifest("nope"))
          .isInstanceOf(RegistryException.class)
          .isInstanceOf(NoSuchImageException.class)
          .hasMessageContaining("has no '" + registry.host() + "/app:nope'")
          .hasMessageEndingWith("a private image may need credentials.");
    }
  }

  static Descriptor descriptor(Path file) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    return new Descriptor("application/octet-stream", digest(bytes), bytes.length);
  }

  static Digest digest(byte[] bytes) throws Exception {
    return new Digest(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
  }

  private Repository open(String image, Optional<Credential> auth, boolean push) throws Exception {
    return Repository.open(ImageReference.parse(image), access(auth, temp), push);
  }

  static RegistryAccess access(Optional<Credential> auth, Path home) {
    return new RegistryAccess(
        false, false, false, host -> auth, host -> Optional.empty(), Map.of(), home);
  }
}
