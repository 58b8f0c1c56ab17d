package io.github.slimmaven.inspect;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageConfig;
import io.github.slimmaven.image.Images;
import io.github.slimmaven.image.Layer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Images to look at. */
public final class XrayImages {
  private XrayImages() {}

  /** A config as JSON, with {@code '} for each quote. */
  public static ObjectNode config(String json) throws IOException {
    return (ObjectNode) new ObjectMapper().readTree(json.replace('\'', '"'));
  }

  /** An image with this config, to which the layers' diff ids are added. */
  public static Image image(ObjectNode config, Layer... layers) {
    config.put("os", "linux").put("architecture", "amd64");
    var ids = config.putObject("rootfs").put("type", "layers").putArray("diff_ids");
    for (Layer layer : layers) {
      ids.add(layer.diffId().toString());
    }
    ImageConfig read = new ImageConfig(config);
    return new Image(
        "tar://x.tar", Digest.ofContent(read.bytes()), read, java.util.List.of(layers));
  }

  /**
   * A layer of these entries: {@code name=content}, {@code name/}, {@code name->target} (symlink),
   * {@code name=>target} (hard link); before a name {@code 4755:} gives its mode.
   */
  public static Layer layer(Path tar, String... entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes, "UTF-8")) {
      out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      out.setAddPaxHeadersForNonAsciiNames(true);
      for (String entry : entries) {
        put(out, entry);
      }
    }
    Files.write(tar, bytes.toByteArray());
    return Images.layer(tar);
  }

  private static void put(TarArchiveOutputStream out, String text) throws IOException {
    boolean moded = text.matches("(?s)[0-7]{4}:.*");
    String entry = moded ? text.substring(5) : text;
    byte[] content = new byte[0];
    TarArchiveEntry header;
    if (entry.contains("=>")) {
      header = new TarArchiveEntry(entry.substring(0, entry.indexOf("=>")), TarConstants.LF_LINK);
      header.setLinkName(entry.substring(entry.indexOf("=>") + 2));
    } else if (entry.contains("->")) {
      header =
          new TarArchiveEntry(entry.substring(0, entry.indexOf("->")), TarConstants.LF_SYMLINK);
      header.setLinkName(entry.substring(entry.indexOf("->") + 2));
    } else if (entry.endsWith("/")) {
      header = new TarArchiveEntry(entry);
    } else {
      header = new TarArchiveEntry(entry.substring(0, entry.indexOf('=')));
      content = entry.substring(entry.indexOf('=') + 1).getBytes(StandardCharsets.UTF_8);
    }
    header.setModTime(0);
    header.setSize(content.length);
    header.setMode(moded ? Integer.parseInt(text.substring(0, 4), 8) : 0644);
    if (entry.equals("cap=x")) { // cap_net_raw=ep, little-endian
      header.addPaxHeader(FileCapabilities.PAX, "\1\0\0\2\0\40\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
    }
    out.putArchiveEntry(header);
    out.write(content);
    out.closeArchiveEntry();
  }
}
