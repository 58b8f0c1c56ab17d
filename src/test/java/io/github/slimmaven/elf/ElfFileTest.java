package io.github.slimmaven.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ElfFileTest {
  private static final ElfBytes SAMPLE =
      ElfBytes.x86("/lib64/ld.so")
          .soname("libme.so.1")
          .needs("liba.so", "libb.so")
          .runpath("/r:/s");

  @ParameterizedTest
  @CsvSource({"true,LITTLE,62", "false,LITTLE,3", "true,BIG,22", "false,BIG,20"})
  void readsBothClassesInBothByteOrders(boolean wide, String endian, int machine)
      throws IOException {
    ByteOrder order = endian.equals("BIG") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    byte[] bytes = new ElfBytes(wide, order, machine, "/lib64/ld.so", SAMPLE.tags()).bytes();

    ElfFile elf = read(bytes).orElseThrow();

    assertThat(elf.target()).isEqualTo(new ElfFile.Target(wide ? 64 : 32, order, machine));
    assertThat(elf.interpreter()).contains("/lib64/ld.so");
    assertThat(elf.soname()).contains("libme.so.1");
    assertThat(elf.needed()).containsExactly("liba.so", "libb.so");
    assertThat(elf.runpath()).containsExactly("/r", "/s");
    assertThat(elf.defaultLibraries()).isTrue();
  }

  @Test
  void ignoresTheRpathOfAFileThatHasARunpath() throws IOException {
    assertThat(read(SAMPLE.rpath("/old").bytes()).orElseThrow().rpath()).isEmpty();
    assertThat(read(ElfBytes.x86("").rpath("/old").bytes()).orElseThrow().rpath())
        .containsExactly("/old");
  }

  @Test
  void takesAScriptForNoElfFile() throws IOException {
    assertThat(read("#!/bin/sh\n".repeat(20).getBytes(StandardCharsets.US_ASCII))).isEmpty();
    assertThat(read(new byte[0])).isEmpty();
  }

  @Test
  void refusesAFileThatIsCutShortAnywhere() throws IOException {
    byte[] whole = SAMPLE.bytes();
    for (int length = 0; length < whole.length; length++) {
      assertThat(read(Arrays.copyOf(whole, length))).as("%d bytes", length).isEmpty();
    }
  }

  @Test
  void survivesEveryByteBeingTurnedOver() throws IOException {
    byte[] whole = SAMPLE.bytes();
    for (int i = 0; i < whole.length; i++) {
      byte[] broken = whole.clone();
      broken[i] = (byte) ~broken[i];
      Optional<ElfFile> elf = read(broken); // anything but an exception or endless memory
      elf.ifPresent(e -> assertThat(e.needed()).hasSizeLessThan(10));
    }
  }

  @Test
  void survivesRandomHeaders() throws IOException {
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      byte[] broken = SAMPLE.bytes();
      for (int n = 0; n < 6; n++) {
        broken[16 + random.nextInt(SAMPLE.programHeader(3) - 16)] = (byte) random.nextInt(256);
      }
      assertThat(read(broken)).isNotNull();
    }
  }

  @Test
  void refusesAnAbsurdDynamicSection() throws IOException {
    byte[] bytes = SAMPLE.bytes();
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(SAMPLE.programHeader(1) + 32, Long.MAX_VALUE);
    assertThat(read(bytes)).isEmpty();
  }

  @Test
  void refusesAStringTableOutsideTheFile() throws IOException {
    byte[] bytes = SAMPLE.bytes();
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(SAMPLE.programHeader(0) + 8, Long.MAX_VALUE - 1);
    assertThat(read(bytes)).isEmpty();
  }

  @Test
  void refusesMoreNeededNamesThanAnyRealFileHas() throws IOException {
    String[] names = new String[1025];
    Arrays.fill(names, "x");
    assertThat(read(ElfBytes.x86("").needs(names).bytes())).isEmpty();
    assertThat(read(ElfBytes.x86("").needs(Arrays.copyOf(names, 1024)).bytes())).isPresent();
  }

  @Test
  void refusesAnUnterminatedName() throws IOException {
    String endless = "x".repeat(5000);
    assertThat(read(ElfBytes.x86("").needs(endless).bytes())).isEmpty();
    assertThat(read(ElfBytes.x86("").needs("x".repeat(3000)).bytes()).orElseThrow().needed())
        .isEqualTo(List.of("x".repeat(3000)));
  }

  private static Optional<ElfFile> read(byte[] bytes) throws IOException {
    try (SeekableByteChannel channel = new SeekableInMemoryByteChannel(bytes)) {
      return ElfFile.read(channel);
    }
  }
}
