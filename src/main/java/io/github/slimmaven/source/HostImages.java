package io.github.slimmaven.source;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.image.AtomicFile;
import io.github.slimmaven.image.Blob;
import io.github.slimmaven.image.Descriptor;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageConfig;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.LayerStore;
import io.github.slimmaven.image.LayerWriter;
import io.github.slimmaven.image.Platform;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Base images made of this machine's Java runtime, {@code host://}. One is made once for each state
 * of the files that it holds (path, size, time), and kept in the cache.
 */
final class HostImages {
  /** Raised when the same files would give other layers. */
  private static final String FORMAT = "1";

  /** A second after the epoch, as Jib has it: some tools take zero for unknown. */
  private static final long MTIME = 1;

  private static final String LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar";
  private static final String CONFIG = "config.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LayerStore store;
  private final Path directory;

  /**
   * @param cache the images go below {@code host} in it
   */
  HostImages(LayerStore store, Path cache) {
    this.store = store;
    this.directory = cache.resolve("host");
  }

  /**
   * @param defaultHome used if the reference names no home
   * @throws SourceException if this is no Linux, or there is no Java runtime
   */
  Image open(ImageReference.Host reference, String defaultHome) throws IOException {
    String home = reference.javaHome().isEmpty() ? defaultHome : reference.javaHome();
    HostRuntime runtime = HostRuntime.of(Path.of("/"), home, System.getProperty("os.name", ""));
    String architecture = Platform.architecture();
    Path image = directory.resolve(fingerprint(runtime, architecture));
    Optional<Image> known = read(reference, image);
    if (known.isPresent()) {
      return known.get();
    }
    Files.createDirectories(image);
    ObjectNode config = runtime.config(architecture).json();
    ArrayNode history = config.putArray("history");
    ArrayNode diffIds = config.putObject("rootfs").put("type", "layers").putArray("diff_ids");
    for (Part part : parts(runtime)) {
      diffIds.add(write(part.files(), part.tar(image)).toString());
      history
          .addObject()
          .put("created", "1970-01-01T00:00:00Z")
          .put("created_by", "slim-maven-plugin host:// " + part.name());
    }
    byte[] json = JSON.writeValueAsBytes(config);
    AtomicFile.write(image.resolve(CONFIG), file -> Files.write(file, json));
    return read(reference, image)
        .orElseThrow(
            () ->
                new SourceException(
                    "The base image '"
                        + image
                        + "' vanished while it was made. Do not clean the cache during a build;"
                        + " run the build again."));
  }

  private record Part(String name, SortedMap<String, HostFile> files) {
    Path tar(Path image) {
      return image.resolve(name + ".tar");
    }
  }

  private static List<Part> parts(HostRuntime runtime) {
    return List.of(new Part("system", runtime.system()), new Part("jdk", runtime.jdk()));
  }

  private Optional<Image> read(ImageReference.Host reference, Path image) throws IOException {
    byte[] json;
    try {
      json = Files.readAllBytes(image.resolve(CONFIG));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (!(JSON.readTree(json) instanceof ObjectNode object)) {
      return Optional.empty();
    }
    ImageConfig config = new ImageConfig(object);
    List<Layer> layers = new ArrayList<>();
    for (String part : List.of("system", "jdk")) {
      Path tar = image.resolve(part + ".tar");
      if (!Files.isRegularFile(tar) || layers.size() >= config.diffIds().size()) {
        return Optional.empty();
      }
      Digest diffId = config.diffIds().get(layers.size());
      Descriptor plain = new Descriptor(LAYER_TYPE, diffId, Files.size(tar));
      layers.add(store.layer(diffId, Blob.of(plain, tar)));
    }
    // The cache drops what was unused for longest. Layers keep their times: they are verified
    // anew when they change.
    Files.setLastModifiedTime(image.resolve(CONFIG), FileTime.from(Instant.now()));
    return Optional.of(new Image(reference.toString(), Digest.ofContent(json), config, layers));
  }

  private static Digest write(SortedMap<String, HostFile> files, Path tar) throws IOException {
    Digest[] diffId = new Digest[1];
    AtomicFile.write(
        tar,
        part -> {
          try (LayerWriter layer = LayerWriter.create(part)) {
            for (Map.Entry<String, HostFile> file : files.entrySet()) {
              add(layer, file.getKey(), file.getValue());
            }
            diffId[0] = layer.finish(true).diffId();
          }
        });
    return diffId[0];
  }

  private static void add(LayerWriter layer, String path, HostFile file) throws IOException {
    if (file instanceof HostFile.Directory directory) {
      layer.directory(path, directory.mode(), directory.owner(), directory.owner(), MTIME);
    } else if (file instanceof HostFile.Link link) {
      layer.symlink(path, link.target(), 0, 0, MTIME);
    } else if (file instanceof HostFile.Copy copy) {
      try (InputStream in = Files.newInputStream(copy.source())) {
        layer.file(path, copy.mode(), 0, 0, MTIME, copy.size(), in);
      }
    } else if (file instanceof HostFile.Text text) {
      byte[] content = text.content().getBytes(StandardCharsets.UTF_8);
      layer.file(path, 0644, 0, 0, MTIME, content.length, new ByteArrayInputStream(content));
    }
  }

  private static String fingerprint(HostRuntime runtime, String architecture) {
    StringBuilder text = new StringBuilder(FORMAT + "\n" + architecture + "\n");
    text.append(runtime.javaHome()).append('\n');
    for (Part part : parts(runtime)) {
      part.files()
          .forEach(
              (path, file) ->
                  text.append(path).append('\0').append(file.fingerprint()).append('\n'));
    }
    return Digest.ofContent(text.toString().getBytes(StandardCharsets.UTF_8)).hex();
  }
}
