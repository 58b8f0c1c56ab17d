package io.github.slimmaven.jvm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Images;
import io.github.slimmaven.image.LayerWriter;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.keep.KeepSet;
import io.github.slimmaven.keep.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.spi.ToolProvider;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppScanTest {
  private static ModuleTable table;

  @TempDir Path temp;

  @BeforeAll
  static void read() throws IOException {
    table = Runtimes.table(Runtimes.current());
  }

  /** Refers to {@code java.sql}. */
  static final class UsesSql {
    java.sql.Driver driver;
  }

  private Map<String, String> scan(String path, byte[] content) throws IOException {
    Image image;
    try (LayerWriter writer = LayerWriter.create(temp.resolve("layer"))) {
      writer.file(path, 0644, 0, 0, 0, content.length, bytes(content));
      image = Images.of(writer.finish(true));
    }
    return scan(image, path);
  }

  private static InputStream bytes(byte[] content) {
    return new ByteArrayInputStream(content);
  }

  private static Map<String, String> scan(Image image, String... paths) throws IOException {
    MergedTree tree = MergedTree.of(image);
    TreeMap<String, Reason> reasons = new TreeMap<>();
    for (String path : paths) {
      reasons.put(path, new Reason(Reason.Kind.TRACED, ""));
    }
    References references = new References(table);
    AppScan.read(tree, new KeepSet(reasons), "/opt/java", image.config(), references);
    return references.modules();
  }

  private static byte[] usesSql() throws IOException {
    try (InputStream in = UsesSql.class.getResourceAsStream("AppScanTest$UsesSql.class")) {
      return in.readAllBytes();
    }
  }

  /** Stored, as Spring Boot's jars in jars are. */
  private static byte[] jar(String name, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      CRC32 crc = new CRC32();
      crc.update(content);
      ZipEntry entry = new ZipEntry(name);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(content.length);
      entry.setCrc(crc.getValue());
      zip.putNextEntry(entry);
      zip.write(content);
    }
    return bytes.toByteArray();
  }

  @Test
  void classInADirectoryInAJarAndInAJarOfAJarIsRead() throws IOException {
    byte[] jar = jar("META-INF/versions/17/a/UsesSql.class", usesSql());

    assertThat(scan("/app/a/UsesSql.class", usesSql())).containsKey("java.sql");
    assertThat(scan("/app/a.war", jar)).containsKey("java.sql");
    assertThat(scan("/app/a.jar", jar("BOOT-INF/lib/b.jar", jar)))
        .containsEntry(
            "java.sql", "/app/a.jar!BOOT-INF/lib/b.jar!META-INF/versions/17/a/UsesSql.class");
  }

  @Test
  void jarThatStartsWithAScriptIsRead() throws IOException {
    ByteArrayOutputStream executable = new ByteArrayOutputStream();
    executable.writeBytes("#!/bin/sh\nexec java -jar $0\n".getBytes(UTF_8));
    executable.writeBytes(jar("a/UsesSql.class", usesSql()));

    assertThat(scan("/app/a.jar", executable.toByteArray())).containsKey("java.sql");
  }

  @Test
  void moduleOfAScriptsOptionsIsFoundAndTheRuntimeItselfIsNotRead() throws IOException {
    byte[] script = "#!/bin/sh\nexec java --add-modules jdk.net a.Main".getBytes(UTF_8);

    assertThat(scan("/app/run", script)).containsOnlyKeys("jdk.net");
    assertThat(scan("/opt/java/lib/jrt-fs.jar", jar("a/UsesSql.class", usesSql()))).isEmpty();
    assertThat(scan("/opt/java/bin/tool", "\0jdk.jcmd/sun.tools.jcmd.JCmd\0".getBytes(UTF_8)))
        .containsOnlyKeys("jdk.jcmd");
  }

  @Test
  void configurationThatTheRuntimeLinksToIsItsOwn() throws IOException {
    byte[] text = "provider=com.sun.media.sound.DirectAudioDeviceProvider\n".getBytes(UTF_8);
    Image image;
    try (LayerWriter writer = LayerWriter.create(temp.resolve("layer"))) {
      writer.file("/etc/java/a.properties", 0644, 0, 0, 0, text.length, bytes(text));
      writer.file("/etc/other/a.properties", 0644, 0, 0, 0, text.length, bytes(text));
      writer.symlink("/opt/java/conf", "/etc/java", 0, 0, 0);
      image = Images.of(writer.finish(true));
    }

    assertThat(scan(image, "/opt/java/conf", "/etc/java/a.properties")).isEmpty();
    assertThat(scan(image, "/opt/java/conf", "/etc/other/a.properties"))
        .containsOnlyKeys("java.desktop");
  }

  @Test
  void brokenClassOrArchiveIsNamed() throws IOException {
    byte[] half = Arrays.copyOf(usesSql(), 100);

    assertThatThrownBy(() -> scan("/app/a.jar", jar("a/B.class", half)))
        .isInstanceOf(JvmException.class)
        .hasMessageStartingWith("'/app/a.jar!a/B.class' is no whole class");
    byte[] jar = jar("a/B.class", usesSql());
    assertThatThrownBy(() -> scan("/app/a.jar", Arrays.copyOf(jar, 200)))
        .isInstanceOf(JvmException.class)
        .hasMessageStartingWith("'/app/a.jar' is no archive that can be read");
  }

  /** The jar of the second, a database, refers to twelve modules. */
  @ParameterizedTest
  @ValueSource(classes = {ZerodepDockerHttpClient.class, org.h2.Driver.class})
  void whatJdepsFindsIsFound(Class<?> type) throws Exception {
    Path jar = jarOf(type);
    StringWriter out = new StringWriter();
    int code =
        ToolProvider.findFirst("jdeps")
            .orElseThrow()
            .run(
                new PrintWriter(out),
                new PrintWriter(out),
                "-s",
                "--multi-release",
                "17",
                "--ignore-missing-deps",
                jar.toString());
    assertThat(code).as(out.toString()).isZero();

    Map<String, String> found = scan("/app/a.jar", Files.readAllBytes(jar));

    assertThat(out.toString().lines().map(line -> line.replaceFirst(".* -> ", "")))
        .filteredOn(table::has)
        .hasSizeGreaterThan(1)
        .isSubsetOf(found.keySet());
  }

  private static Path jarOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
