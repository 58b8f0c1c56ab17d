package io.github.slimmaven.jvm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactLibraryTest {
  private static final List<String> MODULES = List.of("java.base", "java.logging");

  /** Has texts in all languages. */
  private static final List<String> WITH_LOCALES =
      List.of("java.base", "java.logging", "jdk.localedata");

  @TempDir Path temp;
  private Jdk jdk;
  private Path plain;

  @BeforeEach
  void link() throws IOException {
    jdk = Runtimes.jdk(17);
    plain = link("plain", MODULES, List.of());
  }

  private Path link(String name, List<String> modules, List<String> options) throws IOException {
    Path jars = Files.createDirectory(temp.resolve(name + "-jars"));
    try (Jimage image = Runtimes.open(Runtimes.library(jdk))) {
      ModuleJars.write(image, ModuleTable.of(image, "test"), modules, Map.of(), jars);
    }
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of("--add-modules", String.join(",", modules)));
    all.addAll(List.of("--disable-plugin", "generate-jli-classes"));
    return Jlink.link(jdk, jars, all, Files.createDirectory(temp.resolve(name)));
  }

  private Path compact(Path library, boolean deflate, String name) throws IOException {
    try (Jimage image = Runtimes.open(library)) {
      CompactLibrary.write(image, deflate, temp.resolve(name));
    }
    return temp.resolve(name);
  }

  private static Map<String, Integer> contents(Path library) throws IOException {
    Map<String, Integer> contents = new TreeMap<>();
    try (Jimage image = Runtimes.open(library)) {
      for (Jimage.Resource resource : image.resources()) {
        String path = resource.module() + "/" + resource.path();
        contents.put(path, Arrays.hashCode(image.read(resource)));
      }
    }
    return contents;
  }

  @Test
  void libraryGetsSmallerAndHoldsTheSame() throws IOException {
    Path shared = compact(plain, false, "shared");
    Path deflated = compact(plain, true, "deflated");

    assertThat(Files.size(shared)).isLessThan(Files.size(plain) * 3 / 4);
    assertThat(Files.size(deflated)).isLessThan(Files.size(plain) / 2);
    assertThat(contents(shared)).isEqualTo(contents(plain));
    assertThat(contents(deflated)).isEqualTo(contents(plain));
  }

  @Test
  void itsOwnResultCanBeCompressedOnceMore() throws IOException {
    Path first = compact(plain, true, "first");

    assertThat(contents(compact(first, true, "again"))).isEqualTo(contents(plain));
  }

  @Test
  void whatJlinkCompressedInItsOwnWaysIsReadToTheSameContents() throws IOException {
    assertThat(contents(link("strings", MODULES, List.of("--compress=1"))))
        .isEqualTo(contents(plain));
    assertThat(contents(link("zip", MODULES, List.of("--compress=2")))).isEqualTo(contents(plain));
  }

  @Test
  void aWayOfCompressionThatIsNotKnownIsNamed() throws IOException {
    Path library = compact(plain, false, "shared");
    String bytes = Files.readString(library, ISO_8859_1);
    Files.writeString(library, bytes.replace("compact-cp", "compact-no"), ISO_8859_1);

    assertThatThrownBy(() -> contents(library))
        .isInstanceOf(JvmException.class)
        .hasMessageEndingWith("' is compressed by 'compact-no', which only its own JDK reads");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theJdksOwnReaderFindsTheSameInIt(boolean deflate) throws Exception {
    Path library = link("locales", WITH_LOCALES, List.of());
    Path extracted = temp.resolve("extracted");
    Process jimage =
        new ProcessBuilder(
                jdk.java().toString(),
                "-m",
                "jdk.jlink/jdk.tools.jimage.Main",
                "extract",
                "--dir",
                extracted.toString(),
                compact(library, deflate, "compact").toString())
            .inheritIO()
            .start();
    assertThat(jimage.waitFor()).isZero();

    Map<String, Integer> read = new TreeMap<>();
    try (var files = Files.walk(extracted)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        read.put(extracted.relativize(file).toString(), Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    assertThat(read).isEqualTo(contents(library));
  }
}
