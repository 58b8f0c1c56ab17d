package io.github.slimmaven.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads programs that Go linked (see go/make.sh), and hostile ones. */
class GoBinaryTest {
  @TempDir private Path directory;
  private Rootfs root;

  @BeforeEach
  void root() throws Exception {
    root = new Rootfs(directory);
  }

  /** What {@code go version -m} says; a directory has no version. */
  @ParameterizedTest
  @ValueSource(strings = {"amd64", "386", "s390x"})
  void theModulesOfAProgramAreThoseThatAreInIt(String machine) throws Exception {
    root.executable("usr/bin/shop", program(machine));

    assertThat(root.parts())
        .containsExactly(
            "golang:example.com/shop [/usr/bin/shop]",
            "golang:example.com/colors@v1.2.3 [/usr/bin/shop]",
            "golang:example.com/local [/usr/bin/shop]",
            "golang:example.com/new@v1.1.0 [/usr/bin/shop]",
            "golang:stdlib@1.19.8 [/usr/bin/shop]");
    assertThat(root.inventory().owners().labels())
        .containsEntry("/usr/bin/shop", "golang:example.com/shop");
  }

  @Test
  void whatIsNotExecutableIsNotRead() throws Exception {
    root.file("usr/bin/shop", program("amd64"));

    assertThat(root.parts()).isEmpty();
  }

  @Test
  void aProgramThatIsCutOffHasNone() throws Exception {
    byte[] whole = program("amd64");
    for (int length : new int[] {4096, 8192, whole.length / 2}) {
      root.executable("usr/bin/cut-" + length, Arrays.copyOf(whole, length));
    }

    assertThat(root.parts()).isEmpty();
  }

  @Test
  void aSectionThatSaysThatItIsLongerThanItIsHasNone() throws Exception {
    byte[] program = program("amd64");
    int section = indexOf(program, "\u00ff Go buildinf:");
    Arrays.fill(program, section + 32, section + 37, (byte) 0xFF);
    root.executable("usr/bin/endless", program);
    byte[] cut = program("amd64");
    int modules = indexOf(cut, "go1.19.8") + "go1.19.8".length();
    cut[modules] = (byte) 0xFF;
    cut[modules + 1] = 0x7F;
    root.executable("usr/bin/longer", cut);

    assertThat(root.parts()).isEmpty();
  }

  private static int indexOf(byte[] program, String text) {
    int at = new String(program, StandardCharsets.ISO_8859_1).indexOf(text);
    assertThat(at).isPositive();
    return at;
  }

  private static byte[] program(String machine) throws IOException {
    try (InputStream packed =
            Objects.requireNonNull(
                GoBinaryTest.class.getResourceAsStream("go/shop-" + machine + ".gz"));
        InputStream in = new GZIPInputStream(packed)) {
      return in.readAllBytes();
    }
  }
}
