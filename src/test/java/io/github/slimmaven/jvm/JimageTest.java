package io.github.slimmaven.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JimageTest {
  private static final int INDEX = 2 << 20;
  private static final Path LIBRARY = Runtimes.current().resolve("lib/modules");

  @Test
  void everyModuleOfTheRunningRuntimeIsFoundWithItsPackages() throws IOException {
    ModuleTable table = Runtimes.table(Runtimes.current());

    assertThat(table.modules().keySet())
        .isEqualTo(
            ModuleFinder.ofSystem().findAll().stream()
                .map(ModuleReference::descriptor)
                .map(ModuleDescriptor::name)
                .collect(Collectors.toSet()));
    for (ModuleReference module : ModuleFinder.ofSystem().findAll()) {
      ModuleDescriptor read = table.descriptor(module.descriptor().name());
      assertThat(read.requires().stream().map(ModuleDescriptor.Requires::name))
          .containsExactlyInAnyOrderElementsOf(
              module.descriptor().requires().stream()
                  .map(ModuleDescriptor.Requires::name)
                  .toList());
      assertThat(read.provides()).isEqualTo(module.descriptor().provides());
    }
    assertThat(table.ofClass("java/sql/Driver")).contains("java.sql");
    assertThat(table.ofClass("java/sql/NoSuchClass")).isEmpty();
  }

  @Test
  void resourceIsTheClassThatTheRuntimeHas() throws IOException {
    try (Jimage image = Runtimes.open(LIBRARY);
        var in = Object.class.getResourceAsStream("Object.class")) {
      Jimage.Resource object =
          image.resources().stream()
              .filter(r -> r.path().equals("java/lang/Object.class"))
              .findFirst()
              .orElseThrow();

      assertThat(image.read(object)).isEqualTo(in.readAllBytes());
    }
  }

  @Test
  void anotherVersionIsRefusedByItsNumber() {
    byte[] header =
        ByteBuffer.allocate(64)
            .order(ByteOrder.nativeOrder())
            .putInt(0xCAFEDADA)
            .putInt(0x20000)
            .array();

    assertThatThrownBy(() -> open(header))
        .isInstanceOf(JvmException.class)
        .hasMessage("'test' is no class library of a known format (magic cafedada, version 20000)");
  }

  @Test
  void indexThatIsLargerThanTheFileIsRefusedBeforeMemoryIsTaken() {
    byte[] header =
        ByteBuffer.allocate(28)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(0xCAFEDADA)
            .putInt(0x10000)
            .putInt(0)
            .putInt(5)
            .putInt(5)
            .putInt(Integer.MAX_VALUE)
            .putInt(16)
            .array();

    assertThatThrownBy(() -> open(header))
        .isInstanceOf(JvmException.class)
        .hasMessage("'test' is broken: its index does not fit in it");
  }

  @Test
  void wrongBytesInTheIndexGiveNoOtherErrorThanThatItIsBroken(@TempDir Path temp)
      throws IOException {
    Path copy = Files.copy(LIBRARY, temp.resolve("modules"));
    Random random = new Random(4);
    int refused = 0;
    for (int i = 0; i < 30; i++) {
      try (FileChannel whole = FileChannel.open(LIBRARY);
          FileChannel broken = FileChannel.open(copy, StandardOpenOption.WRITE)) {
        whole.transferTo(0, INDEX, broken);
        for (int j = 0; j < 1 << i % 10; j++) {
          broken.write(ByteBuffer.wrap(new byte[] {(byte) random.nextInt()}), at(random));
        }
      }
      try (Jimage image = Runtimes.open(copy)) {
        ModuleTable.of(image, copy.toString());
      } catch (JvmException e) {
        assertThat(e).hasMessageStartingWith("'" + copy + "' is ");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(10);
  }

  /** Mostly anywhere in the index, now and then in its header. */
  private static long at(Random random) {
    return random.nextInt(random.nextInt(50) == 0 ? 28 : INDEX);
  }

  @Test
  void libraryThatIsCutShortIsRefused() throws IOException {
    byte[] whole = new byte[INDEX];
    try (FileChannel channel = FileChannel.open(LIBRARY)) {
      channel.read(ByteBuffer.wrap(whole));
    }
    for (int length : new int[] {0, 3, 27, 28, 1000, INDEX / 2, INDEX}) {
      assertThatThrownBy(() -> open(Arrays.copyOf(whole, length))).isInstanceOf(JvmException.class);
    }
  }

  private static Jimage open(byte[] bytes) throws IOException {
    return Jimage.open(new SeekableInMemoryByteChannel(bytes), "test");
  }
}
