package io.github.slimmaven.engine;

import io.github.slimmaven.image.Descriptor;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.Layer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** A layer put together in a test. */
final class TarLayer implements Layer {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar =
      new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name());
  private final boolean cacheable;

  /** How often it was read. */
  final AtomicInteger opened = new AtomicInteger();

  TarLayer(boolean cacheable) {
    this.cacheable = cacheable;
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
  }

  /** This machine's busybox, with its applets as links, two users, and /tmp. */
  static TarLayer busyBox() throws IOException {
    TarLayer layer = new TarLayer(true);
    layer.directory("bin/", 0755);
    layer.file("bin/busybox", 0755, Files.readAllBytes(Path.of("/bin/busybox")));
    for (String applet :
        "sh cat id env nc sleep httpd kill ls mkdir chmod stat pwd hostname chown su".split(" ")) {
      layer.symlink("bin/" + applet, "busybox");
    }
    layer.text("etc/passwd", "root:x:0:0::/root:/bin/sh\napp:x:1234:2345::/home/app:/bin/sh\n");
    layer.text("etc/group", "root:x:0:\napp:x:2345:\n");
    layer.directory("tmp/", 01777);
    return layer;
  }

  void text(String name, String text) throws IOException {
    file(name, 0644, text.getBytes(StandardCharsets.UTF_8));
  }

  void file(String name, int mode, byte[] content) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setMode(mode);
    entry.setSize(content.length);
    put(entry, content);
  }

  void directory(String name, int mode) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setMode(mode);
    put(entry, new byte[0]);
  }

  void symlink(String name, String target) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK, true);
    entry.setLinkName(target);
    put(entry, new byte[0]);
  }

  void hardLink(String name, String target) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_LINK, true);
    entry.setLinkName(target);
    put(entry, new byte[0]);
  }

  void device(String name, int major, int minor) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_CHR, true);
    entry.setMode(0600);
    entry.setDevMajor(major);
    entry.setDevMinor(minor);
    put(entry, new byte[0]);
  }

  /** A file of this owner, with pax records. */
  void owned(String name, int uid, int gid, Map<String, String> pax) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setMode(0640);
    entry.setIds(uid, gid);
    pax.forEach(entry::addPaxHeader);
    put(entry, new byte[0]);
  }

  private void put(TarArchiveEntry entry, byte[] content) throws IOException {
    entry.setModTime(1_000_000L);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  /** Ends the tar; nothing can be added after this. */
  TarLayer end() throws IOException {
    tar.close();
    return this;
  }

  @Override
  public Digest diffId() {
    try {
      return new Digest(
          HexFormat.of()
              .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray())));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public Descriptor descriptor() {
    return new Descriptor("application/vnd.oci.image.layer.v1.tar", diffId(), bytes.size());
  }

  @Override
  public boolean cacheable() {
    return cacheable;
  }

  @Override
  public SeekableByteChannel open() {
    opened.incrementAndGet();
    return new SeekableInMemoryByteChannel(bytes.toByteArray());
  }
}
