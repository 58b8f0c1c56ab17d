package io.github.slimmaven.pipeline;

import io.github.slimmaven.engine.EngineException;
import io.github.slimmaven.engine.Launch;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.LayerWriter;
import io.github.slimmaven.jvm.InsideLink;
import io.github.slimmaven.jvm.OwnJlink;
import io.github.slimmaven.jvm.SharedArchive;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Runs the jlink of a Java runtime in a container of the source image, to which the modules are
 * added.
 *
 * @param source the image
 * @param work an empty directory, for this alone
 */
record InsideJlink(Image source, Errand errand, Path work, RunLog log) implements OwnJlink {
  private static final String FILE = "modules";

  @Override
  public Optional<String> link(String home, Path jars, List<String> options, Path to)
      throws IOException {
    Path tar = work.resolve("modules.tar");
    try {
      errand.fetch(
          source.with(layer(jars, tar)),
          new InsideLink(home, options).command(Launch.OUT + "/" + FILE, Launch.OUT),
          SharedArchive.FOREIGN,
          FILE,
          to);
      return Optional.empty();
    } catch (EngineException e) {
      log.notLinkedInside(home, e.getMessage());
      return Optional.of(e.getMessage());
    } finally {
      Files.deleteIfExists(tar);
    }
  }

  private static Layer layer(Path jars, Path tar) throws IOException {
    try (LayerWriter writer = LayerWriter.create(tar);
        var files = Files.list(jars)) {
      for (Path jar : new TreeSet<>(files.toList())) {
        try (InputStream in = Files.newInputStream(jar)) {
          String path = InsideLink.MODULES + "/" + jar.getFileName();
          writer.file(path, 0644, 0, 0, 0, Files.size(jar), in);
        }
      }
      byte[] program = InsideLink.program();
      writer.file(
          InsideLink.PROGRAM, 0644, 0, 0, 0, program.length, new ByteArrayInputStream(program));
      return writer.finish(false);
    }
  }
}
