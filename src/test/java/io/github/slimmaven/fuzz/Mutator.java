package io.github.slimmaven.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages inputs as an attacker would: numbers at their limits, names that climb, parts twice. */
final class Mutator {
  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    127,
    128,
    255,
    256,
    32767,
    32768,
    65535,
    65536,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    0xFFFFFFFFL,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    1L << 40
  };
  private static final List<String> WORDS =
      List.of(
          "..",
          "../",
          "/../../",
          "/",
          "//",
          "\0",
          "\n",
          "\r\n",
          "\t",
          "'",
          "\"",
          "\\",
          "%",
          "%00",
          "{}",
          "[]",
          "null",
          "true",
          "-1",
          "1e999",
          "0x",
          "NaN",
          "99999999999999999999",
          "65536",
          "\u00ff",
          "\ud83d\ude00",
          "{{",
          "}}",
          "${",
          "*",
          ":",
          "&a",
          "*a",
          "<",
          ">",
          "=",
          ";",
          "#",
          "/etc/passwd",
          "~",
          " ");
  private static final int LONGEST = 1 << 18;

  private final Random random;

  Mutator(Random random) {
    this.random = random;
  }

  /** One to eight damages. */
  byte[] mutate(Format format) {
    byte[] seed = pick(format.seeds());
    byte[] input = seed.clone();
    for (int i = 1 << random.nextInt(4); i > 0; i--) {
      input = once(input, format);
      if (input.length > LONGEST) {
        input = Arrays.copyOf(input, LONGEST);
      }
    }
    return random.nextInt(4) == 0 ? input : format.repair().apply(input, seed);
  }

  private byte[] once(byte[] input, Format format) {
    int at = random.nextInt(input.length + 1);
    int length = Math.min(input.length - at, 1 << random.nextInt(12));
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> number(input);
      case 3, 4 -> flipped(input);
      case 5 -> replaced(input, at, 0, word(format));
      case 6 -> replaced(input, at, Math.min(length, 8), word(format));
      case 7 -> replaced(input, at, length, new byte[0]);
      case 8 -> replaced(input, at, 0, repeated(input, at, length));
      case 9 -> decimal(input);
      case 10 -> {
        byte[] other = pick(format.seeds());
        int from = random.nextInt(other.length + 1);
        int most = Math.min(other.length - from, 1 << random.nextInt(12));
        yield replaced(input, at, 0, Arrays.copyOfRange(other, from, from + most));
      }
      default -> Arrays.copyOf(input, random.nextInt(8) == 0 ? at : input.length);
    };
  }

  private byte[] pick(List<byte[]> from) {
    return from.get(random.nextInt(from.size()));
  }

  private byte[] word(Format format) {
    List<String> words = random.nextBoolean() || format.words().isEmpty() ? WORDS : format.words();
    String word = words.get(random.nextInt(words.size()));
    return word.repeat(random.nextInt(10) == 0 ? 1 << random.nextInt(14) : 1)
        .getBytes(StandardCharsets.UTF_8);
  }

  private byte[] repeated(byte[] input, int at, int length) {
    int times = random.nextInt(10) == 0 ? 1 << random.nextInt(10) : 1;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < times && out.size() < LONGEST; i++) {
      out.write(input, at, length);
    }
    return out.toByteArray();
  }

  private byte[] flipped(byte[] input) {
    if (input.length > 0) {
      int at = random.nextInt(input.length);
      input[at] =
          (byte) (random.nextBoolean() ? random.nextInt() : input[at] ^ 1 << random.nextInt(8));
    }
    return input;
  }

  private byte[] number(byte[] input) {
    int size = 1 << random.nextInt(4);
    if (input.length < size) {
      return input;
    }
    long number = NUMBERS[random.nextInt(NUMBERS.length)] + random.nextInt(5) - 2;
    ByteBuffer buffer =
        ByteBuffer.wrap(input)
            .order(random.nextInt(3) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int at = random.nextInt(input.length - size + 1);
    switch (size) {
      case 1 -> buffer.put(at, (byte) number);
      case 2 -> buffer.putShort(at, (short) number);
      case 4 -> buffer.putInt(at, (int) number);
      default -> buffer.putLong(at, number);
    }
    return input;
  }

  /** Another number in the place of one that is written in digits. */
  private byte[] decimal(byte[] input) {
    int at = random.nextInt(input.length + 1);
    while (at < input.length && !isDigit(input[at])) {
      at++;
    }
    int end = at;
    while (end < input.length && isDigit(input[end])) {
      end++;
    }
    String number = Long.toString(NUMBERS[random.nextInt(NUMBERS.length)]);
    return replaced(input, at, end - at, number.getBytes(StandardCharsets.US_ASCII));
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static byte[] replaced(byte[] input, int at, int length, byte[] by) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(input, 0, at);
    out.writeBytes(by);
    out.write(input, at + length, input.length - at - length);
    return out.toByteArray();
  }
}
