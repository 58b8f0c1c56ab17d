package io.github.slimmaven.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JlinkTest {
  @TempDir Path temp;

  private JvmRequest request() {
    return new JvmRequest(
        JvmRequest.Trim.MODULES,
        true,
        JvmRequest.Compress.ZIP,
        List.of(),
        List.of(),
        JvmRequest.Cds.DEFAULT,
        List.of(),
        Map.of());
  }

  private Path link(Jdk jdk, int feature, Path library, Collection<String> modules, String name)
      throws IOException {
    return link(jdk, feature, library, modules, Map.of(), name);
  }

  private Path link(
      Jdk jdk,
      int feature,
      Path library,
      Collection<String> modules,
      Map<String, Set<String>> without,
      String name)
      throws IOException {
    Path work = Files.createDirectories(temp.resolve(name));
    Path jars = Files.createDirectory(work.resolve("jars"));
    try (Jimage image = Runtimes.open(library)) {
      ModuleJars.write(image, ModuleTable.of(image, library.toString()), modules, without, jars);
    }
    Path linked = Jlink.link(jdk, jars, Jlink.options(feature, request(), modules), work);
    Path compact = work.resolve("compact");
    try (Jimage image = Runtimes.open(linked)) {
      CompactLibrary.write(image, true, compact);
    }
    return compact;
  }

  private static Collection<String> needed(Jdk jdk) throws IOException {
    ModuleTable table = Runtimes.table(jdk.home());
    return NeededModules.of(table, new References(table), List.of(), List.of("java.sql")).keySet();
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void trimmedRuntimeBootsWithItsModulesAndAllItsServices(int feature) throws Exception {
    Jdk jdk = Runtimes.jdk(feature);
    Collection<String> modules = needed(jdk);

    Path linked = link(jdk, feature, Runtimes.library(jdk), modules, "first");

    assertThat(Files.size(linked)).isLessThan(Files.size(Runtimes.library(jdk)) * 2 / 5);
    Path home = copy(jdk.home(), temp.resolve("jvm"), linked);
    assertThat(java(home, "--list-modules").lines().map(m -> m.replaceFirst("@.*", "")))
        .containsExactlyInAnyOrderElementsOf(modules);
    Path classes =
        Path.of(ServiceCheck.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    assertThat(java(home, "-cp", classes.toString(), ServiceCheck.class.getName()))
        .isEqualTo("true failures 0\n");
  }

  /** Providers stay, and what they refer to: else one that is missing would poison its service. */
  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void runtimeTrimmedToClassesBootsWithAllItsServices(int feature) throws Exception {
    Jdk jdk = Runtimes.jdk(feature);
    Collection<String> modules = needed(jdk);
    Map<String, Set<String>> without;
    try (Jimage image = Runtimes.open(Runtimes.library(jdk))) {
      ModuleTable table = ModuleTable.of(image, "test");
      without =
          NeededClasses.dropped(
              image,
              table,
              modules,
              List.of(),
              new References(table),
              List.of("javax.xml.parsers.SAXParserFactory"));
    }
    assertThat(without).doesNotContainKeys("java.base", "jdk.localedata", "java.logging");
    assertThat(without.get("java.xml"))
        .hasSizeGreaterThan(100)
        .doesNotContain(
            "module-info.class",
            "javax/xml/parsers/SAXParserFactory.class",
            "com/sun/org/apache/xerces/internal/jaxp/SAXParserFactoryImpl.class");

    Path linked = link(jdk, feature, Runtimes.library(jdk), modules, without, "classes");

    Path home = copy(jdk.home(), temp.resolve("jvm"), linked);
    Path classes =
        Path.of(ServiceCheck.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    assertThat(java(home, "-cp", classes.toString(), ServiceCheck.class.getName()))
        .isEqualTo("true failures 0\n");
    assertThat(java(home, "--list-modules").lines().map(m -> m.replaceFirst("@.*", "")))
        .containsExactlyInAnyOrderElementsOf(modules);
  }

  @Test
  void trimmedRuntimeCanBeLinkedOnceMoreToTheSameBytes() throws Exception {
    Jdk jdk = Runtimes.jdk(17);
    Collection<String> modules = needed(jdk);

    Path first = link(jdk, 17, Runtimes.library(jdk), modules, "first");
    Path again = link(jdk, 17, first, modules, "again");

    assertThat(again).hasSameBinaryContentAs(first);
  }

  @Test
  void failureOfJlinkIsToldInItsOwnWords() throws Exception {
    Jdk jdk = Runtimes.jdk(17);

    assertThatThrownBy(() -> Jlink.link(jdk, temp, List.of("--add-modules", "no.such"), temp))
        .isInstanceOf(JvmException.class)
        .hasMessage(
            "The jlink of '%s' failed with code 1: Error: Module no.such not found"
                .formatted(jdk.home()));
  }

  @Test
  void optionsAreThoseOfTheVersion() {
    assertThat(Jlink.options(11, request(), List.of("a", "b")))
        .containsExactly(
            "--add-modules", "a,b", "--disable-plugin", "generate-jli-classes", "--strip-debug");
    assertThat(Jlink.options(25, request(), List.of("a")))
        .containsExactly(
            "--add-modules",
            "a",
            "--disable-plugin",
            "generate-jli-classes",
            "--strip-java-debug-attributes");
  }

  @Test
  void releaseListsTheModulesThatAreLeft() {
    Release release =
        new Release("JAVA_VERSION=\"17.0.15\"\nMODULES=\"java.base java.xml x\"\nA=1\n");

    assertThat(release.feature()).contains(17);
    assertThat(release.with(new TreeSet<>(List.of("x", "java.base"))).text())
        .isEqualTo("JAVA_VERSION=\"17.0.15\"\nMODULES=\"java.base x\"\nA=1\n");
    assertThat(new Release("JAVA_VERSION=\"1.8.0_402\"\n").feature()).contains(8);
    assertThat(new Release("IMPLEMENTOR=\"x\"\n").feature()).isEmpty();
  }

  /** What of a runtime is needed to run it. */
  private static Path copy(Path from, Path to, Path library) throws IOException {
    for (String name : List.of("bin/java", "conf", "lib")) {
      Files.walkFileTree(
          from.resolve(name),
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              String base = file.getFileName().toString();
              if (!base.equals("modules") && !base.matches(".*\\.(?:jsa|zip|sym)")) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    }
    Files.copy(library, to.resolve("lib/modules"));
    return to;
  }

  private static String java(Path home, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/java").toString()));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
