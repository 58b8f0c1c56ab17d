package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.AtomicFile;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.Port;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What tells whether two runs were asked the same: an HMAC-SHA-256 (RFC 2104) of all values. The
 * values may be secret and easy to guess (a password of a test database), so the key is this user's
 * own, in the cache: nobody else who sees a fingerprint can try values against it.
 */
final class Fingerprint {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES = 32;

  /** What functions of the image's ports are told apart by: two lists with another first port. */
  private static final List<List<Port>> PORTS =
      List.of(List.of(new Port(1, "tcp")), List.of(new Port(2, "tcp")));

  private final Mac mac;

  private Fingerprint(Mac mac) {
    this.mac = mac;
  }

  /** A fingerprint of nothing yet; makes the user's key if there is none. */
  static Fingerprint start(Path cache) throws IOException {
    return new Fingerprint(mac(key(cache.resolve("key"))));
  }

  private static byte[] key(Path file) throws IOException {
    try {
      byte[] key = Files.readAllBytes(file);
      if (key.length == KEY_BYTES) {
        return key;
      }
    } catch (NoSuchFileException e) {
      // Made now.
    }
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    AtomicFile.write(
        file,
        part -> {
          Files.createFile(
              part,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
          Files.write(part, key);
        });
    return Files.readAllBytes(file); // of two builds that make one, both have the later
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  /**
   * Adds a value: text, numbers, paths, times, records, collections and functions of ports, nested
   * at will. Two values that differ anywhere give different fingerprints.
   *
   * @throws IllegalArgumentException if it is of a kind that cannot be compared
   */
  Fingerprint add(String name, Object value) {
    text(name);
    any(value);
    return this;
  }

  /** The content of a file, or that there is none. */
  Fingerprint file(String name, Path file) throws IOException {
    return add(name, Files.isRegularFile(file) ? Optional.of(FileState.digest(file)) : "none");
  }

  /** The components of a record but some. */
  Fingerprint without(Set<String> names, Record value) {
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      if (!names.contains(component.getName())) {
        add(component.getName(), of(value, component));
      }
    }
    return this;
  }

  /** Hexadecimal. */
  String finish() {
    return HexFormat.of().formatHex(mac.doFinal());
  }

  private void any(Object value) {
    if (value instanceof Optional<?> optional) {
      all("optional", optional.stream().toList());
    } else if (value instanceof Map<?, ?> map) {
      all("map", sorted(map.entrySet(), entry -> List.of(entry.getKey(), entry.getValue())));
    } else if (value instanceof Set<?> set) {
      all("set", sorted(set, List::of));
    } else if (value instanceof Collection<?> list) {
      all("list", list);
    } else if (value instanceof Record composite) {
      text(composite.getClass().getName());
      without(Set.of(), composite);
    } else if (value instanceof Function<?, ?> function) {
      PORTS.forEach(ports -> any(applied(function, ports)));
    } else if (value instanceof byte[] bytes) {
      bytes("bytes", bytes);
    } else if (value instanceof Enum<?> constant) {
      bytes("enum", constant.name().getBytes(StandardCharsets.UTF_8));
    } else if (isScalar(value)) {
      bytes(value.getClass().getSimpleName(), value.toString().getBytes(StandardCharsets.UTF_8));
    } else {
      throw new IllegalArgumentException(
          "A " + value.getClass().getName() + " cannot be compared with that of another run.");
    }
  }

  private static boolean isScalar(Object value) {
    return value instanceof String
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof Duration
        || value instanceof Instant
        || value instanceof OptionalInt
        || value instanceof OptionalLong
        || value instanceof Digest
        || value instanceof Path;
  }

  private void all(String kind, Collection<?> elements) {
    text(kind + " " + elements.size());
    elements.forEach(this::any);
  }

  /** Elements in the order of their own fingerprints, as a set has none. */
  private static <T> List<Object> sorted(Collection<T> elements, Function<T, List<Object>> parts) {
    return elements.stream()
        .map(element -> (Object) parts.apply(element))
        .sorted(Comparator.comparing(Fingerprint::alone))
        .toList();
  }

  private static String alone(Object value) {
    Fingerprint own = new Fingerprint(mac(new byte[KEY_BYTES]));
    own.any(value);
    return own.finish();
  }

  @SuppressWarnings("unchecked")
  private static Object applied(Function<?, ?> function, List<Port> ports) {
    return ((Function<List<Port>, Object>) function).apply(ports);
  }

  private static Object of(Record value, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("'" + component + "' cannot be read", e);
    }
  }

  private void text(String text) {
    bytes("text", text.getBytes(StandardCharsets.UTF_8));
  }

  /** With kind and length, so that no two sequences of values are the same bytes. */
  private void bytes(String kind, byte[] bytes) {
    byte[] name = kind.getBytes(StandardCharsets.UTF_8);
    mac.update(ByteBuffer.allocate(8).putInt(name.length).putInt(bytes.length).array());
    mac.update(name);
    mac.update(bytes);
  }
}
