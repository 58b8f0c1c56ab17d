package io.github.slimmaven.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told apart by marks: things of a JVM that was killed, and of one that lives. */
class LiveMarkTest {
  private static final String DEAD = ".00000000-0000-0000-0000-000000000000.live";

  @TempDir Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void partOfAKilledJvmGoesWithTheNextWriteThere() throws IOException {
    Files.createDirectories(folder.resolve(".image-1.part/blobs"));
    Files.createFile(folder.resolve(".image-1.part" + DEAD));
    Files.createFile(folder.resolve(".gone-2.part" + DEAD));

    AtomicFile.write(folder.resolve("a"), file -> Files.writeString(file, "new"));

    assertThat(names()).containsExactly("a");
  }

  @Test
  void otherFilesAreNobodysLeftovers() throws IOException {
    List<String> others =
        List.of("mine.live", "notes" + DEAD, "notes", ".a-1.part", ".b-1.part.x.live");
    for (String other : others) {
      Files.createFile(folder.resolve(other));
    }

    AtomicFile.write(folder.resolve("a"), file -> Files.writeString(file, "new"));

    assertThat(names()).containsAll(others).hasSize(others.size() + 1);
  }

  @Test
  void partThatIsBeingWrittenStays() throws Exception {
    try (Unfinished mine = Unfinished.of(folder.resolve("mine"))) {
      Files.writeString(mine.path(), "half");

      AtomicFile.write(folder.resolve("a"), file -> Files.writeString(file, "new"));

      assertThat(mine.path()).hasContent("half");
    }
    assertThat(names()).containsExactly("a");
  }

  /** The lock of another JVM, by a program that holds it. */
  @Test
  void partThatAnotherProcessWritesStays() throws Exception {
    Path part = Files.createFile(folder.resolve(".other-1.part"));
    Path mark = Files.createFile(folder.resolve(".other-1.part" + DEAD));
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                mark.toString())
            .start();
    try {
      assertThat(holder.inputReader().readLine()).isEqualTo("held");
      AtomicFile.write(folder.resolve("a"), file -> Files.writeString(file, "new"));
      assertThat(part).exists();
    } finally {
      holder.destroyForcibly().waitFor();
    }
    AtomicFile.write(folder.resolve("a"), file -> Files.writeString(file, "new"));
    assertThat(names()).containsExactly("a");
  }

  /** Locks a file until it is killed. */
  static final class Holder {
    private Holder() {}

    /**
     * Locks, says so and waits.
     *
     * @param args the file
     */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws IOException {
      try (FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        System.out.println(lock.isValid() ? "held" : "not held");
        while (System.in.read() >= 0) {
          // until it is killed
        }
      }
    }
  }
}
