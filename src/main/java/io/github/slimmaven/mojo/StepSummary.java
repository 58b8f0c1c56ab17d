package io.github.slimmaven.mojo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The summary of a step of GitHub Actions: a file to append Markdown to, which <a
 * href="https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions#adding-a-job-summary">other
 * processes</a> of the step may append to as well.
 */
final class StepSummary {
  /** GitHub shows nothing of a larger one. */
  private static final long MOST_BYTES = 1_048_576;

  private StepSummary() {}

  /**
   * Appends these files.
   *
   * @return how many there was no room for
   */
  static int append(List<Path> markdown, Path summary) throws IOException {
    try (FileChannel out =
        FileChannel.open(summary, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      out.lock(); // until it is closed
      long size = out.size();
      int left = 0;
      for (Path file : markdown) {
        byte[] text = ("\n" + Files.readString(file) + "\n").getBytes(StandardCharsets.UTF_8);
        if (size + text.length > MOST_BYTES) {
          left++;
          continue;
        }
        ByteBuffer bytes = ByteBuffer.wrap(text);
        while (bytes.hasRemaining()) {
          size += out.write(bytes, size);
        }
      }
      return left;
    }
  }
}
