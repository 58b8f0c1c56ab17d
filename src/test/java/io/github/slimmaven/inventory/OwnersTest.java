package io.github.slimmaven.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.image.Images;
import io.github.slimmaven.image.MergedTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnersTest {
  @TempDir private Path directory;
  private Path root;

  @BeforeEach
  void root() throws IOException {
    root = Files.createDirectory(directory.resolve("root"));
  }

  @Test
  void dpkgOwnsFilesThroughLinksAndItsDiversions() throws Exception {
    file("usr/lib/libssl.so.3", "");
    file("usr/bin/dash", "");
    file("usr/bin/sh.distrib", "");
    file("usr/bin/sh", "");
    Files.createSymbolicLink(root.resolve("lib"), Path.of("usr/lib"));
    file("var/lib/dpkg/info/libssl3:amd64.list", "/.\n/lib\n/lib/libssl.so.3\n");
    file("var/lib/dpkg/info/dash.list", "/lib\n/usr/bin/dash\n/usr/bin/sh\n");
    file("var/lib/dpkg/info/bash.list", "/usr/bin/sh\n");
    file("var/lib/dpkg/diversions", "/usr/bin/sh\n/usr/bin/sh.distrib\nbash\n");
    file(
        "var/lib/dpkg/status",
        """
        Package: libssl3
        Status: install ok installed
        Architecture: amd64
        Version: 3.0.17-1~deb12u2

        Package: dash
        Version: 0.5.12-2
        """);

    assertThat(owners().labels())
        .containsOnly(
            Map.entry("/usr/lib/libssl.so.3", "deb:libssl3@3.0.17-1~deb12u2"),
            Map.entry("/var/lib/dpkg/info/libssl3:amd64.list", "deb:libssl3@3.0.17-1~deb12u2"),
            Map.entry("/var/lib/dpkg/info/dash.list", "deb:dash@0.5.12-2"),
            Map.entry("/var/lib/dpkg/info/bash.list", "deb:bash"),
            Map.entry("/usr/bin/dash", "deb:dash@0.5.12-2"),
            Map.entry("/usr/bin/sh.distrib", "deb:dash@0.5.12-2"),
            Map.entry("/usr/bin/sh", "deb:bash"));
  }

  @Test
  void aDistrolessImageHasOneFileForEachPackage() throws Exception {
    file("usr/lib/libssl.so.3", "");
    file("var/lib/dpkg/status.d/libssl3", "Package: libssl3\nVersion: 3.0.17\n");
    file("var/lib/dpkg/status.d/libssl3.md5sums", "0123  usr/lib/libssl.so.3\n");

    assertThat(owners().labels())
        .containsOnly(Map.entry("/usr/lib/libssl.so.3", "deb:libssl3@3.0.17"));
  }

  @Test
  void apkAndRpmOwnFiles() throws Exception {
    file("lib/ld-musl.so", "");
    file("top", "");
    file("lib/apk/db/installed", "P:musl\nV:1.2.5-r0\nF:lib\nR:ld-musl.so\nF:\nR:top\n\n");
    file("usr/bin/shop-tool", "");
    Path rpm = root.resolve("var/lib/rpm/rpmdb.sqlite");
    Files.createDirectories(rpm.getParent());
    Files.copy(Path.of("src/test/resources/io/github/slimmaven/keep/rpmdb.sqlite"), rpm);

    assertThat(owners().labels())
        .containsOnly(
            Map.entry("/lib/ld-musl.so", "apk:musl@1.2.5-r0"),
            Map.entry("/top", "apk:musl@1.2.5-r0"),
            Map.entry("/usr/bin/shop-tool", "rpm:shop-tool@1.4-2"));
  }

  @Test
  void aCorruptRpmDatabaseOwnsNothing() throws Exception {
    file("var/lib/rpm/rpmdb.sqlite", "no database");

    assertThat(owners().files()).isEmpty();
  }

  @Test
  void pythonPackagesOwnWhatTheyRecordAndItsBytecode() throws Exception {
    String site = "usr/lib/python3/site-packages/";
    file(site + "flask/app.py", "");
    file(site + "flask/__pycache__/app.cpython-311.pyc", "");
    file("usr/bin/flask", "");
    file(
        site + "flask-3.0.0.dist-info/RECORD",
        "flask/app.py,sha256=x,10\r\n../../../bin/flask,,\n\"flask-3.0.0.dist-info/RECORD\",,\n/etc/shadow,,");
    file("etc/hosts", "");

    assertThat(owners().labels())
        .containsOnly(
            Map.entry("/" + site + "flask/app.py", "pypi:flask@3.0.0"),
            Map.entry("/" + site + "flask/__pycache__/app.cpython-311.pyc", "pypi:flask@3.0.0"),
            Map.entry("/" + site + "flask-3.0.0.dist-info/RECORD", "pypi:flask@3.0.0"),
            Map.entry("/usr/bin/flask", "pypi:flask@3.0.0"));
  }

  @Test
  void theNearestNodePackageAndTheJavaRuntimeOwnAllBelow() throws Exception {
    file("app/node_modules/express/package.json", "{\"version\": \"4.19.2\"}");
    file("app/node_modules/express/lib/a.js", "");
    file("app/node_modules/express/node_modules/@types/qs/package.json", "no JSON");
    file("app/node_modules/express/node_modules/@types/qs/a.js", "");
    file("app/server.js", "");
    file("opt/java/release", "IMPLEMENTOR=\"Eclipse Adoptium\"\nJAVA_VERSION=\"17.0.15\"\n");
    file("opt/java/lib/modules", "");
    file("etc/release", "JAVA_VERSION=\"17.0.15\"\n");

    assertThat(owners().labels())
        .containsEntry("/app/node_modules/express/lib/a.js", "npm:express@4.19.2")
        .containsEntry("/app/node_modules/express/node_modules/@types/qs/a.js", "npm:@types/qs")
        .containsEntry("/opt/java/lib/modules", "jdk:eclipse-adoptium@17.0.15")
        .doesNotContainKeys("/app/server.js", "/etc/release");
  }

  @Test
  void jarsAreKnownByTheProjectThenTheirPomThenTheirManifestThenTheirName() throws Exception {
    jar("app/client-1.0.jar", Map.of());
    jar("app/renamed.jar", Map.of(POM, "groupId=org.h2\nartifactId=h2\nversion=2.3\n"));
    jar(
        "app/osgi.jar",
        Map.of(MANIFEST, "Bundle-SymbolicName: org.osgi.x;a=b\nBundle-Version: 8\n"));
    jar("app/plain-2.0-rc1.jar", Map.of());
    file("app/text.jar", "no archive");

    assertThat(owners(Map.of("client-1.0.jar", "com.example:client:1.0")).labels())
        .containsOnly(
            Map.entry("/app/client-1.0.jar", "maven:com.example:client:1.0"),
            Map.entry("/app/renamed.jar", "maven:org.h2:h2:2.3"),
            Map.entry("/app/osgi.jar", "jar:org.osgi.x@8"),
            Map.entry("/app/plain-2.0-rc1.jar", "jar:plain@2.0-rc1"));
  }

  @Test
  void jarsInAJarCountAsWhatTheyTakeThere() throws Exception {
    byte[] guava =
        zip(Map.of(POM, "groupId=com.google.guava\nartifactId=guava\nversion=33\n"), false);
    byte[] fat = zip(Map.of("BOOT-INF/lib/guava-33.jar", guava, "a.class", new byte[9]), true);
    byte[] war = zip(Map.of("WEB-INF/lib/guava-33.jar", guava), false);
    byte[] script = "#!/bin/sh\nexit\n".getBytes(StandardCharsets.UTF_8);
    write("app/shop.jar", concat(script, fat));
    write("app/shop.war", war);

    Owners owners = owners();

    Owner expected = new Owner("maven", "com.google.guava:guava", "33");
    assertThat(owners.nested().get("/app/shop.jar"))
        .containsExactly(new NestedJar("BOOT-INF/lib/guava-33.jar", expected, guava.length));
    List<NestedJar> packed = owners.nested().get("/app/shop.war");
    assertThat(packed).extracting(NestedJar::owner).containsExactly(expected);
    assertThat(packed.get(0).bytes()).isLessThan(guava.length).isPositive();
  }

  @Test
  void aJarThatLiesAboutItsSizesIsReadNoFurther() throws Exception {
    byte[] jar = zip(Map.of("lib/a-1.jar", new byte[100]), true);
    ByteBuffer bytes = ByteBuffer.wrap(jar).order(ByteOrder.LITTLE_ENDIAN);
    int directory = bytes.getInt(jar.length - 6);
    bytes.putInt(directory + 20, 0x7FFF_FFFF);
    write("app/lying.jar", jar);
    byte[] endless = zip(Map.of("lib/a-1.jar", new byte[100]), true);
    ByteBuffer.wrap(endless).order(ByteOrder.LITTLE_ENDIAN).putInt(endless.length - 10, -1);
    write("app/endless.jar", endless);

    assertThat(owners().labels()).containsOnlyKeys("/app/lying.jar");
    assertThat(owners().nested()).isEmpty();
  }

  private static final String POM = "META-INF/maven/g/a/pom.properties";
  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  private Owners owners() throws Exception {
    return owners(Map.of());
  }

  private Owners owners(Map<String, String> dependencies) throws Exception {
    MergedTree tree = Images.tree(Images.pack(root, directory.resolve("layer.tar")));
    return Owners.of(tree, dependencies);
  }

  private void file(String path, String text) throws IOException {
    write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private void write(String path, byte[] content) throws IOException {
    Files.createDirectories(root.resolve(path).getParent());
    Files.write(root.resolve(path), content);
  }

  private void jar(String path, Map<String, String> texts) throws IOException {
    write(path, zip(texts, false));
  }

  private static byte[] zip(Map<String, ?> members, boolean stored) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, ?> member : members.entrySet()) {
        byte[] content =
            member.getValue() instanceof byte[] raw
                ? raw
                : member.getValue().toString().getBytes(StandardCharsets.UTF_8);
        ZipEntry entry = new ZipEntry(member.getKey());
        if (stored) {
          CRC32 crc = new CRC32();
          crc.update(content);
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(content.length);
          entry.setCrc(crc.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(content);
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }
}
