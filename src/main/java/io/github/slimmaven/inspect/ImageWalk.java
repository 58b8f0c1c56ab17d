package io.github.slimmaven.inspect;

import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.image.TarReader;
import io.github.slimmaven.image.TarRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Looks at an image in three passes: the headers of all layers, merged; the headers once more with
 * the first bytes of what may be alike; the whole of what still may be.
 */
final class ImageWalk {
  private static final int MOST = 200;

  private final Image image;
  private final LayerTally tally = new LayerTally();

  ImageWalk(Image image) {
    this.image = image;
  }

  Xray xray() throws IOException {
    MergedTree tree = MergedTree.of(image, tally::see);
    Duplicates duplicates = new Duplicates(tree);
    Permissions permissions = new Permissions();
    for (int i = 0; i < image.layers().size(); i++) {
      read(i, duplicates, permissions);
    }
    List<Xray.Wasted> wasted = tally.wasted(tree);
    ConfigReader config = new ConfigReader(image.config());
    List<Long> sizes = tree.contents().stream().map(MergedTree.Content::bytes).toList();
    List<Xray.Step> history = config.history(sizes);
    List<Xray.LayerXray> layers = layers(tree, history, wasted);
    return new Xray(
        Xray.SCHEMA_VERSION,
        image.reference(),
        image.digest().toString(),
        config.platform(),
        sum(layers, Xray.LayerXray::size),
        layers.stream().allMatch(layer -> layer.compressedSize().isPresent())
            ? Optional.of(sum(layers, layer -> layer.compressedSize().get()))
            : Optional.empty(),
        sum(layers, Xray.LayerXray::files),
        efficiency(sizes, sum(wasted, Xray.Wasted::size)),
        layers,
        history,
        config.settings(),
        listed(wasted, Xray.Wasted::size),
        listed(duplicates.found(), Duplicates::waste),
        Largest.files(tree),
        Largest.directories(tree),
        listed(
            permissions.found(tree),
            special ->
                tree.get(special.path()).map(entry -> tree.content(entry).size()).orElse(0L)),
        listed(tally.secrets(), Xray.Secret::size));
  }

  Xray.Efficiency efficiency() throws IOException {
    MergedTree tree = MergedTree.of(image, tally::see);
    return efficiency(
        tree.contents().stream().map(MergedTree.Content::bytes).toList(),
        sum(tally.wasted(tree), Xray.Wasted::size));
  }

  private void read(int index, Duplicates duplicates, Permissions permissions) throws IOException {
    Layer layer = image.layers().get(index);
    try (SeekableByteChannel tar = layer.open()) {
      TarReader reader = new TarReader(tar, "layer '" + layer.diffId() + "'");
      reader.forEach(
          tarRecord -> {
            if (tarRecord instanceof TarRecord.Member member) {
              Content at = new Content(index, member.start());
              if (duplicates.wants(at) && !member.sparse()) { // a hostile one is endless
                duplicates.see(at, reader.content(member));
              }
              byte[] attribute = member.pax().get(FileCapabilities.PAX);
              if (attribute != null) {
                permissions.see(at, attribute);
              }
            }
          });
    }
  }

  private List<Xray.LayerXray> layers(
      MergedTree tree, List<Xray.Step> history, List<Xray.Wasted> wasted) {
    long[] lost = new long[image.layers().size()];
    wasted.forEach(file -> lost[file.layer()] += file.size());
    List<Xray.LayerXray> layers = new ArrayList<>();
    for (int i = 0; i < image.layers().size(); i++) {
      int index = i;
      Layer layer = image.layers().get(i);
      LayerTally.Tally done = tally.layers().get(i);
      layers.add(
          new Xray.LayerXray(
              i,
              layer.diffId().toString(),
              history.stream()
                  .filter(step -> step.layer().equals(Optional.of(index)))
                  .map(Xray.Step::createdBy)
                  .findFirst(),
              tree.contents().get(i).bytes(),
              done.symlinkBytes(),
              compressed(layer),
              tree.contents().get(i).files(),
              done.added(),
              done.changed(),
              done.removed(),
              lost[i],
              done.largest()));
    }
    return layers;
  }

  private static Optional<Long> compressed(Layer layer) {
    String type = layer.descriptor().mediaType();
    return type.endsWith("gzip") || type.endsWith("zstd")
        ? Optional.of(layer.descriptor().size())
        : Optional.empty();
  }

  private static Xray.Efficiency efficiency(List<Long> sizes, long wasted) {
    long total = sizes.stream().mapToLong(Long::longValue).sum();
    long user = sizes.stream().skip(1).mapToLong(Long::longValue).sum();
    return new Xray.Efficiency(
        BigDecimal.ONE.subtract(ratio(wasted, total, BigDecimal.ZERO)).setScale(4),
        wasted,
        total,
        user,
        ratio(wasted, user, wasted > 0 ? BigDecimal.ONE : BigDecimal.ZERO)
            .min(BigDecimal.ONE)
            .setScale(4));
  }

  /** Four decimals, rounded up. */
  private static BigDecimal ratio(long part, long whole, BigDecimal ofNothing) {
    return whole <= 0
        ? ofNothing
        : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 4, RoundingMode.CEILING);
  }

  private static <T> Xray.Listed<T> listed(List<T> all, ToLongFunction<T> bytes) {
    return new Xray.Listed<>(
        all.size(), sum(all, bytes), List.copyOf(all.subList(0, Math.min(MOST, all.size()))));
  }

  private static <T> long sum(List<T> all, ToLongFunction<T> bytes) {
    return all.stream().mapToLong(bytes).sum();
  }
}
