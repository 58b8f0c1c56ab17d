package io.github.slimmaven.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedClassesTest {
  @TempDir Path folder;

  private LoadedClasses log(String text) throws IOException {
    Files.writeString(folder.resolve("classes-1.log"), text);
    return LoadedClasses.read(folder);
  }

  @Test
  void modulesAreNamedAndClassesOfAnArchiveRemembered() throws IOException {
    LoadedClasses loaded =
        log(
            """
            java.lang.Object source: shared objects file
            java.sql.Driver source: jrt:/java.sql
            com.example.App source: jar:nested:/app.jar/!BOOT-INF/classes/!/
            java.lang.invoke.LambdaForm$MH/0x0000 source: __JVM_LookupDefineClass__
            org.example.Late source: shared objects file (top)
            """);
    assertThat(loaded.modules()).containsExactly("java.sql");
    assertThat(loaded.classes())
        .containsExactly("java.lang.Object", "java.sql.Driver", "org.example.Late");
    AppJar app = new AppJar("/app.jar");
    app.classes().add("com/example/App");
    assertThat(loaded.from(app)).contains(true);
    assertThat(loaded.from(new AppJar("/other.jar"))).contains(false);
    assertThat(LoadedClasses.NONE.from(app)).isEmpty();
  }

  @Test
  void whatAnAppWritesThereDoesNoHarm() throws IOException {
    Files.writeString(folder.resolve("other.log"), "a.B source: jrt:/java.desktop\n");
    LoadedClasses loaded =
        log("\0\uFFFF source: \n" + "x".repeat(1 << 20) + "\na.B source: jrt:/no.such\n");
    assertThat(loaded.modules()).containsExactly("no.such");
    assertThat(loaded.modulesOf(Runtimes.table(Runtimes.current()))).isEmpty();
  }

  @Test
  void modulesOfSharedClassesComeFromTheClassLibrary() throws IOException {
    ModuleTable table = Runtimes.table(Runtimes.current());
    LoadedClasses loaded =
        new LoadedClasses(
            Set.of("java.sql"),
            Set.of("java.util.logging.Level"),
            Optional.empty(),
            Optional.empty());
    assertThat(loaded.modulesOf(table)).containsExactly("java.logging", "java.sql");
    assertThat(loaded.and(LoadedClasses.NONE)).isEqualTo(loaded);
    assertThat(NeededModules.of(table, new References(table), Set.of("java.logging"), Set.of()))
        .containsEntry("java.logging", "loaded");
  }

  /** As they are loaded by {@code System.console()}, which Spring Boot calls. */
  @Test
  void modulesOfConsolesThatWereOnlyLookedAtAreNotUsed() throws IOException {
    ModuleTable table = Runtimes.table(Runtimes.jdk(25).home());
    String looks =
        """
        jdk.internal.org.jline.JdkConsoleProviderImpl source: jrt:/jdk.internal.le
        jdk.jshell.execution.impl.ConsoleImpl$ConsoleProviderImpl source: jrt:/jdk.jshell
        """;

    assertThat(log(looks).modulesOf(table)).isEmpty();
    assertThat(log(looks + "jdk.jshell.JShell source: jrt:/jdk.jshell\n").modulesOf(table))
        .containsExactly("jdk.jshell");
  }

  /** What a JVM of this machine writes is what is read. */
  @Test
  void realLogIsRead() throws Exception {
    Path java = Runtimes.current().resolve("bin/java");
    Process process =
        new ProcessBuilder(
                java.toString(),
                "-Xlog:class+load:file=" + folder + "/classes-%p.log:none:filecount=0",
                "-version")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).isZero();
    assertThat(LoadedClasses.read(folder).modulesOf(Runtimes.table(Runtimes.current())))
        .contains("java.base");
  }
}
