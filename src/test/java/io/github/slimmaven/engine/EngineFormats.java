package io.github.slimmaven.engine;

import io.github.slimmaven.fuzz.Format;
import io.github.slimmaven.image.ImageFormats;
import io.github.slimmaven.image.Images;
import io.github.slimmaven.image.Trees;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** What comes out of a container, and layers that are unpacked for one, for the fuzzer. */
public final class EngineFormats {
  private static final String NONCE = "0123456789abcdef";
  private static final String MARK = "\u001e" + NONCE + " ";

  private EngineFormats() {}

  /** All of this package. */
  public static List<Format> all() throws Exception {
    List<Format> all = new ArrayList<>();
    all.add(
        Format.of(
                "sensor-events",
                EngineFormats::events,
                bytes("a\n" + MARK + "exec\nb" + MARK + "listen tcp 80\n" + MARK + "port 80 81\n"),
                bytes(MARK + "note a b\n" + MARK + "exit 3\n" + MARK + "lost why\nrest\u001e0123"))
            .words(MARK, "exec", "exit ", "listen ", "port ", "lost ", "fail ", "done ", "out "));
    all.add(
        Format.of("output-files", (in, scratch) -> copy(in, scratch), output())
            .words("out/", "../", "a.jsa", "./")
            .repaired(ImageFormats::checksums));
    all.add(Format.of("log", EngineFormats::tail, bytes("one\n\u001b[31mtwo\n\u0000three")));
    if (Files.isExecutable(Sandbox.binary())) {
      Path seeds = Files.createTempDirectory("unpack");
      byte[] tar = ImageFormats.tar(seeds.resolve("tar"));
      Trees.delete(seeds);
      all.add(
          Format.of("unpack", EngineFormats::unpack, tar, ImageFormats.hostile())
              .words(".wh.", ".wh..wh..opq", "../", "l/", "m/", "SCHILY.xattr.user.a=b")
              .repaired(ImageFormats::checksums));
    }
    return all;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void events(byte[] input, Path scratch) throws IOException {
    try (SensorStream stream =
        new SensorStream(Files.newOutputStream(scratch.resolve("log")), NONCE)) {
      int half = input.length / 2;
      stream.stderr(input, 0, half);
      stream.stderr(input, half, input.length - half);
      stream.end(new EngineException("the container 'a' ended"));
    }
  }

  private static byte[] output() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, 512)) {
      tar.putArchiveEntry(new TarArchiveEntry("out/"));
      tar.closeArchiveEntry();
      for (String name : List.of("out/a.jsa", "out/b", "out/" + "l".repeat(90))) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(600);
        tar.putArchiveEntry(entry);
        tar.write(new byte[600]);
        tar.closeArchiveEntry();
      }
    }
    return out.toByteArray();
  }

  private static void copy(byte[] input, Path scratch) throws IOException {
    OutputFiles.copy(new ByteArrayInputStream(input), scratch);
  }

  private static void tail(byte[] input, Path scratch) throws IOException {
    LogTail.read(Files.write(scratch.resolve("log"), input), 20);
  }

  /** As {@link UnpackedLayers} does. */
  private static void unpack(byte[] input, Path scratch) throws Exception {
    Path tar = Files.write(scratch.resolve("layer.tar"), input);
    SensorCommand sensor = new SensorCommand(Sandbox.binary());
    UnpackedLayers layers = new UnpackedLayers(sensor, scratch.resolve("cache"), limit -> {});
    layers.directory(Images.layer(tar), scratch.resolve("own"));
    sensor.remove(scratch.resolve("cache"));
  }
}
