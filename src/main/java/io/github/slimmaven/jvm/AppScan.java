package io.github.slimmaven.jvm;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.ImageConfig;
import io.github.slimmaven.image.ZipStream;
import io.github.slimmaven.keep.KeepSet;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;

/**
 * Reads every class of an app, in directories, jars and the jars in jars, for the runtime's modules
 * that it names. A class of a multi-release jar counts whatever its release is.
 */
final class AppScan {
  private static final Pattern ARCHIVE =
      Pattern.compile(".*\\.(?:jar|war|ear|sar|rar|har|hpi|jpi|zip)");
  private static final Pattern TEXT =
      Pattern.compile(
          ".*\\.(?:xml|properties|ya?ml|json|conf|cfg|ini|factories|imports|mf|jspx?|tagx?|gsp|ftl|"
              + "groovy|gradle|kts?|java|scala|clj|bsh|js|rb|py|sh|options|argfile|config)"
              + "|(?:.*/)?meta-inf/services/[^/]+|(?:.*/)?(?:jvm\\.options|procfile)");

  /** A class file has at most 65535 constants of as many bytes; real ones have far less. */
  private static final int MAX_CLASS = 16 << 20;

  private static final int MAX_TEXT = 1 << 20;

  /** Jars in jars in jars. */
  private static final int MAX_DEPTH = 4;

  private static final int HEAD = 8;

  /** "PK", 3, 4 (PKWARE APPNOTE, 4.3.7). */
  private static final int LOCAL_HEADER = 0x504B0304;

  private final FileTree tree;
  private final AppTexts texts;
  private AtomicLong unpacked = new AtomicLong();

  private AppScan(FileTree tree, AppTexts texts) {
    this.tree = tree;
    this.texts = texts;
  }

  /**
   * Reads what is kept, but for the runtime itself, and the image's command and environment.
   *
   * @param home of the runtime
   * @throws JvmException if a class or an archive cannot be read, so that what it needs is unknown
   */
  static void read(FileTree tree, KeepSet keep, String home, ImageConfig config, AppTexts texts)
      throws IOException {
    AppScan scan = new AppScan(tree, texts);
    texts.text(String.join(" ", config.entrypoint()), "the entrypoint");
    texts.text(String.join(" ", config.cmd()), "the command");
    config.env().forEach(word -> texts.text(word, "the environment"));
    Set<String> own = own(tree, keep, home);
    for (String path : keep.reasons().keySet()) {
      Entry entry = tree.get(path).orElseThrow();
      if (entry.isFile() && entry.size() >= HEAD) {
        if (path.startsWith(home + "/bin/")) {
          scan.launcher(entry);
        } else if (!isOwn(path, own)) {
          scan.file(entry);
        }
      }
    }
  }

  /** The runtime, and where its links lead: Debian has its configuration in /etc. */
  private static Set<String> own(FileTree tree, KeepSet keep, String home) {
    Set<String> own = new TreeSet<>(Set.of(home));
    for (String path : keep.reasons().keySet()) {
      if (path.startsWith(home + "/") && tree.get(path).orElseThrow().isSymlink()) {
        tree.resolve(path).target().ifPresent(target -> own.add(target.path()));
      }
    }
    return own;
  }

  private static boolean isOwn(String path, Set<String> own) {
    return own.contains(path)
        || own.stream().anyMatch(directory -> path.startsWith(directory + "/"));
  }

  private void file(Entry entry) throws IOException {
    unpacked = new AtomicLong(ZipStream.MOST_UNPACKED);
    try (SeekableByteChannel channel = tree.open(entry)) {
      if (ARCHIVE.matcher(entry.path().toLowerCase(Locale.ROOT)).matches()) {
        channel.position(archiveStart(channel));
      }
      content(
          entry.path(),
          entry.size(),
          new PushbackInputStream(Channels.newInputStream(channel), HEAD),
          0);
    } catch (ZipException | EOFException e) {
      throw new JvmException(
          "'%s' is no archive that can be read: %s".formatted(entry.path(), e.getMessage()), e);
    }
  }

  /** A jar may start with a script that runs it. */
  private static long archiveStart(SeekableByteChannel channel) throws IOException {
    ByteBuffer start = ByteBuffer.allocate((int) Math.min(MAX_TEXT, channel.size()));
    while (start.hasRemaining() && channel.read(start) >= 0) {}
    for (int i = 0; i + 4 <= start.position(); i++) {
      if (start.getInt(i) == LOCAL_HEADER) {
        return i;
      }
    }
    return 0;
  }

  /** A tool of the JDK names its module in the program: {@code jdk.jcmd/sun.tools.jcmd.JCmd}. */
  private void launcher(Entry entry) throws IOException {
    try (InputStream in = Channels.newInputStream(tree.open(entry))) {
      texts.text(new String(in.readNBytes(MAX_TEXT), StandardCharsets.ISO_8859_1), entry.path());
    }
  }

  private void content(String path, long bytes, PushbackInputStream in, int depth)
      throws IOException {
    byte[] head = in.readNBytes(HEAD);
    in.unread(head);
    boolean archive = head.length == HEAD && ByteBuffer.wrap(head).getInt() == LOCAL_HEADER;
    if (!archive) {
      texts.file(path);
    }
    if (head.length < HEAD) {
      return;
    }
    if (archive) {
      texts.archive(path, bytes);
      archive(path, in, depth);
    } else if (ClassFile.isClass(head)) {
      classFile(path, in);
    } else if (TEXT.matcher(path.toLowerCase(Locale.ROOT)).matches()
        || (head[0] == '#' && head[1] == '!')) {
      texts.text(new String(in.readNBytes(MAX_TEXT), StandardCharsets.ISO_8859_1), path);
    }
  }

  private void archive(String path, InputStream in, int depth) throws IOException {
    if (depth == MAX_DEPTH) {
      throw new JvmException("'%s' lies too deep in other archives".formatted(path));
    }
    ZipStream zip = new ZipStream(in, unpacked);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (!entry.isDirectory()) {
        content(
            path + "!" + entry.getName(),
            entry.getCompressedSize(),
            new PushbackInputStream(zip, HEAD),
            depth + 1);
      }
    }
  }

  private void classFile(String path, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_CLASS);
    List<String> constants;
    try {
      constants = ClassFile.texts(bytes);
    } catch (IOException e) {
      throw new JvmException("'%s' is no whole class: %s".formatted(path, e.getMessage()), e);
    }
    for (String text : constants) {
      texts.constant(text, path);
    }
  }
}
