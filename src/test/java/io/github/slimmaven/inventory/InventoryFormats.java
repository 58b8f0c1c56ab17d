package io.github.slimmaven.inventory;

import io.github.slimmaven.fuzz.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** Archives of the app, for the fuzzer. */
public final class InventoryFormats {
  private InventoryFormats() {}

  /** All of this package. */
  public static List<Format> all() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
      zip.write("Manifest-Version: 1.0\n".repeat(50).getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
      zip.putNextEntry(new ZipEntry("zeros"));
      zip.write(new byte[1 << 20]);
      zip.closeEntry();
      zip.setComment("a comment");
    }
    return List.of(Format.of("zip", (in, scratch) -> read(in), out.toByteArray()));
  }

  private static void read(byte[] input) throws IOException {
    SeekableByteChannel file = new SeekableInMemoryByteChannel(input);
    Optional<ZipDirectory> directory = ZipDirectory.read(file, 0, input.length);
    if (directory.isPresent()) {
      int most = 20; // as a reader that looks for one of a few names
      for (ZipDirectory.Member member : directory.get().members()) {
        if (most-- > 0) {
          directory.get().read(member, 2 << 20);
        }
      }
      JarName.of("a-1.0.jar", directory.get());
    }
  }
}
