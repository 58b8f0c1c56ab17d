package io.github.slimmaven.pipeline;

import io.github.slimmaven.engine.EngineException;
import io.github.slimmaven.engine.Launch;
import io.github.slimmaven.engine.SensorBinary;
import io.github.slimmaven.image.Cache;
import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.LayerWriter;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.jvm.SharedArchive;
import io.github.slimmaven.keep.KeepSet;
import io.github.slimmaven.keep.NewContent;
import io.github.slimmaven.keep.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes the default archives for class-data sharing of trimmed Java runtimes anew, by their own
 * {@code java} in the minified image. One that cannot be made or used is left out, with a warning.
 */
final class Sharing {
  private static final String FILE = "archive.jsa";

  /** Where the sensor is in the container of a dump. */
  private static final String SENSOR = "/.slim/steady";

  private final MergedTree source;
  private final Cache cache;
  private final Errand errand;
  private final SensorBinary sensor;
  private final Path work;
  private final RunLog log;
  private final Map<String, String> failed = new HashMap<>();
  private final Set<String> dumped = new HashSet<>();
  private final Set<String> made = new HashSet<>();

  /**
   * @param work an empty directory, for this alone
   */
  Sharing(
      MergedTree source, Cache cache, Errand errand, SensorBinary sensor, Path work, RunLog log) {
    this.source = source;
    this.cache = cache;
    this.errand = errand;
    this.sensor = sensor;
    this.work = work;
    this.log = log;
  }

  /** Gives the minified image without archives; asked only if one has to be made. */
  interface Plain {
    Slimmed get() throws IOException;
  }

  /** The keep set with the archives. */
  KeepSet add(KeepSet keep, List<SharedArchive> archives, Plain plain) throws IOException {
    KeepSet shared = keep;
    Slimmed slimmed = null;
    for (SharedArchive archive : archives) {
      if (failed.containsKey(archive.key())) {
        continue;
      }
      String name = name(archive);
      try {
        Path file = cache.find(name).orElse(null);
        if (file == null) {
          slimmed = slimmed == null ? plain.get() : slimmed;
          Image image = slimmed.image();
          file =
              cache.get(
                  name,
                  "the archive '" + archive.path() + "'",
                  out -> Files.copy(dump(archive, image), out));
        }
        if (made.add(archive.key())) {
          log.shared(archive.path(), Files.size(file));
        }
        shared = with(shared, archive, NewContent.of(file));
      } catch (EngineException e) {
        fail(archive, e.getMessage());
      }
    }
    return shared;
  }

  private static String name(SharedArchive archive) {
    return "cds/" + archive.key();
  }

  private static KeepSet with(KeepSet keep, SharedArchive archive, NewContent content) {
    TreeMap<String, NewContent> contents = new TreeMap<>();
    contents.put(archive.path(), content);
    TreeMap<String, Reason> reasons = new TreeMap<>();
    reasons.put(
        archive.path(), new Reason(Reason.Kind.JVM, "made anew for the trimmed class library"));
    return keep.with(contents, reasons, List.of());
  }

  private void fail(SharedArchive archive, String why) {
    failed.put(archive.key(), why);
    log.notShared(archive.path(), why);
  }

  /** Why an archive was left out, if it was. */
  Optional<String> failure(SharedArchive archive) {
    return Optional.ofNullable(failed.get(archive.key()));
  }

  private Path dump(SharedArchive archive, Image slim) throws IOException {
    Entry classes =
        source
            .resolve(archive.classes())
            .target()
            .filter(Entry::isFile)
            .orElseThrow(
                () ->
                    new EngineException(
                        "the source has no '%s', which names its classes"
                            .formatted(archive.classes())));
    Path layer = work.resolve("tools-" + archive.key() + ".tar");
    Path file = work.resolve("made-" + archive.key());
    errand.fetch(
        slim.with(tools(archive.classes(), classes, slim.config().architecture(), layer)),
        archive.dump(SENSOR, Launch.OUT + "/" + FILE),
        SharedArchive.FOREIGN,
        FILE,
        file);
    dumped.add(archive.key());
    return file;
  }

  /** What a dump needs and the minified image has not. */
  private Layer tools(String path, Entry classes, String architecture, Path tar)
      throws IOException {
    Path binary = sensor.forArchitecture(architecture);
    try (LayerWriter writer = LayerWriter.create(tar);
        InputStream in = Channels.newInputStream(source.open(classes));
        InputStream program = Files.newInputStream(binary)) {
      writer.file(path, 0644, 0, 0, classes.mtime(), classes.size(), in);
      writer.file(SENSOR, 0755, 0, 0, 0, Files.size(binary), program);
      return writer.finish(false);
    }
  }

  /**
   * Whether the runtimes of the image can use all of their archives. Of the others one that was
   * remembered is made anew the next time, and one that was just made is not added any more.
   */
  boolean usable(Slimmed slimmed, List<SharedArchive> archives) throws IOException {
    boolean usable = true;
    for (SharedArchive archive : archives) {
      if (slimmed.kept().contents().containsKey(archive.path())) {
        try {
          errand.run(slimmed.image(), archive.use(), SharedArchive.FOREIGN);
        } catch (EngineException e) {
          if (dumped.contains(archive.key())) {
            fail(archive, e.getMessage());
          }
          cache.remove(name(archive));
          made.remove(archive.key());
          usable = false;
        }
      }
    }
    return usable;
  }
}
