package io.github.slimmaven.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.engine.UnpackStream.Attributes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackTest {
  @TempDir Path folder;
  private SensorCommand sensor;
  private final List<String> limits = new CopyOnWriteArrayList<>();
  private Path target;

  @BeforeEach
  void findSensor() throws Exception {
    sensor = new SensorCommand(Sandbox.sensor());
    target = folder.resolve("target");
  }

  private interface Operations {
    void write(UnpackStream out) throws IOException;
  }

  private SensorCommand.Outcome unpack(Operations operations) throws Exception {
    SensorCommand.Running running = sensor.start("unpack", target.toString());
    try (OutputStream in = running.input()) {
      operations.write(new UnpackStream(in));
    } catch (IOException e) {
      // it has refused something and gone
    }
    return running.end();
  }

  private static Attributes named(String name, int mode) {
    return new Attributes(
        name.getBytes(StandardCharsets.ISO_8859_1), mode, 0, 0, 1_000, 5, Map.of());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void file(UnpackStream out, String name, String content) throws IOException {
    out.file(
        named(name, 0644),
        Channels.newChannel(new ByteArrayInputStream(bytes(content))),
        content.length());
  }

  @Test
  void modesTimesAndLinksAreApplied() throws Exception {
    SensorCommand.Outcome outcome =
        unpack(
            out -> {
              out.directory(named("locked", 0555));
              file(out, "locked/a", "1");
              out.hardLink(named("b", 0), bytes("locked/a"));
              out.symlink(named("c", 0777), bytes("locked"));
              out.fifo(named("pipe", 0600));
              file(out, "implied/deep/file", "2");
              out.end();
            });

    assertThat(outcome.errors()).isEmpty();
    assertThat(outcome.output()).contains("devices 0");
    assertThat(Files.getAttribute(target.resolve("locked"), "unix:mode")).isEqualTo(040555);
    Instant time = Instant.ofEpochSecond(1_000, 5);
    assertThat(Files.getLastModifiedTime(target.resolve("locked")).toInstant()).isEqualTo(time);
    assertThat(Files.getLastModifiedTime(target.resolve("b")).toInstant()).isEqualTo(time);
    assertThat(Files.getAttribute(target.resolve("b"), "unix:nlink")).isEqualTo(2);
    assertThat(Files.readSymbolicLink(target.resolve("c"))).isEqualTo(Path.of("locked"));
    assertThat(target.resolve("implied/deep/file")).hasContent("2");
  }

  @Test
  void linksThatPointOutsideLeadNowhereElse() throws Exception {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    SensorCommand.Outcome outcome =
        unpack(
            out -> {
              out.symlink(named("absolute", 0777), bytes(outside.toString()));
              file(out, "absolute/x", "1");
              out.symlink(named("relative", 0777), bytes("../../../.." + outside));
              file(out, "relative/y", "2");
              file(out, "../../z", "3");
              out.end();
            });

    assertThat(outcome.errors()).isEmpty();
    assertThat(outside).isEmptyDirectory();
    try (Stream<Path> made = Files.list(folder)) {
      assertThat(made).containsExactlyInAnyOrder(target, outside);
    }
    assertThat(target.resolve("z")).hasContent("3");
    assertThat(Path.of(target + outside.toString(), "x")).hasContent("1");
    assertThat(Path.of(target + outside.toString(), "y")).hasContent("2");
  }

  @Test
  void aHardLinkToAnOutsideFileIsRefused() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "s");
    SensorCommand.Outcome outcome =
        unpack(
            out -> {
              out.hardLink(named("stolen", 0), bytes("../secret"));
              out.end();
            });

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.reason()).isEqualTo("cannot unpack 'stolen': No such file or directory");
    assertThat(target).doesNotExist();
    assertThat(Files.getAttribute(secret, "unix:nlink")).isEqualTo(1);
  }

  @Test
  void aSymlinkIsReplacedNotFollowedByAFileOfItsName() throws Exception {
    Path victim = Files.writeString(folder.resolve("victim"), "whole");
    unpack(
        out -> {
          out.symlink(named("name", 0777), bytes(victim.toString()));
          file(out, "name", "broken");
          out.symlink(named("dir", 0777), bytes(folder.toString()));
          out.directory(named("dir", 0700));
          out.end();
        });

    assertThat(victim).hasContent("whole");
    assertThat(target.resolve("name")).isRegularFile().hasContent("broken");
    assertThat(Files.isDirectory(target.resolve("dir"), LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @Test
  void namesThatAreNoTextStayAsTheyAre() throws Exception {
    SensorCommand.Outcome outcome =
        unpack(
            out -> {
              file(out, "line\nfeed\u00ff", "1");
              out.end();
            });

    assertThat(outcome.code()).isZero();
    Process list =
        new ProcessBuilder("sh", "-c", "cd \"$0\" && printf %s *", target.toString()).start();
    assertThat(list.getInputStream().readAllBytes()).isEqualTo(bytes("line\nfeed\u00ff"));
  }

  @Test
  void aStreamThatEndsEarlyLeavesNothing() throws Exception {
    SensorCommand.Outcome outcome =
        unpack(
            out -> {
              out.directory(named("locked", 0));
              file(out, "locked/a", "1".repeat(100_000));
              file(out, "b", "1".repeat(100_000));
            });

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.errors()).contains("cannot read the operations: it ended early");
    assertThat(target).doesNotExist();
  }

  @Test
  void brokenOperationsAreRefused() throws Exception {
    Map<String, byte[]> cases =
        Map.of(
            "an unknown operation", raw('z', 0, 1, "a", 0),
            "a time is out of range", raw('f', 1_000_000_000, 1, "a", 0),
            "a name or value is too long", raw('f', 0, Integer.MAX_VALUE, "a", 0),
            "a name holds a NUL", raw('f', 0, 3, "a\0b", 0),
            "a file is too large", raw('f', 0, 1, "a", -1),
            "a payload where none belongs", raw('d', 0, 1, "a", 7),
            "a device has no numbers", raw('c', 0, 1, "a", 3));
    for (Map.Entry<String, byte[]> each : cases.entrySet()) {
      SensorCommand.Running running = sensor.start("unpack", target.toString());
      try (OutputStream in = running.input()) {
        in.write(each.getValue());
      }
      SensorCommand.Outcome outcome = running.end();
      assertThat(outcome.code()).as(each.getKey()).isEqualTo(1);
      assertThat(outcome.errors()).contains(each.getKey());
      assertThat(target).doesNotExist();
    }
  }

  private static byte[] raw(char kind, int nanoseconds, int length, String name, long payload) {
    ByteBuffer buffer = ByteBuffer.allocate(100);
    buffer.put((byte) kind).putInt(0).putInt(0).putInt(0).putLong(0).putInt(nanoseconds);
    buffer.putInt(length).put(bytes(name)).putShort((short) 0).putLong(payload).flip();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  @Test
  void zerosBecomeHoles() throws Exception {
    int size = 8 << 20;
    unpack(
        out -> {
          out.file(
              named("sparse", 0644),
              Channels.newChannel(new ByteArrayInputStream(new byte[size])),
              size);
          out.end();
        });

    assertThat(target.resolve("sparse")).hasSize(size);
    Process blocks = new ProcessBuilder("stat", "-c", "%b", target + "/sparse").start();
    assertThat(
            new String(blocks.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip())
        .isEqualTo("0");
  }

  @Test
  void anythingOnceInTheWayIsRemovedHoweverDeepAndLocked() throws Exception {
    String deep = "d/".repeat(200);
    unpack(
        out -> {
          out.directory(named("top", 0));
          file(out, "top/" + deep + "file", "1");
          out.directory(named("top/d/d", 0));
          file(out, "top", "now a file");
          out.end();
        });
    assertThat(target.resolve("top")).hasContent("now a file");

    unpackAgain(deep);
    sensor.remove(target);
    assertThat(target).doesNotExist();
  }

  private void unpackAgain(String deep) throws Exception {
    sensor.remove(target);
    unpack(
        out -> {
          file(out, deep + "file", "1");
          out.directory(named(deep.substring(0, deep.length() - 1), 0));
          out.end();
        });
  }

  @Test
  void manyWhoAskForOneLayerUnpackItOnce() throws Exception {
    TarLayer layer = new TarLayer(true);
    layer.text("a", "1");
    layer.end();
    Path cache = folder.resolve("cache");
    Files.createDirectories(cache.resolve(layer.diffId().hex() + ".old.partial/x"));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Path> ask =
          () ->
              new UnpackedLayers(sensor, cache, limits::add)
                  .directory(layer, folder.resolve("own"));
      for (Future<Path> answer : threads.invokeAll(List.of(ask, ask, ask, ask))) {
        assertThat(answer.get().resolve("a")).hasContent("1");
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(layer.opened).hasValue(1);
    assertThat(cache.resolve(layer.diffId().hex() + ".old.partial")).doesNotExist();
  }

  @Test
  void aLayerThatCannotBeUnpackedIsNotRemembered() throws Exception {
    TarLayer layer = new TarLayer(true);
    layer.hardLink("a", "missing");
    layer.end();
    Path cache = folder.resolve("cache");

    assertThatThrownBy(
            () ->
                new UnpackedLayers(sensor, cache, limits::add)
                    .directory(layer, folder.resolve("own")))
        .isInstanceOf(EngineException.class)
        .hasMessageStartingWith("The layer '" + layer.diffId() + "' cannot be unpacked into '")
        .hasMessageEndingWith(
            "': cannot unpack 'a': No such file or directory. Check the image, and the space and permissions there.");
    try (Stream<Path> left = Files.list(cache)) {
      assertThat(left).allMatch(path -> path.toString().endsWith(".lock"));
    }
  }

  @Test
  void aRunThatIsStoppedWhenALayerIsJustUnpackedLeavesNoPartOfIt() throws Exception {
    TarLayer layer = new TarLayer(true);
    layer.text("a", "1");
    layer.end();
    Path cache = folder.resolve("cache");
    Path done = folder.resolve("done");
    Path go = folder.resolve("go");
    assertThat(new ProcessBuilder("mkfifo", done.toString(), go.toString()).start().waitFor())
        .isZero();
    Path script = folder.resolve("sensor");
    Files.writeString(
        script,
        """
        #!/bin/sh
        [ "$1" = unpack ] || exec rm -r "$2"
        mkdir "$2"
        cat >/dev/null
        echo >'%s'
        read -r line <'%s'
        """
            .formatted(done, go));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    FutureTask<Path> stopped =
        new FutureTask<>(
            () ->
                new UnpackedLayers(new SensorCommand(script), cache, limits::add)
                    .directory(layer, folder.resolve("own")));
    Thread thread = new Thread(stopped);
    thread.start();

    assertThat(Files.readString(done)).isEqualTo("\n");
    thread.interrupt();
    Files.writeString(go, "\n");

    assertThatThrownBy(stopped::get).hasCauseInstanceOf(InterruptedException.class);
    try (Stream<Path> left = Files.list(cache)) {
      assertThat(left).allMatch(path -> path.toString().endsWith(".lock"));
    }
  }

  @Test
  void anotherBuildThatHoldsTheLayerIsWaitedFor() throws Exception {
    TarLayer layer = new TarLayer(true);
    layer.text("a", "1");
    layer.end();
    Path cache = Files.createDirectory(folder.resolve("cache"));
    ExecutorService thread = Executors.newSingleThreadExecutor();
    FileChannel channel =
        FileChannel.open(
            cache.resolve(layer.diffId().hex() + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    try {
      channel.lock();
      Future<Path> answer =
          thread.submit(
              () ->
                  new UnpackedLayers(sensor, cache, limits::add)
                      .directory(layer, folder.resolve("own")));
      assertThatThrownBy(() -> answer.get(100, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      assertThat(layer.opened).hasValue(0);
      channel.close();
      assertThat(answer.get().resolve("a")).hasContent("1");
    } finally {
      channel.close();
      thread.shutdownNow();
    }
  }

  @Test
  void operationsHaveTheDocumentedForm() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    UnpackStream out = new UnpackStream(bytes);
    out.symlink(
        new Attributes(bytes("n"), 0644, 1, 2, -1, 3, Map.of("user.x", bytes("v"))), bytes("to"));
    out.end();

    ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
    assertThat((char) buffer.get()).isEqualTo('l');
    assertThat(List.of(buffer.getInt(), buffer.getInt(), buffer.getInt()))
        .containsExactly(0644, 1, 2);
    assertThat(buffer.getLong()).isEqualTo(-1);
    assertThat(List.of(buffer.getInt(), buffer.getInt())).containsExactly(3, 1);
    assertThat(buffer.get()).isEqualTo((byte) 'n');
    assertThat(List.of(buffer.getShort(), buffer.getShort())).containsExactly((short) 1, (short) 6);
    buffer.position(buffer.position() + 6);
    assertThat(buffer.getInt()).isEqualTo(1);
    assertThat(buffer.get()).isEqualTo((byte) 'v');
    assertThat(buffer.getLong()).isEqualTo(2);
    buffer.position(buffer.position() + 2);
    assertThat((char) buffer.get()).isEqualTo('e');
    assertThat(buffer.remaining()).isEqualTo(4 * 3 + 8 + 4 + 4 + 2 + 8);
  }
}
