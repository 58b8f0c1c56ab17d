package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.Descriptor;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.Layer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** A layer put together in a test. */
final class TestLayer implements Layer {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes);
  private String createdBy = "test";

  /** What the image's history says of this layer. */
  TestLayer createdBy(String step) {
    createdBy = step;
    return this;
  }

  String createdBy() {
    return createdBy;
  }

  /** This machine's static busybox in /bin, with these applets. */
  static TestLayer busyBox(String... applets) throws IOException {
    TestLayer layer = new TestLayer();
    layer.directory("bin/").program("bin/busybox", Path.of("/bin/busybox"));
    for (String applet : applets) {
      layer.link("bin/" + applet, "busybox");
    }
    return layer.directory("etc/").text("etc/passwd", "root:x:0:0::/root:/bin/sh\n");
  }

  TestLayer text(String name, String text) throws IOException {
    return put(name, 0100644, text.getBytes(StandardCharsets.UTF_8));
  }

  TestLayer script(String name, String text) throws IOException {
    return put(name, 0100755, text.getBytes(StandardCharsets.UTF_8));
  }

  TestLayer program(String name, Path file) throws IOException {
    return put(name, 0100755, Files.readAllBytes(file));
  }

  /** A file that only takes room. */
  TestLayer ballast(String name) throws IOException {
    return put(name, 0100644, new byte[200_000]);
  }

  TestLayer directory(String name) throws IOException {
    return put(name, 0040755, new byte[0]);
  }

  TestLayer link(String name, String target) throws IOException {
    return link(name, target, TarConstants.LF_SYMLINK);
  }

  TestLayer hardLink(String name, String target) throws IOException {
    return link(name, target, TarConstants.LF_LINK);
  }

  private TestLayer link(String name, String target, byte type) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, type);
    entry.setLinkName(target);
    entry.setModTime(0);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
    return this;
  }

  private TestLayer put(String name, int mode, byte[] content) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setMode(mode);
    entry.setModTime(0);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
    return this;
  }

  private byte[] whole() {
    try {
      if (!tar.isClosed()) {
        tar.close();
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public Digest diffId() {
    return Digest.ofContent(whole());
  }

  @Override
  public Descriptor descriptor() {
    return new Descriptor("application/vnd.oci.image.layer.v1.tar", diffId(), whole().length);
  }

  @Override
  public boolean cacheable() {
    return false;
  }

  @Override
  public SeekableByteChannel open() {
    return new SeekableInMemoryByteChannel(whole());
  }
}
