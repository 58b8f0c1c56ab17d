package io.github.slimmaven.keep;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.PathName;
import io.github.slimmaven.image.ZipStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;

/** Reads what a file mentions, each kind of file in its own way. */
final class MentionReader {
  private static final int MAX_TEXT = 2 << 20;
  private static final int MAX_PROGRAM = 64 << 20;
  private static final Pattern RUN = Pattern.compile("[\\x20-\\x7e]{4,}");
  private static final Pattern LIBRARY = Pattern.compile("lib[\\w.+-]+\\.so(?:\\.\\d++)*+");
  private static final Pattern SHELL =
      Pattern.compile(
          "#![ \\t]*\\S*?(?:/env[ \\t]+(?:-S[ \\t]+)?)?(?:\\S*/)?(?:ba|da|a|k|z)?sh\\b.*");

  /** Of languages that run what is between backticks. */
  private static final Pattern BACKTICKS =
      Pattern.compile(
          ".*\\.(?:p[lm]|cgi|psgi|php\\d?|phtml|rb|ru|rake)|.*/Rakefile", Pattern.DOTALL);

  private static final Pattern BACKTICKS_SCRIPT = Pattern.compile("#!.*\\b(?:perl|php|ruby)\\b.*");

  private MentionReader() {}

  static Mentioned read(FileTree tree, Entry file) throws IOException {
    Mentioned mentioned = new Mentioned();
    byte[] head = TextFile.head(tree, file, 8);
    if (Magic.isElf(head)) {
      strings(TextFile.head(tree, file, MAX_PROGRAM), mentioned);
    } else if (ClassStrings.isClass(head)) {
      ClassStrings.read(TextFile.head(tree, file, MAX_TEXT), mentioned);
    } else if (head.length > 3 && head[0] == 'P' && head[1] == 'K' && head[2] == 3) {
      try (InputStream jar =
          new BufferedInputStream(Channels.newInputStream(tree.open(file)), 1 << 16)) {
        jar(jar, mentioned);
      }
    } else {
      text(file.path(), TextFile.head(tree, file, MAX_TEXT), mentioned);
    }
    return mentioned;
  }

  /** Classes and scripts of a jar; jars in it are libraries. */
  private static void jar(InputStream stream, Mentioned mentioned) throws IOException {
    try (ZipStream jar = new ZipStream(stream)) {
      for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
        if (entry.getName().endsWith(".class")) {
          byte[] content = jar.readNBytes(MAX_TEXT);
          if (ClassStrings.isClass(content)) {
            ClassStrings.read(content, mentioned);
          }
        } else if (entry.getName().matches("(?!META-INF/).*\\.(?:properties|ya?ml|sh|xml|conf)")) {
          text(entry.getName(), jar.readNBytes(MAX_TEXT), mentioned);
        }
      }
    } catch (ZipException | java.io.EOFException e) {
      return; // no jar after all, or one that Java itself could not stream: mentions nothing
    }
  }

  private static void text(String path, byte[] content, Mentioned mentioned) {
    for (byte value : content) {
      if (value == 0) {
        return; // no text
      }
    }
    String text = PathName.decode(content);
    SourceStrings.read(text, mentioned);
    String first = text.split("\n", 2)[0];
    if (BACKTICKS.matcher(path).matches() || BACKTICKS_SCRIPT.matcher(first).matches()) {
      SourceStrings.backticks(text, mentioned);
    }
    if (path.endsWith(".sh") || SHELL.matcher(first).matches()) {
      new ShellWords(text).commands().forEach(mentioned.programs()::add);
    }
  }

  /** The printable runs of a program, as strings(1) shows them. */
  private static void strings(byte[] content, Mentioned mentioned) {
    Matcher runs = RUN.matcher(new String(content, StandardCharsets.ISO_8859_1));
    while (runs.find()) {
      String run = runs.group();
      if (run.startsWith("/")) {
        mentioned.absolute().add(run);
      } else if (LIBRARY.matcher(run).matches()) {
        mentioned.libraries().add(run);
      } else if (run.length() < 200 && run.indexOf('/') > 0) {
        SourceStrings.paths(run, mentioned);
      }
    }
  }
}
