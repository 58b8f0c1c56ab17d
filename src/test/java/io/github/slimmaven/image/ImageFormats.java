package io.github.slimmaven.image;

import io.airlift.compress.zstd.ZstdOutputStream;
import io.github.slimmaven.fuzz.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Layers, archives and layouts, for the fuzzer. */
public final class ImageFormats {
  /** Bytes of a layer or archive that are read: a bomb is refused here. */
  private static final LayerStore.Limits LIMITS = new LayerStore.Limits(8 << 20);

  private ImageFormats() {}

  /** All of this package. */
  public static List<Format> all(Path seeds) throws Exception {
    byte[] tar = tar(seeds.resolve("tar"));
    Path file = Files.write(seeds.resolve("layer.tar"), tar);
    Image image = Images.of(Images.layer(file));
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    DockerArchive.write(image, "a/b:1", archive);
    byte[] docker = archive.toByteArray();
    Path layout = seeds.resolve("layout");
    OciLayout.write(image, layout, new LayerStore(seeds.resolve("cache")));
    byte[] index = Files.readAllBytes(layout.resolve("index.json"));
    Digest manifest =
        Digest.of(Json.object(index, "index").path("manifests").path(0).path("digest").asText());
    byte[] manifestJson = Files.readAllBytes(layout.resolve(Blobs.name(manifest)));
    byte[] config = image.config().bytes();
    return List.of(
        Format.of("tar", ImageFormats::tree, tar, hostile()).repaired(ImageFormats::checksums),
        Format.of("docker-archive", ImageFormats::archive, docker)
            .words("manifest.json", "index.json", "Layers", "Config", "RepoTags", "../a")
            .repaired(ImageFormats::checksums),
        Format.of("gzip", ImageFormats::archive, gzip(docker), gzip(zeros())),
        Format.of("zstd", ImageFormats::archive, zstd(docker), zstd(zeros())),
        Format.of("oci-index", (in, scratch) -> layout(layout, in, scratch, false), index)
            .words("manifests", "digest", "sha256:", "size", "platform", "annotations"),
        Format.of("oci-manifest", (in, scratch) -> layout(layout, in, scratch, true), manifestJson)
            .words("layers", "digest", "sha256:", "size", "mediaType", "config", "manifests"),
        Format.of("config", ImageFormats::config, config)
            .words("ExposedPorts", "Env", "rootfs", "diff_ids", "history", "sha256:", "80/tcp"));
  }

  /** What makes the headers of damaged tars hold again, so that the damage behind them is read. */
  public static byte[] checksums(byte[] bad, byte[] good) {
    for (int at = 0; at + 512 <= bad.length; at += 512) {
      boolean header =
          (bad[at + 257] == 'u' && bad[at + 258] == 's' && bad[at + 259] == 't')
              || (at + 512 <= good.length
                  && TarField.checksumHolds(Arrays.copyOfRange(good, at, at + 512)));
      if (header) {
        int sum = 8 * ' ';
        for (int i = 0; i < 512; i++) {
          boolean own = i >= TarField.CHECKSUM && i < TarField.CHECKSUM + 8;
          sum += own ? 0 : bad[at + i] & 0xFF;
        }
        byte[] octal = String.format("%06o\0 ", sum).getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(octal, 0, bad, at + TarField.CHECKSUM, 8);
      }
    }
    return bad;
  }

  /** A layer with all that tars have: sparse files, pax records, long names, links, devices. */
  public static byte[] tar(Path directory) throws Exception {
    Path root = Files.createDirectories(directory);
    Images.sh(
        root,
        "rm -rf * && mkdir -p d/e && truncate -s 100k s"
            + " && printf x | dd of=s bs=1 seek=50000 conv=notrunc status=none && echo a > d/a"
            + " && ln d/a d/b && ln -s ../d d/e/up && ln -s /etc c && mkfifo p && echo w > d/.wh.x"
            + " && : > d/.wh..wh..opq && echo l > d/"
            + "l".repeat(150));
    Path tar = directory.resolveSibling("g.tar");
    Images.pack(root, tar, "--sparse", "--format=pax", "--blocking-factor=1");
    return Files.readAllBytes(tar);
  }

  /** Links that lead out, and files to be written through them. */
  public static byte[] hostile() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header("l", Entry.Type.SYMLINK, "../.."));
    out.writeBytes(header("l/outside", Entry.Type.FILE, ""));
    out.writeBytes(header("h", Entry.Type.HARDLINK, "/l/outside"));
    out.writeBytes(header("m", Entry.Type.SYMLINK, "/"));
    out.writeBytes(header("m/n", Entry.Type.DIRECTORY, ""));
    out.writeBytes(header("m/.wh.n", Entry.Type.FILE, ""));
    out.writeBytes(new byte[1024]);
    return checksums(out.toByteArray(), new byte[0]);
  }

  private static byte[] header(String name, Entry.Type type, String link) throws IOException {
    return new TarHeader().numbers(0777, 0, 0, 0).name("/" + name, type, link).bytes();
  }

  /** What is small when compressed. */
  private static byte[] zeros() {
    return new byte[1 << 20];
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] zstd(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream zstd = new ZstdOutputStream(out)) {
      zstd.write(bytes);
    }
    return out.toByteArray();
  }

  private static void tree(byte[] input, Path scratch) throws IOException {
    read(Images.of(Images.layer(Files.write(scratch.resolve("layer.tar"), input))));
  }

  private static void read(Image image) throws IOException {
    MergedTree tree = MergedTree.of(image);
    for (Entry entry : tree.entries()) {
      tree.children(entry.path());
      tree.resolve(entry.path() + "/../" + entry.link());
      if (entry.isFile() && entry.size() < 1 << 20) {
        Images.content(tree, entry.path());
      }
    }
  }

  private static void archive(byte[] input, Path scratch) throws IOException {
    Path tar = Files.write(scratch.resolve("image.tar"), input);
    try {
      read(
          DockerArchive.read(tar, "tar://image.tar", new LayerStore(scratch.resolve("c"), LIMITS)));
    } catch (ImageException e) {
      // The seed without an image is there for its compression alone.
      if (!Arrays.equals(input, gzip(zeros())) && !Arrays.equals(input, zstd(zeros()))) {
        throw e;
      }
    }
  }

  private static void layout(Path good, byte[] input, Path scratch, boolean manifest)
      throws IOException {
    Path layout = Files.createDirectories(scratch.resolve("layout"));
    Path blobs = Files.createDirectories(layout.resolve("blobs/sha256"));
    try (var list = Files.list(good.resolve("blobs/sha256"))) {
      for (Path blob : list.toList()) {
        Files.copy(blob, blobs.resolve(blob.getFileName()));
      }
    }
    Files.writeString(layout.resolve("oci-layout"), Manifests.LAYOUT);
    if (manifest) {
      Files.write(layout.resolve(Blobs.name(Sha256.of(input))), input);
    }
    Files.write(layout.resolve("index.json"), manifest ? Manifests.index(input, "") : input);
    read(OciLayout.read(layout, "oci://layout", new LayerStore(scratch.resolve("c"), LIMITS)));
  }

  private static void config(byte[] input, Path scratch) throws IOException {
    ImageConfig config = ImageConfig.parse(input);
    try {
      use(config);
    } catch (RuntimeException e) {
      throw new AssertionError("what was parsed cannot be used", e);
    }
  }

  private static void use(ImageConfig config) {
    config.architecture();
    config.entrypoint();
    config.cmd();
    config.env();
    config.user();
    config.workingDir();
    config.exposedPorts();
    config.volumes();
    config.labels();
    config.stopSignal();
    config.healthcheck();
    config.history();
  }
}
