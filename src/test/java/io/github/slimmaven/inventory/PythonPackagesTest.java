package io.github.slimmaven.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonPackagesTest {
  private static final String SITE = "usr/lib/python3/site-packages/";

  @TempDir private Path directory;
  private Rootfs root;

  @BeforeEach
  void root() throws Exception {
    root = new Rootfs(directory);
  }

  @Test
  void anEggOwnsTheModulesItNamesAndWhatItInstalled() throws Exception {
    String egg = SITE + "Pillow_Simple-9.4.0.post1-py3.11.egg-info/";
    root.text(
            egg + "PKG-INFO", "Metadata-Version: 2.1\nName: Pillow-Simple\nVersion: 9.4\n\nName: x")
        .text(egg + "top_level.txt", "PIL\n_imaging\n../etc\n\n")
        .text(egg + "installed-files.txt", "../PIL/Image.py\n../../../../bin/pil\n/etc/passwd\n")
        .texts(SITE + "PIL/Image.py", SITE + "PIL/fonts/a.ttf", SITE + "_imaging.cpython-311.so")
        .texts(SITE + "PILfer.py", SITE + "_imaging.txt", "usr/bin/pil", SITE + "etc");

    assertThat(root.parts())
        .containsExactly(
            "pypi:Pillow-Simple@9.4 [/usr/bin/pil, "
                + String.join(
                    ", ",
                    "/" + SITE + "PIL/Image.py",
                    "/" + SITE + "PIL/fonts/a.ttf",
                    "/" + egg + "PKG-INFO",
                    "/" + egg + "installed-files.txt",
                    "/" + egg + "top_level.txt",
                    "/" + SITE + "_imaging.cpython-311.so")
                + "]");
  }

  @Test
  void anEggOfOneFileOwnsTheModulesOfItsName() throws Exception {
    root.text(SITE + "six-1.16.0.egg-info", "Name: six\nVersion: 1.16.0\n")
        .text(SITE + "Ruamel.Yaml-0.17-py3.11.egg-info", "Metadata-Version: 1.1\n")
        .texts(SITE + "six.py", SITE + "six2.py", SITE + "ruamel_yaml/main.py");

    assertThat(root.parts())
        .containsExactlyInAnyOrder(
            "pypi:six@1.16.0 [/" + SITE + "six-1.16.0.egg-info, /" + SITE + "six.py]",
            "pypi:Ruamel.Yaml@0.17 [/"
                + SITE
                + "Ruamel.Yaml-0.17-py3.11.egg-info, /"
                + SITE
                + "ruamel_yaml/main.py]");
  }

  @Test
  void aWheelWithoutItsRecordOwnsTheModulesOfItsName() throws Exception {
    root.text(SITE + "click-8.1.dist-info/METADATA", "Name: click\nVersion: 8.1\n")
        .texts(SITE + "click/core.py", SITE + "clicker.py");

    assertThat(root.parts())
        .containsExactly(
            "pypi:click@8.1 [/"
                + SITE
                + "click-8.1.dist-info/METADATA, /"
                + SITE
                + "click/core.py]");
  }

  @Test
  void aPackageOfUnknownFilesIsNeverTakenForGone() throws Exception {
    root.text(SITE + "PyYAML-6.0.egg-info", "Name: PyYAML\nVersion: 6.0\n")
        .text(SITE + "attrs-23.dist-info/METADATA", "Name: attrs\nVersion: 23\n")
        .text(SITE + "six-1.16.egg-info", "Name: six\nVersion: 1.16\n")
        .texts(SITE + "yaml/loader.py", SITE + "attr/core.py", SITE + "six.py");
    Rootfs slim =
        new Rootfs(Files.createDirectory(directory.resolve("slim"))).texts(SITE + "yaml/loader.py");

    assertThat(root.parts()).contains("pypi:PyYAML@6.0 []", "pypi:attrs@23 []");
    assertThat(root.presences(slim))
        .containsExactlyInAnyOrder("PyYAML kept", "attrs kept", "six removed");
  }

  @Test
  void whatIsOnlyMetadataByItsRecordIsThat() throws Exception {
    root.text(SITE + "meta-1.dist-info/METADATA", "Name: meta\nVersion: 1\n")
        .text(SITE + "meta-1.dist-info/RECORD", "meta-1.dist-info/METADATA,,\n");

    assertThat(
            root.presences(new Rootfs(Files.createDirectory(directory.resolve("slim"))).texts("a")))
        .containsExactly("meta removed");
  }

  @Test
  void anEggWithoutMetadataIsNone() throws Exception {
    root.texts(SITE + "a-1.egg-info/top_level.txt", SITE + "a.py");

    assertThat(root.parts()).isEmpty();
  }
}
