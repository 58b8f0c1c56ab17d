package io.github.slimmaven.jvm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageConfig;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.LayerWriter;
import io.github.slimmaven.image.MergedTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppArchiveTest {
  private static final String JAVA =
      "{'Entrypoint':['java','-Xmx64m','-cp','/a.jar','a.Main'],'Env':['PATH=/bin:/jre/bin']}";

  @TempDir Path temp;

  private AppArchive archive(String version, String execution) throws IOException {
    return archive(version, config(execution), Optional.empty());
  }

  private AppArchive archive(String version, ImageConfig config, Optional<List<String>> args)
      throws IOException {
    try (LayerWriter writer = LayerWriter.create(temp.resolve("tar"))) {
      file(writer, "/jre/bin/java", "");
      file(writer, "/jre/release", "JAVA_VERSION=\"" + version + "\"\n");
      Layer layer = writer.finish(false);
      return AppArchive.of(
          config,
          args,
          List.of(),
          MergedTree.of(new Image("test", layer.diffId(), config, List.of(layer))));
    }
  }

  private static void file(LayerWriter writer, String path, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    writer.file(path, 0755, 0, 0, 0, bytes.length, new ByteArrayInputStream(bytes));
  }

  private static ImageConfig config(String execution) throws IOException {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.set("config", new ObjectMapper().readTree(execution.replace('\'', '"')));
    return new ImageConfig(json);
  }

  @Test
  void from24OnItIsTheAotCache() throws Exception {
    AppArchive archive = archive("25.0.1", JAVA);

    assertThat(archive.path()).isEqualTo("/jre/lib/app.aot");
    assertThat(archive.record("/out/r"))
        .containsExactly(
            "java",
            "-XX:AOTMode=record",
            "-XX:AOTConfiguration=/out/r",
            "-Xmx64m",
            "-cp",
            "/a.jar",
            "a.Main");
    assertThat(archive.named(config(JAVA)).entrypoint())
        .startsWith("java", "-XX:AOTCache=/jre/lib/app.aot", "-Xmx64m");
    assertThat(archive.check()).contains("-XX:AOTMode=on", "--dry-run");
  }

  @Test
  void before24ItIsAppCds() throws Exception {
    AppArchive archive = archive("17.0.15", JAVA);

    assertThat(archive.path()).isEqualTo("/jre/lib/app.jsa");
    assertThat(archive.dump("/out/a"))
        .startsWith(
            "java",
            "-XX:+UseG1GC",
            "-Xshare:dump",
            "-XX:SharedClassListFile=/jre/lib/app.classlist",
            "-XX:SharedArchiveFile=/out/a")
        .doesNotContain("-Xmx256m"); // the app has its own
    assertThat(archive.named(config(JAVA)).entrypoint())
        .startsWith("java", "-XX:SharedArchiveFile=/jre/lib/app.jsa");
  }

  @Test
  void theAppsCollectorAndHeapStay() throws Exception {
    String zgc = JAVA.replace("-Xmx64m", "-XX:+UseZGC");

    assertThat(archive("25", zgc).fixed()).containsExactly("-Xms256m", "-Xmx256m");
    assertThat(
            archive("25", JAVA.replace("'PATH", "'JAVA_TOOL_OPTIONS=-XX:+UseSerialGC','PATH"))
                .fixed())
        .isEmpty();
  }

  @Test
  void aCmdAndWordsBeforeJavaAreKept() throws Exception {
    String tini =
        "{'Entrypoint':['/tini','--'],'Cmd':['/jre/bin/java','-jar','/a.jar'],'User':'1'}";
    ImageConfig named = archive("21", tini).named(config(tini));

    assertThat(named.entrypoint()).containsExactly("/tini", "--");
    assertThat(named.cmd())
        .containsExactly(
            "/jre/bin/java", "-XX:SharedArchiveFile=/jre/lib/app.jsa", "-jar", "/a.jar");
    assertThat(named.user()).isEqualTo("1");
  }

  @Test
  void whatRulesItOutIsNamed() {
    assertThatThrownBy(() -> archive("17", JAVA.replace("-Xmx64m", "-Xshare:off")))
        .isInstanceOf(JvmException.class)
        .hasMessage("the app's own option '-Xshare:off' rules it out: remove that");
    assertThatThrownBy(() -> archive("17", JAVA.replace("-Xmx64m", "-XX:AOTCache=/x")))
        .hasMessage("the app's own option '-XX:AOTCache=/x' rules it out: remove that");
    assertThatThrownBy(() -> archive("11.0.2", JAVA))
        .hasMessage(
            "the runtime '/jre' is of version '11', and 13 is the first that archives an app's"
                + " classes");
    assertThatThrownBy(() -> archive("17", "{'Cmd':['sh','-c','exec java -jar /a.jar']}"))
        .hasMessage(
            "the image starts 'sh -c exec java -jar /a.jar', not 'java' itself, so there is no"
                + " place for the option that names the archive: have the entrypoint name java and"
                + " its options one by one");
    assertThatThrownBy(
            () -> archive("17", config("{}"), Optional.of(List.of("java", "-jar", "/a.jar"))))
        .hasMessage(
            "'java' is in <args>, which are not part of the image: have its entrypoint start it");
  }
}
