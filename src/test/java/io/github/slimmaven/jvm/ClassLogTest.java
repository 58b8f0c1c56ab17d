package io.github.slimmaven.jvm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.image.ImageConfig;
import io.github.slimmaven.image.Images;
import io.github.slimmaven.image.LayerWriter;
import io.github.slimmaven.image.MergedTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassLogTest {
  private static final String LOG =
      "-Xlog:class+load:file=/.slim/out/classes-%p.log:none:filecount=0";
  private static final List<String> JAVA = List.of("java", "-jar", "/app.jar");

  @TempDir Path temp;
  private final TreeMap<String, String> files =
      new TreeMap<>(
          Map.of(
              "/opt/java/lib/server/libjvm.so", "x",
              "/opt/java/release", "JAVA_VERSION=\"17.0.1\"\n",
              "/start", "#!/bin/sh\nexec \"$PROGRAM\"",
              "/native", "ELF"));

  private Optional<String> variable(String env, List<String> argv, String... more)
      throws IOException {
    return log(env, argv, more).variable();
  }

  private ClassLog log(String env, List<String> argv, String... more) throws IOException {
    try (LayerWriter writer = LayerWriter.create(temp.resolve("layer"))) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        byte[] content = file.getValue().getBytes(ISO_8859_1);
        writer.file(
            file.getKey(), 0755, 0, 0, 0, content.length, new ByteArrayInputStream(content));
      }
      ObjectNode config =
          (ObjectNode) new ObjectMapper().readTree("{\"config\":{\"Env\":[" + env + "]}}");
      return ClassLog.of(
          new ImageConfig(config),
          argv,
          List.of(more),
          MergedTree.of(Images.of(writer.finish(true))),
          "/.slim/out");
    }
  }

  @Test
  void givenOptionsAreKeptTheUsersOverTheImages() throws IOException {
    assertThat(variable("", JAVA)).contains("JAVA_TOOL_OPTIONS=" + LOG);
    String image = "\"JAVA_TOOL_OPTIONS=-Da=1 -Db=2\"";
    assertThat(variable(image, JAVA)).contains("JAVA_TOOL_OPTIONS=-Da=1 -Db=2 " + LOG);
    assertThat(variable(image, JAVA, "JAVA_TOOL_OPTIONS=-Dc"))
        .contains("JAVA_TOOL_OPTIONS=-Dc " + LOG);
    assertThat(variable(image, JAVA, "JAVA_TOOL_OPTIONS")).contains("JAVA_TOOL_OPTIONS=" + LOG);
  }

  @Test
  void onlyAJavaProgramOrAScriptIsTold() throws IOException {
    assertThat(variable("", List.of("/start"))).isPresent();
    assertThat(variable("", List.of("/native", "-c", "exec java -jar a.jar"))).isPresent();
    assertThat(variable("", List.of("/native"))).isEmpty();
    assertThat(variable("", List.of())).isEmpty();
  }

  @Test
  void aJvmThatWouldNotStartIsNotTold() throws IOException {
    files.put("/old/lib/amd64/server/libjvm.so", "x");
    assertThat(variable("", JAVA)).as("unknown version").isEmpty();
    files.put("/old/release", "JAVA_VERSION=\"1.8.0_402\"\n");
    assertThat(variable("", JAVA)).as("8").isEmpty();
    files.put("/old/release", "JAVA_VERSION=\"21\"\n");
    assertThat(variable("", JAVA)).as("21").isPresent();
    files.put("/old/release", "JAVA_VERSION=\"21\"\nJVM_VARIANT=\"Openj9\"\n");
    assertThat(variable("", JAVA)).as("OpenJ9").isEmpty();
    files.keySet().removeIf(path -> path.endsWith("libjvm.so"));
    assertThat(variable("", JAVA)).as("no JVM").isEmpty();
  }

  @Test
  void anAppWithJavaThatDoesNotLogHasAReason() throws IOException {
    assertThat(log("", List.of("/native")).silence())
        .contains("its command is neither a script nor names java");
    files.put("/opt/java/release", "JAVA_VERSION=\"1.8.0_402\"\n");
    assertThat(log("", JAVA).silence())
        .contains("the runtime '/opt/java' is not known to be 11 or newer");
    files.remove("/opt/java/lib/server/libjvm.so");
    assertThat(log("", JAVA)).isEqualTo(ClassLog.NONE);
  }
}
