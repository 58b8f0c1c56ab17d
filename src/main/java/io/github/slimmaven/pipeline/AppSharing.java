package io.github.slimmaven.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.slimmaven.engine.EngineException;
import io.github.slimmaven.engine.Launch;
import io.github.slimmaven.engine.StartException;
import io.github.slimmaven.image.Cache;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageConfig;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.LayerWriter;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.jvm.AppArchive;
import io.github.slimmaven.jvm.JvmException;
import io.github.slimmaven.jvm.JvmRequest;
import io.github.slimmaven.probe.Exchange;
import io.github.slimmaven.probe.ProbeException;
import io.github.slimmaven.report.JavaRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts an archive with the app's own classes into a minified image, as a layer of its own on top:
 * runs the image and asks it what its source was asked, has {@code java} archive what it loaded
 * then, and names the archive in the image's entrypoint. Where that fails it says why, once.
 */
final class AppSharing {
  /** Raised when the same input is to give another archive. */
  private static final int RECIPE = 1;

  private static final String RECORD = "recorded";
  private static final String FILE = "archive";

  private final SlimRequest request;
  private final Replay replay;
  private final Errand errand;
  private final Workspace workspace;
  private final RunLog log;
  private boolean wanted;
  private Optional<String> unanswered = Optional.empty();
  private Optional<AppArchive> added = Optional.empty();

  AppSharing(SlimRequest request, Replay replay, Errand errand, Workspace workspace, RunLog log) {
    this.request = request;
    this.replay = replay;
    this.errand = errand;
    this.workspace = workspace;
    this.log = log;
    this.wanted = request.jvm().cds() == JvmRequest.Cds.APP;
  }

  /** Whether one is asked for, and nothing is known to rule it out. */
  boolean wanted() {
    return wanted;
  }

  /**
   * The image with the archive; empty if there can be none. An image that does not answer may yet
   * be mended, so that it may be tried again.
   *
   * @param asked the exchanges of the source
   */
  Optional<Slimmed> add(Slimmed slim, List<Exchange> asked)
      throws IOException, InterruptedException {
    unanswered = Optional.empty();
    added = Optional.empty();
    try {
      AppArchive archive =
          AppArchive.of(slim.image().config(), replay.args(asked), request.env(), slim.tree());
      String key = "cds/" + key(archive, slim.image(), asked).hex();
      Cache cache = Cache.of(request.cache());
      Optional<Path> known = cache.find(key);
      Path file;
      if (known.isPresent()) {
        file = known.get();
      } else {
        Path made = make(archive, slim.image(), asked);
        file = cache.get(key, "the archive '" + archive.path() + "'", o -> Files.copy(made, o));
      }
      Slimmed shared = with(slim, archive, file);
      errand.run(shared.image(), archive.check(), request.env());
      log.sharedApp(archive.path(), Files.size(file));
      added = Optional.of(archive);
      return Optional.of(shared);
    } catch (ProbeException | StartException e) {
      unanswered = Optional.of(e.getMessage());
    } catch (EngineException | JvmException e) {
      fail(e.getMessage());
    }
    return Optional.empty();
  }

  /**
   * Goes on without the archive that the last image had, as it may be what made it fail.
   *
   * @return whether it had one
   */
  boolean giveUp(String why) {
    boolean had = added.isPresent();
    if (had) {
      fail("the image with it was not verified: " + why);
      added = Optional.empty();
    }
    return had;
  }

  /** Warns if the image that was proved is without the archive and nobody has said why. */
  void close() {
    unanswered.ifPresent(this::fail);
    unanswered = Optional.empty();
  }

  private void fail(String why) {
    wanted = false;
    log.notSharedApp(why);
  }

  /** The runtimes of the last image as the report has them. */
  List<JavaRuntime> reported(List<JavaRuntime> runtimes, Slimmed slim) {
    return added.isEmpty()
        ? runtimes
        : runtimes.stream()
            .map(
                runtime ->
                    runtime.home().equals(added.get().home())
                        ? runtime.withApp(slim.tree().get(added.get().path()).orElseThrow().size())
                        : runtime)
            .toList();
  }

  private Digest key(AppArchive archive, Image image, List<Exchange> asked) {
    List<String> key = new ArrayList<>(List.of("recipe " + RECIPE));
    key.add(Digest.ofContent(image.config().bytes()).hex());
    key.addAll(archive.command());
    key.addAll(request.env());
    request.user().ifPresent(key::add);
    asked.forEach(exchange -> key.add(exchange.probe().toString()));
    return Digest.ofContent(String.join("\n", key).getBytes(UTF_8));
  }

  private Path make(AppArchive archive, Image image, List<Exchange> asked)
      throws IOException, InterruptedException {
    Path work = workspace.anotherFolder("app-cds");
    Path recorded = work.resolve(RECORD);
    replay.recorded(image, asked, archive.record(Launch.OUT + "/" + RECORD), RECORD, recorded);
    Path file = work.resolve(FILE);
    errand.fetch(
        with(
            image,
            image.config(),
            layer(archive.recorded(), recorded, work.resolve(RECORD + ".tar"))),
        archive.dump(Launch.OUT + "/" + FILE),
        request.env(),
        FILE,
        file);
    return file;
  }

  private Slimmed with(Slimmed slim, AppArchive archive, Path file) throws IOException {
    Layer layer = layer(archive.path(), file, workspace.anotherFolder("app-cds").resolve("tar"));
    Image image = with(slim.image(), archive.named(slim.image().config()), layer);
    return new Slimmed(image, MergedTree.of(image), slim.kept(), true);
  }

  private Layer layer(String path, Path file, Path tar) throws IOException {
    try (LayerWriter writer = LayerWriter.create(tar);
        InputStream in = Files.newInputStream(file)) {
      writer.file(path, 0644, 0, 0, request.created().getEpochSecond(), Files.size(file), in);
      return writer.finish(false);
    }
  }

  private Image with(Image image, ImageConfig config, Layer layer) {
    List<Layer> layers = new ArrayList<>(image.layers());
    layers.add(layer);
    ImageConfig extended =
        config.withLayer(layer.diffId(), "slim:minify # jvm.cds=app", request.created());
    return new Image(image.reference(), Digest.ofContent(extended.bytes()), extended, layers);
  }
}
