package io.github.slimmaven.inspect;

import io.github.slimmaven.image.Image;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is in an image and how it got there. Sizes are bytes of file content, as the layers' tars
 * have it; layers are counted from 0, the lowest. Paths are in {@link
 * io.github.slimmaven.image.PathName}'s notation. Values of variables with the name of a secret are
 * masked, wherever they stand.
 *
 * @param schemaVersion of the JSON form
 * @param reference how the user named the image
 * @param digest of the manifest, or of the config where the image's home has no manifest
 * @param platform {@code os/architecture}
 * @param size over all layers
 * @param compressedSize of the layers' blobs; empty where the image's home does not compress them
 * @param files over all layers; directories are none
 * @param efficiency how much of the size is seen in the end
 * @param layers lowest first
 * @param history oldest step first
 * @param settings how the image is run
 * @param wasted files that a later layer overwrote or deleted, largest first
 * @param duplicates contents that several visible files have, largest waste first
 * @param largestFiles visible ones
 * @param largestDirectories visible ones, with all that is below them
 * @param permissions visible entries with unusual permissions, in path order
 * @param secrets files whose names are those of secrets, deleted ones too
 */
public record Xray(
    int schemaVersion,
    String reference,
    String digest,
    String platform,
    long size,
    Optional<Long> compressedSize,
    long files,
    Efficiency efficiency,
    List<LayerXray> layers,
    List<Step> history,
    Settings settings,
    Listed<Wasted> wasted,
    Listed<Duplicate> duplicates,
    List<Sized> largestFiles,
    List<Sized> largestDirectories,
    Listed<Special> permissions,
    Listed<Secret> secrets) {
  /** Of the JSON form. */
  public static final int SCHEMA_VERSION = 1;

  /**
   * Looks at an image.
   *
   * @throws io.github.slimmaven.image.ImageException if a layer is no tar, is truncated or hostile
   */
  public static Xray of(Image image) throws IOException {
    return new ImageWalk(image).xray();
  }

  /**
   * How much of an image's size is seen in the end, from the headers of its layers alone.
   *
   * @throws io.github.slimmaven.image.ImageException if a layer is no tar, is truncated or hostile
   */
  public static Efficiency efficiency(Image image) throws IOException {
    return new ImageWalk(image).efficiency();
  }

  /**
   * How much of the size is seen in the end.
   *
   * @param efficiency {@code 1 - wastedBytes / totalBytes}, four decimals, rounded down; 1 for an
   *     image without files
   * @param wastedBytes of files that a later layer overwrote or deleted
   * @param totalBytes of all layers' files
   * @param userBytes of all layers' files but the lowest's
   * @param userWastedPercent {@code wastedBytes / userBytes} as a fraction, as dive's rule of this
   *     name; four decimals, rounded up; at most 1
   */
  public record Efficiency(
      BigDecimal efficiency,
      long wastedBytes,
      long totalBytes,
      long userBytes,
      BigDecimal userWastedPercent) {}

  /**
   * The first of a list, and the sums of all of it.
   *
   * @param count of all
   * @param bytes of all
   * @param first at most 200 of them
   */
  public record Listed<T>(long count, long bytes, List<T> first) {}

  /** Entries and the bytes of their content. */
  public record Amount(long files, long bytes) {}

  /**
   * One layer.
   *
   * @param createdBy its step of the history; empty where the history does not fit the layers
   * @param symlinkBytes length of its symlinks' targets, which the Docker engine's overlay driver
   *     counts too: {@code docker history} shows {@code size + symlinkBytes}
   * @param added entries at paths where nothing was
   * @param changed entries at paths where something was, with their new size
   * @param removed entries of lower layers that are gone, with their old size
   * @param wastedBytes what later layers overwrote or deleted of it
   * @param largest of what it added, changed and removed
   */
  public record LayerXray(
      int index,
      String diffId,
      Optional<String> createdBy,
      long size,
      long symlinkBytes,
      Optional<Long> compressedSize,
      long files,
      Amount added,
      Amount changed,
      Amount removed,
      long wastedBytes,
      List<Change> largest) {}

  /** What a layer did to a path; the kind is {@code added}, {@code changed} or {@code removed}. */
  public record Change(String path, long size, String kind) {}

  /**
   * One step of the history, as {@code docker history} lists them.
   *
   * @param created when, as the image says
   * @param layer that it made; empty if it made none
   * @param size of that layer, as the layer's
   */
  public record Step(
      String createdBy, String created, String comment, Optional<Integer> layer, long size) {}

  /** How the image is run: its config, empty where it says nothing. */
  public record Settings(
      String user,
      String workingDir,
      List<String> entrypoint,
      List<String> cmd,
      List<String> env,
      List<String> ports,
      List<String> volumes,
      Map<String, String> labels,
      String stopSignal,
      Optional<Healthcheck> healthcheck) {}

  /**
   * A health check.
   *
   * @param test its first element is {@code NONE}, {@code CMD} or {@code CMD-SHELL}
   * @param options as a Dockerfile has them, as in {@code --interval=30s}
   */
  public record Healthcheck(List<String> test, List<String> options) {}

  /**
   * A file that nobody sees.
   *
   * @param layer that has it
   * @param by the layer that hides it
   * @param deleted whether it was deleted, else overwritten
   */
  public record Wasted(String path, long size, int layer, int by, boolean deleted) {}

  /**
   * Several files with one content; names of one file by hard links are one file.
   *
   * @param size of one
   * @param sha256 of the content, hexadecimal
   * @param count of files
   * @param paths at most 20 of them
   */
  public record Duplicate(long size, String sha256, int count, List<String> paths) {}

  /** A path and the bytes there. */
  public record Sized(String path, long size) {}

  /**
   * Unusual permissions.
   *
   * @param mode as in {@code 4755}
   * @param kinds of {@code setuid}, {@code setgid}, {@code world-writable} and {@code capabilities}
   * @param capabilities as getcap(8) shows them; empty if there are none
   */
  public record Special(
      String path,
      String mode,
      long uid,
      long gid,
      List<String> kinds,
      Optional<String> capabilities) {}

  /**
   * A file whose name is that of a secret; its content was not looked at.
   *
   * @param what it may be
   * @param layer that has it
   * @param hiddenBy layer that hides it, from which it can still be taken; empty if it is visible
   */
  public record Secret(
      String path, long size, String what, int layer, Optional<Integer> hiddenBy) {}
}
