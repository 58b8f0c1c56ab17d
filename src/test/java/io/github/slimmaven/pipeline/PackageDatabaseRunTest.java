package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Images;
import io.github.slimmaven.image.LayerStore;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.image.OciLayout;
import io.github.slimmaven.inventory.Inventory;
import io.github.slimmaven.keep.PackageDatabase;
import io.github.slimmaven.report.ReportJson;
import io.github.slimmaven.report.Security;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scanner finds in a minified image of which one package is left. */
class PackageDatabaseRunTest {
  private static final String RPM = "src/test/resources/io/github/slimmaven/keep/rpmdb.sqlite";

  private static final String STATUS =
      "Package: %s\nStatus: install ok installed\nArchitecture: all\nVersion: 1\n\n";
  private static final String ADVISORY =
      """
      {"id": "DEBIAN-CVE-2026-%s", "modified": "1970-01-01T00:00:00Z",
       "affected": [{"package": {"ecosystem": "Debian:12", "name": "%s"},
         "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2"}]}]}]}
      """;

  @TempDir Path temp;
  private Path root;
  private Path output;
  private String tool = "tool";
  private ScanSettings scan = ScanSettings.NONE;
  private final List<String> said = new ArrayList<>();

  @Test
  void dpkgNamesWhatIsAskedFor() throws Exception {
    file(
        "var/lib/dpkg/status",
        """
        Package: tool
        Status: install ok installed
        Architecture: amd64
        Version: 1.0-1+deb12u1
        Description: a tool
         of many words

        Package: gone
        Status: install ok installed
        Architecture: all
        Version: 2
        """);
    file("var/lib/dpkg/info/tool:amd64.list", "/.\n/usr/bin/tool\n/usr/share/doc/tool\n");
    file("var/lib/dpkg/info/gone.list", "/.\n/usr/bin/gone\n");

    assertThat(left(PackageDatabase.PRUNED)).containsExactly("deb tool 1.0-1+deb12u1");
    assertThat(slimFile("/var/lib/dpkg/status")).contains("Description: a tool\n\n");
    assertThat(left(PackageDatabase.FULL)).containsExactly("deb gone 2", "deb tool 1.0-1+deb12u1");
    assertThat(slimFile("/var/lib/dpkg/status")).contains("\n of many words\n", "Package: gone");
    assertThat(left(PackageDatabase.NONE)).isEmpty();
    assertThat(slim().get("/var/lib/dpkg")).isEmpty();
  }

  @Test
  void distrolessNamesWhatIsAskedFor() throws Exception {
    for (String name : List.of("tool", "gone")) {
      file("var/lib/dpkg/status.d/" + name, "Package: " + name + "\nVersion: 1\n");
      file(
          "var/lib/dpkg/status.d/" + name + ".md5sums",
          "d41d8cd98f00b204e9800998ecf8427e  usr/bin/" + name + "\n");
    }

    assertThat(left(PackageDatabase.PRUNED)).containsExactly("deb tool 1");
    assertThat(left(PackageDatabase.FULL)).containsExactly("deb gone 1", "deb tool 1");
    assertThat(left(PackageDatabase.NONE)).isEmpty();
  }

  @Test
  void apkNamesWhatIsAskedFor() throws Exception {
    file(
        "lib/apk/db/installed",
        """
        C:Q1
        P:tool
        V:1-r0
        F:usr/bin
        R:tool
        Z:Q1

        C:Q1
        P:gone
        V:1-r0
        F:usr/bin
        R:gone

        """);

    assertThat(left(PackageDatabase.PRUNED)).containsExactly("apk tool 1-r0");
    assertThat(left(PackageDatabase.FULL)).containsExactly("apk gone 1-r0", "apk tool 1-r0");
    assertThat(left(PackageDatabase.NONE)).isEmpty();
  }

  /** Only rpm writes its database: a pruned one is the whole, which is said. */
  @Test
  void rpmNamesAllOrNothing() throws Exception {
    tool = "shop-tool";
    Path database = root().resolve("var/lib/rpm/rpmdb.sqlite");
    Files.createDirectories(database.getParent());
    Files.copy(Path.of(RPM), database);

    assertThat(left(PackageDatabase.FULL)).hasSize(8);
    assertThat(left(PackageDatabase.NONE)).isEmpty();
    assertThat(said).noneMatch(line -> line.contains("slim.keepPackageDatabase"));
    assertThat(left(PackageDatabase.PRUNED)).hasSize(8).contains("rpm shop-tool 1.4-2");
    assertThat(said)
        .anyMatch(
            line -> line.startsWith("The package database '/var/lib/rpm/rpmdb.sqlite' stays"));
  }

  /** What a scanner of the image alone would say, beside what is true. */
  @Test
  void aNaiveScanNamesWhatItsDatabaseNames() throws Exception {
    file("etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n");
    StringBuilder status = new StringBuilder();
    Path data = Files.createDirectory(temp.resolve("osv"));
    for (String name : List.of("tool", "gone")) {
      status.append(STATUS.formatted(name));
      file("var/lib/dpkg/info/" + name + ".list", "/usr/bin/" + name + "\n");
      Files.writeString(data.resolve(name + ".json"), ADVISORY.formatted(name, name));
    }
    file("var/lib/dpkg/status", status.toString());
    scan = new ScanSettings(List.of(data), Duration.ofDays(30), Instant.EPOCH);

    assertThat(naive(PackageDatabase.PRUNED)).isEqualTo("1 package, 1 named, 0 unseen");
    assertThat(naive(PackageDatabase.FULL)).isEqualTo("2 packages, 2 named, 0 unseen");
    assertThat(naive(PackageDatabase.NONE)).isEqualTo("0 packages, 0 named, 1 unseen");
  }

  private String naive(PackageDatabase database) throws Exception {
    left(database);
    Security security = ReportJson.read(output.resolve("report.json")).security().orElseThrow();
    Security.Counts counts = security.counts().get(Security.ALL);
    assertThat(counts).isEqualTo(new Security.Counts(2, 1, 0, 1, 0));
    Security.Naive naive = security.naive().orElseThrow();
    return "%d %s, %d named, %d unseen"
        .formatted(
            naive.packages(),
            naive.packages() == 1 ? "package" : "packages",
            naive.vulnerabilities().get(Security.ALL),
            naive.unseen());
  }

  /** The lists of packages tell the same, whatever the image says of itself. */
  @Test
  void theListsOfPackagesDoNotDependOnIt() throws Exception {
    file(
        "lib/apk/db/installed",
        "P:tool\nV:1\nF:usr/bin\nR:tool\n\nP:gone\nV:1\nF:usr/bin\nR:gone\n");

    for (PackageDatabase database : PackageDatabase.values()) {
      left(database);
      assertThat(listed("source")).containsExactly("gone", "tool");
      assertThat(listed("slim")).containsExactly("tool");
    }
  }

  /** Minifies the image for an app that uses the tool, and lists what it names. */
  private List<String> left(PackageDatabase database) throws Exception {
    for (String name : List.of("app/run", "app/data", "usr/bin/" + tool, "usr/bin/gone")) {
      file(name, "#!/bin/true\n");
    }
    output = Files.createTempDirectory(temp, "slim");
    Image source = Images.of(Images.pack(root, output.resolve("layer.tar"), "--mode=0755"));
    new BuiltSource(source, List.of(), Optional.of(Set.of())).write(output);
    FakeEngine engine = new FakeEngine(source.digest(), "hello");
    engine.alsoTouched.put(1, "/usr/bin/" + tool);
    WholeRun.of(
        FakeRequest.with(
            database,
            scan,
            FakeRequest.of(
                TraceRequest.launch(), List.of(), 0, List.of(), output, temp.resolve("cache"))),
        new RunLog(said::add, said::add),
        () -> engine);
    return Inventory.of(slim(), Map.of()).components(Optional.empty()).stream()
        .map(found -> found.type() + " " + found.name() + " " + found.version())
        .toList();
  }

  private MergedTree slim() throws IOException {
    Path layout = output.resolve(Outputs.IMAGE);
    LayerStore store = new LayerStore(temp.resolve("cache"));
    return MergedTree.of(OciLayout.read(layout, layout.toString(), store));
  }

  private String slimFile(String path) throws IOException {
    return Images.text(slim(), path);
  }

  /** The names in a list of packages. */
  private List<String> listed(String image) throws IOException {
    List<String> names = new ArrayList<>();
    new ObjectMapper()
        .readTree(output.resolve(image + ".cdx.json").toFile())
        .path("components")
        .forEach(component -> names.add(component.path("name").asText()));
    return names.stream().filter(name -> !name.equals("test")).sorted().toList();
  }

  private Path root() throws IOException {
    if (root == null) {
      root = Files.createDirectories(temp.resolve("root/usr/bin")).getParent().getParent();
    }
    return root;
  }

  private void file(String path, String content) throws IOException {
    Path file = root().resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
