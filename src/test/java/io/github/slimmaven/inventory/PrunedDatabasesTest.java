package io.github.slimmaven.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.Images;
import io.github.slimmaven.inventory.scan.Component;
import io.github.slimmaven.keep.KeepSet;
import io.github.slimmaven.keep.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrunedDatabasesTest {
  private static final String STATUS = "/var/lib/dpkg/status";

  @TempDir private Path directory;
  private Path root;
  private int folders;

  @BeforeEach
  void root() throws Exception {
    root = Files.createDirectory(directory.resolve("root"));
    file("usr/bin/curl", "");
    file("usr/share/doc/curl", "");
    file("usr/lib/libz.so", "");
    Files.createSymbolicLink(root.resolve("lib"), Path.of("usr/lib"));
    file("var/lib/dpkg/info/curl.list", "/.\n/lib\n/usr/bin/curl\n/usr/share/doc/curl\n");
    file("var/lib/dpkg/info/zlib1g:amd64.list", "/lib\n/lib/libz.so\n");
    file(
        "var/lib/dpkg/status",
        """
        Package: curl
        Status: install ok installed
        Architecture: amd64
        Version: 7.88.1
        Depends: zlib1g
        Description: a tool
         of many words

        Package: zlib1g
        Status: install ok installed
        Architecture: amd64
        Source: zlib
        Version: 1:1.2.13
        Conffiles:
         /etc/z abc
        """);
  }

  @Test
  void dpkgNamesWhatIsLeftAndItsFiles() throws Exception {
    KeepSet pruned = pruned(Set.of(), "/lib", "/usr/bin/curl");

    assertThat(pruned.reasons())
        .containsEntry(STATUS, Reason.PACKAGE_DATABASE)
        .containsEntry("/var/lib/dpkg", new Reason(Reason.Kind.DIRECTORY, ""))
        .doesNotContainKey("/var/lib/dpkg/info/zlib1g:amd64.list");
    assertThat(text(pruned, STATUS))
        .isEqualTo(
            """
            Package: curl
            Status: install ok installed
            Architecture: amd64
            Version: 7.88.1
            Description: a tool

            """);
    assertThat(text(pruned, "/var/lib/dpkg/info/curl.list")).isEqualTo("/usr/bin/curl\n");
  }

  @Test
  void whatIsNamedIsWhatTheListOfPackagesHas() throws Exception {
    assertThat(Components.of(tree(), Optional.empty(), Map.of()))
        .extracting(Component::name, c -> c.built().isPresent(), c -> c.presence().files())
        .containsExactly(tuple("curl", false, 2), tuple("zlib1g", true, 1));
  }

  @Test
  void aDatabaseThatTheAppUsesStaysAsItIsAndADroppedOneGoes() throws Exception {
    KeepSet used = pruned(Set.of(), "/usr/bin/curl", STATUS);
    KeepSet dropped = pruned(Set.of(STATUS), "/usr/bin/curl");

    assertThat(used.contents()).doesNotContainKey(STATUS);
    assertThat(used.reasons().get(STATUS).kind()).isEqualTo(Reason.Kind.TRACED);
    assertThat(dropped.reasons()).doesNotContainKey(STATUS);
  }

  @Test
  void nothingIsAddedWhereNoPackageIsLeft() throws Exception {
    assertThat(pruned(Set.of(), "/lib").reasons()).containsOnlyKeys("/lib");
  }

  @Test
  void distrolessAndApkAndRpmNameWhatIsLeft() throws Exception {
    Files.delete(root.resolve("var/lib/dpkg/status"));
    file("var/lib/dpkg/status.d/tz", "Package: tz\nVersion: 1\nDepends: x\n");
    file("var/lib/dpkg/status.d/tz.md5sums", "0  usr/bin/tz\n1  usr/share/tz\n");
    file("var/lib/dpkg/status.d/gone", "Package: gone\nVersion: 1\n");
    file("var/lib/dpkg/status.d/gone.md5sums", "0  usr/bin/gone\n");
    file("usr/bin/tz", "");
    file("usr/share/tz", "");
    file("usr/bin/gone", "");
    file(
        "lib/apk/db/installed",
        """
        C:Q1
        P:musl
        V:1
        o:m
        F:usr
        F:usr/bin
        M:0:0:755
        R:ld
        a:0:0:755
        Z:Q1
        R:ldd
        Z:Q2

        P:gone
        V:1
        F:usr/bin
        R:gone
        """);
    file("usr/bin/ld", "");
    file("usr/bin/ldd", "");
    file("usr/bin/shop-tool", "");
    Path rpm = root.resolve("var/lib/rpm/rpmdb.sqlite");
    Files.createDirectories(rpm.getParent());
    Files.copy(Path.of("src/test/resources/io/github/slimmaven/keep/rpmdb.sqlite"), rpm);

    KeepSet pruned = pruned(Set.of(), "/usr/bin/tz", "/usr/bin/ld", "/usr/bin/shop-tool");

    assertThat(text(pruned, "/var/lib/dpkg/status.d/tz")).isEqualTo("Package: tz\nVersion: 1\n\n");
    assertThat(text(pruned, "/var/lib/dpkg/status.d/tz.md5sums")).isEqualTo("0  usr/bin/tz\n");
    assertThat(pruned.reasons()).doesNotContainKey("/var/lib/dpkg/status.d/gone");
    assertThat(text(pruned, "/usr/lib/apk/db/installed"))
        .isEqualTo("C:Q1\nP:musl\nV:1\no:m\nF:usr/bin\nM:0:0:755\nR:ld\na:0:0:755\nZ:Q1\n\n");
    assertThat(pruned.reasons()).containsEntry("/var/lib/rpm/rpmdb.sqlite", Reason.WHOLE_DATABASE);
  }

  @Test
  void theMetadataOfWhatIsLeftStays() throws Exception {
    String site = "usr/lib/python3/site-packages/";
    file(site + "flask/app.py", "");
    file(site + "flask-3.0.dist-info/RECORD", "flask/app.py,,\n");
    file(site + "flask-3.0.dist-info/METADATA", "Name: Flask\nSummary: x\nVersion: 3.0\n\nLong");
    file("gems/specifications/rack-3.0.gemspec", "s.name = \"rack\".freeze");
    file("gems/gems/rack-3.0/lib/rack.rb", "");
    file("app/node_modules/left/package.json", "{\"version\":\"1\"}");
    file("app/node_modules/left/index.js", "");
    file("app/node_modules/gone/package.json", "{\"version\":\"1\"}");
    file("app/node_modules/gone/index.js", "");

    KeepSet pruned =
        pruned(
            Set.of(),
            "/" + site + "flask/app.py",
            "/gems/gems/rack-3.0/lib/rack.rb",
            "/app/node_modules/left/index.js");

    assertThat(text(pruned, "/" + site + "flask-3.0.dist-info/METADATA"))
        .isEqualTo("Name: Flask\nVersion: 3.0\n");
    assertThat(pruned.reasons())
        .containsKeys(
            "/gems/specifications/rack-3.0.gemspec", "/app/node_modules/left/package.json")
        .doesNotContainKey("/app/node_modules/gone/package.json");
  }

  private KeepSet pruned(Set<String> unwanted, String... paths) throws Exception {
    TreeMap<String, Reason> reasons = new TreeMap<>();
    for (String path : paths) {
      reasons.put(path, new Reason(Reason.Kind.TRACED, ""));
    }
    FileTree tree = tree();
    Path folder = Files.createDirectory(directory.resolve("folder" + folders++));
    return PrunedDatabases.add(
        tree, Inventory.of(tree, Map.of()), new KeepSet(reasons), unwanted, folder);
  }

  private static String text(KeepSet kept, String path) throws Exception {
    assertThat(kept.contents()).containsKey(path);
    return Files.readString(kept.contents().get(path).file());
  }

  private FileTree tree() throws Exception {
    return Images.tree(Images.pack(root, directory.resolve(folders + "layer.tar")));
  }

  private void file(String path, String content) throws Exception {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
