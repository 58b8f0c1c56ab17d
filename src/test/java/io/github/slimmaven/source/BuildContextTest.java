package io.github.slimmaven.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.dockerfile.IgnoreRules;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildContextTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "*.log, a.log, true",
    "*.log, b/a.log, false",
    "**/*.log, a.log, true",
    "**/*.log, b/c/a.log, true",
    "/build, build/x/y, true",
    "build/, build, true",
    "build, builder, false",
    "b?ild, build, true",
    "[ab].txt, a.txt, true",
    "[^ab].txt, a.txt, false",
    "docs/**/x, docs/x, true",
    "docs/**/x, docs/a/b/x, true",
    "'./a/../b', b, true",
    "'a\\*', 'a*', true",
    "'a\\*', ab, false",
    "'# no', '# no', false",
  })
  void aPatternMatchesAsInDocker(String pattern, String path, boolean ignored) {
    assertThat(new IgnoreRules(List.of(pattern)).ignores(path)).isEqualTo(ignored);
  }

  @Test
  void theLastMatchingPatternCounts() {
    IgnoreRules rules = new IgnoreRules(List.of("*", "!src", "src/*.tmp", "!src/a.tmp"));
    assertThat(List.of("x", "src/b.tmp")).allMatch(rules::ignores);
    assertThat(List.of("src", "src/x", "src/a.tmp")).noneMatch(rules::ignores);
  }

  @Test
  void ignoredFilesStayAwayButTheDockerfileComes() throws Exception {
    Files.writeString(folder.resolve(".dockerignore"), "*\n!app\n");
    Files.writeString(folder.resolve("Dockerfile"), "FROM x");
    Files.writeString(folder.resolve("secret"), "x");
    Path app = Files.createDirectory(folder.resolve("app"));
    Path run = Files.writeString(app.resolve("run"), "run");
    Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxr-x---"));
    Files.createSymbolicLink(app.resolve("link"), Path.of("run"));

    Map<String, TarArchiveEntry> entries = entries(folder, folder.resolve("Dockerfile"));

    assertThat(entries)
        .containsOnlyKeys(".dockerignore", "Dockerfile", "app/", "app/link", "app/run");
    assertThat(entries.get("app/run").getMode() & 07777).isEqualTo(0750);
    assertThat(entries.get("app/run").getLongUserId()).isZero();
    assertThat(entries.get("app/link").getLinkName()).isEqualTo("run");
  }

  @Test
  void theBuildsOwnOutputIsNoPartOfIt() throws Exception {
    Path dockerfile = Files.writeString(folder.resolve("Dockerfile"), "FROM x");
    Path output = Files.createDirectories(folder.resolve("target/slim"));
    Files.writeString(output.resolve("report.json"), "{}");
    Files.writeString(folder.resolve("target/app.jar"), "jar");

    assertThat(entries(folder, dockerfile))
        .containsOnlyKeys("Dockerfile", "target/", "target/app.jar");
  }

  @Test
  void aDockerfileFromElsewhereIsHiddenFromTheBuild() throws Exception {
    Path context = Files.createDirectory(folder.resolve("context"));
    Path dockerfile = Files.writeString(folder.resolve("Dockerfile"), "FROM x");

    assertThat(new BuildContext(context, dockerfile, context.resolve("target/slim")).dockerfile())
        .isEqualTo(".slim-maven.Dockerfile");
    assertThat(entries(context, dockerfile))
        .containsOnlyKeys(".slim-maven.Dockerfile", ".dockerignore");
    assertThat(content(folder.resolve("test.tar"), ".dockerignore"))
        .contains(".slim-maven.Dockerfile\n.dockerignore\n");
  }

  private Map<String, TarArchiveEntry> entries(Path context, Path dockerfile) throws Exception {
    Path tar = Files.createTempDirectory("slim-context").resolve("test.tar");
    new BuildContext(context, dockerfile, context.resolve("target/slim")).write(tar);
    Files.copy(tar, folder.resolve("test.tar"));
    Files.delete(tar);
    Files.delete(tar.getParent());
    Map<String, TarArchiveEntry> entries = new TreeMap<>();
    try (InputStream in = Files.newInputStream(folder.resolve("test.tar"));
        TarArchiveInputStream stream = new TarArchiveInputStream(in)) {
      for (TarArchiveEntry e = stream.getNextEntry(); e != null; e = stream.getNextEntry()) {
        entries.put(e.getName(), e);
      }
    }
    return entries;
  }

  private static String content(Path tar, String name) throws Exception {
    try (InputStream in = Files.newInputStream(tar);
        TarArchiveInputStream stream = new TarArchiveInputStream(in)) {
      for (TarArchiveEntry e = stream.getNextEntry(); e != null; e = stream.getNextEntry()) {
        if (e.getName().equals(name)) {
          return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
    }
    throw new AssertionError("no '" + name + "'");
  }
}
