package io.github.slimmaven;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the arrows of {@code src/site/markdown/architecture.md}. */
class ArchitectureTest {
  private static final String ROOT = "io.github.slimmaven";
  private static final String SCAN = ROOT + ".inventory.scan";

  /** Each package and what it may use. */
  private static final Map<String, List<String>> ARROWS =
      Map.ofEntries(
          Map.entry(
              "mojo",
              List.of(
                  "pipeline",
                  "check",
                  "report",
                  "source",
                  "keep",
                  "jvm",
                  "probe",
                  "registry",
                  "inventory",
                  "image")),
          Map.entry(
              "pipeline",
              List.of(
                  "source",
                  "engine",
                  "probe",
                  "trace",
                  "keep",
                  "jvm",
                  "minify",
                  "verify",
                  "report",
                  "check",
                  "inspect",
                  "publish",
                  "registry",
                  "inventory",
                  "harden",
                  "dockerfile",
                  "image")),
          Map.entry("source", List.of("image", "engine", "registry", "elf", "dockerfile")),
          Map.entry("registry", List.of("image")),
          Map.entry("publish", List.of("image", "engine", "registry")),
          Map.entry("engine", List.of("image")),
          Map.entry("probe", List.of("image")),
          Map.entry("trace", List.of("engine", "image")),
          Map.entry("elf", List.of()),
          Map.entry("keep", List.of("image", "trace", "elf")),
          Map.entry("jvm", List.of("image", "keep", "trace")),
          Map.entry("minify", List.of("image", "keep")),
          Map.entry("verify", List.of("engine", "probe", "trace", "image")),
          Map.entry("harden", List.of("image", "trace")),
          Map.entry("inventory", List.of("image", "keep")),
          Map.entry("dockerfile", List.of()),
          Map.entry("inspect", List.of("image", "inventory", "dockerfile")),
          Map.entry("report", List.of("image", "keep", "verify", "inventory", "inspect")),
          Map.entry("check", List.of("report", "keep", "inspect")),
          Map.entry("image", List.of()));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void eachPackageUsesOnlyWhatItsArrowsAllow() {
    ARROWS.forEach(
        (from, allowed) -> {
          DescribedPredicate<JavaClass> forbidden = resideInAPackage(ROOT + "..");
          for (String name : allowed) {
            forbidden = forbidden.and(resideOutsideOfPackage(ROOT + "." + name + ".."));
          }
          forbidden = forbidden.and(resideOutsideOfPackage(ROOT + "." + from + ".."));
          noClasses()
              .that()
              .resideInAPackage(ROOT + "." + from + "..")
              .should()
              .dependOnClassesThat(forbidden)
              .as("package " + from + " may use " + allowed + " only")
              .allowEmptyShould(true)
              .check(CLASSES);
        });
  }

  @Test
  void everyPackageHasArrowsAndADescription() throws IOException {
    Path source = Path.of("src/main/java/io/github/slimmaven");
    try (Stream<Path> folders = Files.list(source)) {
      List<Path> packages = folders.filter(Files::isDirectory).toList();
      assertThat(packages.stream().map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(new TreeSet<>(ARROWS.keySet()));
      assertThat(packages).allMatch(p -> Files.exists(p.resolve("package-info.java")));
    }
  }

  @Test
  void onlyTheMojosKnowMaven() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".mojo", ROOT + ".slim_maven_plugin", SCAN)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.maven..")
        .check(CLASSES);
  }

  @Test
  void aScanKnowsTheOrderOfMavensVersionsOnly() {
    noClasses()
        .that()
        .resideInAPackage(SCAN)
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.apache.maven..")
                .and(resideOutsideOfPackage("org.apache.maven.artifact.versioning")))
        .check(CLASSES);
  }

  @Test
  void onlyTheEngineKnowsDockerJava() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".engine")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.github.dockerjava..")
        .check(CLASSES);
  }

  @Test
  void onlyTheSourceBuildsWithJib() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".source", ROOT + ".registry")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.google.cloud.tools..")
        .check(CLASSES);
  }
}
