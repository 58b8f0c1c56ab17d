package io.github.slimmaven.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InsideLinkTest {
  @TempDir Path temp;

  /** Its class file says so, whatever the plugin is compiled for. */
  @Test
  void theProgramIsOfJava11() throws Exception {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
      Path source = Path.of("src/main/java/io/github/slimmaven/jvm/LinkInside.java");
      List<String> options = List.of("--release", "11", "-d", temp.toString());
      boolean compiled =
          javac.getTask(said, files, null, options, null, files.getJavaFileObjects(source)).call();
      assertThat(compiled).as(said.toString()).isTrue();
    }
    Path program = temp.resolve("io/github/slimmaven/jvm/LinkInside.class");
    assertThat(Files.readAllBytes(program)).startsWith(header(InsideLink.program()));
  }

  /** Magic and version. */
  private static byte[] header(byte[] program) {
    return Arrays.copyOf(program, 8);
  }

  @Test
  void theCommandNamesTheRuntimesJavaAndPlacesOfTheContainer() {
    assertThat(
            new InsideLink("/opt/java", List.of("--add-modules", "java.base"))
                .command("/out/modules", "/out"))
        .containsExactly(
            "/opt/java/bin/java",
            "-XX:TieredStopAtLevel=1",
            "--add-modules",
            "jdk.jlink",
            "-cp",
            "/.slim-link",
            "io.github.slimmaven.jvm.LinkInside",
            "/out/modules",
            "--module-path",
            "/.slim-link/modules",
            "--add-modules",
            "java.base",
            "--output",
            "/out/linked");
  }
}
