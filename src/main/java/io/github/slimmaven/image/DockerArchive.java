package io.github.slimmaven.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Images in docker archives: what {@code docker save} writes, in the classic form and in the form
 * that is an OCI image layout too (Docker 25 and newer).
 */
public final class DockerArchive {
  private DockerArchive() {}

  /**
   * Reads an image. Plain layers are used in the archive, which must stay where it is.
   *
   * @param tar the archive, possibly compressed whole; {@code PATH:NAME:TAG} names one image of
   *     several
   * @param reference how the user named it
   * @throws ImageException if it is no archive, truncated or corrupt, or holds several images
   */
  public static Image read(Path tar, String reference, LayerStore store) throws IOException {
    Tagged tagged = Tagged.of(tar);
    if (!Files.isRegularFile(tagged.path())) {
      throw new ImageException(
          "'" + tar + "' is no file. Name an archive that 'docker save -o FILE IMAGE' wrote");
    }
    Compression compression =
        Compression.of(Slice.whole(tagged.path()), "archive '" + tagged.path() + "'");
    Slice archive =
        compression == Compression.NONE
            ? Slice.whole(tagged.path())
            : store.archive(tagged.path(), compression);
    ArchiveMembers members = ArchiveMembers.read(archive, reference);
    if (members.find("manifest.json").isPresent()) {
      return new DockerReader(members, reference).read(tagged.tag(), store);
    }
    if (members.find("index.json").isPresent()) {
      return new OciReader(members, reference).read(tagged.tag(), store);
    }
    throw new ImageException(
        "'"
            + tagged.path()
            + "' is a tar but no image: it has neither 'manifest.json' nor 'index.json'."
            + " Name an archive that 'docker save -o FILE IMAGE' wrote");
  }

  /**
   * Writes an image with plain layers, loadable by Docker 20.10 and newer, containerd and podman.
   * It streams, and the same image gives the same bytes.
   *
   * @param tag {@code NAME[:TAG]} that it gets when loaded; "" for none
   * @param out not closed
   */
  public static void write(Image image, String tag, OutputStream out) throws IOException {
    new DockerWriter(image, tag).write(out);
  }

  /** Writes the archive to a file: complete or, on failure, not at all. */
  public static void write(Image image, String tag, Path tar) throws IOException {
    Path file = tar.toAbsolutePath();
    Path directory = file.getParent();
    Files.createDirectories(directory);
    try (Unfinished unfinished = Unfinished.of(file)) {
      Path part = unfinished.path();
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16)) {
        write(image, tag, out);
      } catch (IOException e) {
        throw Cache.explained(e, "archive '" + tar + "'", directory);
      }
      Permissions.ofNewFile(part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      unfinished.finished();
    }
  }
}
