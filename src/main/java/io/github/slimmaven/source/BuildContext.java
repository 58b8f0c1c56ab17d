package io.github.slimmaven.source;

import io.github.slimmaven.dockerfile.IgnoreRules;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A build context as the classic builder wants it: a tar of a directory without what its {@code
 * .dockerignore} leaves out; modes and links as they are, all owned by root.
 */
final class BuildContext {
  private static final String IGNORE = ".dockerignore";

  /** Name of a Dockerfile from elsewhere; the builder does not see it as part of the context. */
  private static final String FOREIGN = ".slim-maven.Dockerfile";

  private final Path directory;
  private final Path dockerfile;
  private final Path output;

  /**
   * A context in a project.
   *
   * @param output a directory that is written meanwhile, and never part of the context
   */
  BuildContext(Path directory, Path dockerfile, Path output) {
    this.directory = directory.toAbsolutePath().normalize();
    this.dockerfile = dockerfile.toAbsolutePath().normalize();
    this.output = output.toAbsolutePath().normalize();
  }

  /** The Dockerfile's path in the tar. */
  String dockerfile() {
    return foreign() ? FOREIGN : relative(dockerfile);
  }

  private boolean foreign() {
    return !dockerfile.startsWith(directory);
  }

  void write(Path tarFile) throws IOException {
    Path ignore = directory.resolve(IGNORE);
    List<String> lines = Files.isRegularFile(ignore) ? Files.readAllLines(ignore) : List.of();
    IgnoreRules rules = rules(ignore, lines);
    try (OutputStream out = Files.newOutputStream(tarFile);
        TarArchiveOutputStream tar =
            new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      for (var file : files(rules).entrySet()) {
        boolean replaced = foreign() && file.getKey().equals(IGNORE);
        if (!replaced) {
          put(tar, file.getKey(), file.getValue());
        }
      }
      if (foreign()) {
        text(tar, FOREIGN, Files.readString(dockerfile));
        text(tar, IGNORE, String.join("\n", lines) + "\n" + FOREIGN + "\n" + IGNORE + "\n");
      }
    }
  }

  private static IgnoreRules rules(Path ignore, List<String> lines) throws SourceException {
    try {
      return new IgnoreRules(lines);
    } catch (IllegalArgumentException e) {
      throw new SourceException("'" + ignore + "' cannot be used: " + e.getMessage() + ".", e);
    }
  }

  /** Relative path to file, sorted; the builder needs the Dockerfile and the ignore file itself. */
  private Map<String, Path> files(IgnoreRules rules) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            if (path.equals(directory)) {
              return FileVisitResult.CONTINUE;
            }
            if (path.equals(output)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            boolean ignored = rules.ignores(relative(path));
            if (!ignored) {
              files.put(relative(path), path);
            }
            return ignored && !rules.hasExceptions() && !dockerfile.startsWith(path)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            String name = relative(path);
            boolean needed = path.equals(dockerfile) || name.equals(IGNORE);
            if (needed || !rules.ignores(name)) {
              files.put(name, path);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  private String relative(Path path) {
    return directory.relativize(path).toString().replace('\\', '/');
  }

  private static void put(TarArchiveOutputStream tar, String name, Path file) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    TarArchiveEntry entry;
    if (attributes.isSymbolicLink()) {
      entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
      entry.setLinkName(Files.readSymbolicLink(file).toString());
    } else if (attributes.isDirectory()) {
      entry = new TarArchiveEntry(name + "/");
      entry.setMode(mode(file, 0755));
    } else if (attributes.isRegularFile()) {
      entry = new TarArchiveEntry(name);
      entry.setMode(mode(file, Files.isExecutable(file) ? 0755 : 0644));
      entry.setSize(attributes.size());
    } else {
      return; // sockets and the like are no part of a context
    }
    entry.setModTime(attributes.lastModifiedTime());
    tar.putArchiveEntry(entry);
    if (attributes.isRegularFile()) {
      Files.copy(file, tar);
    }
    tar.closeArchiveEntry();
  }

  private static int mode(Path file, int otherwise) throws IOException {
    return file.getFileSystem().supportedFileAttributeViews().contains("unix")
        ? (int) Files.getAttribute(file, "unix:mode") & 07777
        : otherwise;
  }

  private static void text(TarArchiveOutputStream tar, String name, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }
}
