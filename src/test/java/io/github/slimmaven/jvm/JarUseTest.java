package io.github.slimmaven.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.jvm.JarUse.Verdict;
import io.github.slimmaven.keep.KeepSet;
import io.github.slimmaven.keep.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JarUseTest {
  private final AppJars app = new AppJars();

  private void type(String path, String... constants) {
    app.file(path);
    for (String constant : constants) {
      app.constant(constant, path);
    }
  }

  private void jar(String path, String type, String... constants) {
    app.archive(path, 100);
    type(path + "!" + type + ".class", constants);
  }

  private void file(String jar, String name) {
    app.file(jar + "!" + name);
  }

  @Test
  void jarIsNeededByWhatTheApplicationNamesAndByWhatThatNames() {
    type("/app/classes/com/shop/Main.class", "(Lorg/a/A;)V", "org.b.B");
    jar("/app/a.jar", "org/a/A", "org/c/C");
    jar("/app/b.jar", "org/b/B");
    jar("/app/c.jar", "org/c/C");
    jar("/app/d.jar", "org/d/D", "org/a/A", "org/e/E");
    jar("/app/e.jar", "org/e/E");

    assertThat(JarUse.needed(app))
        .containsOnly(
            Map.entry("/app/a.jar", "the application"),
            Map.entry("/app/b.jar", "the application"),
            Map.entry("/app/c.jar", "/app/a.jar"));
  }

  @Test
  void providerOfTheRuntimesServiceIsNeededByTheClassesBesideIt() {
    jar("/app/h2.jar", "org/h2/Driver");
    file("/app/h2.jar", "META-INF/services/java.sql.Driver");
    jar("/app/log.jar", "org/log/Finder");
    file("/app/log.jar", "META-INF/services/java.lang.System$LoggerFinder");
    jar("/app/other.jar", "org/other/Driver");
    file("/app/other.jar", "META-INF/services/javax.print.PrintService");
    type("/app/classes/com/shop/Main.class", "java/sql/DriverManager");

    assertThat(JarUse.needed(app)).containsOnlyKeys("/app/h2.jar", "/app/log.jar");
  }

  @Test
  void providerOfAnAppsServiceIsNeededByWhatNamesTheService() {
    type("/app/classes/com/shop/Main.class", "org/api/Api");
    jar("/app/api.jar", "org/api/Spi");
    type("/app/api.jar!org/api/Api.class", "org/api/Spi");
    jar("/app/impl.jar", "org/impl/Impl");
    file("/app/impl.jar", "META-INF/services/org.api.Spi");
    jar("/app/unasked.jar", "org/unasked/Spi");
    jar("/app/unasked-impl.jar", "net/impl/Impl");
    file("/app/unasked-impl.jar", "META-INF/services/org.unasked.Spi");

    assertThat(JarUse.needed(app))
        .containsOnly(
            Map.entry("/app/api.jar", "the application"),
            Map.entry("/app/impl.jar", "/app/api.jar, as it provides org.api.Spi"));
  }

  @Test
  void frameworkFindsAJarByItsPackageOrItsFile() {
    type("/app/classes/com/shop/Main.class", "org.plugins", "classpath*:META-INF/spring.factories");
    jar("/app/plugins.jar", "org/plugins/web/Plugin");
    jar("/app/starter.jar", "net/starter/Auto");
    file("/app/starter.jar", "META-INF/spring.factories");
    jar("/app/module.jar", "com/shop/module/Part");
    jar("/app/poms.jar", "net/poms/A");
    file("/app/poms.jar", "META-INF/maven/g/a/pom.xml");

    assertThat(JarUse.needed(app))
        .containsOnlyKeys("/app/plugins.jar", "/app/starter.jar", "/app/module.jar");
  }

  @Test
  void jarThatHoldsOthersOrIsStartedIsTheApplication() {
    jar("/app/app.jar", "BOOT-INF/classes/com/shop/Main", "org/a/A");
    jar("/app/app.jar!BOOT-INF/lib/a.jar", "org/a/A");
    jar("/app/app.jar!BOOT-INF/lib/b.jar", "org/b/B");
    app.text("java -javaagent:/opt/agent.jar -jar app.jar", "the entrypoint");
    jar("/opt/agent.jar", "org/agent/Agent");

    assertThat(JarUse.needed(app))
        .containsOnlyKeys("/app/app.jar", "/app/app.jar!BOOT-INF/lib/a.jar", "/opt/agent.jar");
  }

  @Test
  void mainClassOfTheCommandIsNeededButNotWhatAManifestImports() {
    app.text("java -cp /app/a.jar:/app/b.jar org.a.Main", "the entrypoint");
    jar("/app/a.jar", "org/a/Main");
    app.text("Import-Package: org.b;resolution:=optional\n", "/app/a.jar!META-INF/MANIFEST.MF");
    jar("/app/b.jar", "org/b/B");

    assertThat(JarUse.needed(app)).containsOnlyKeys("/app/a.jar");
  }

  @Test
  void verdictTakesWhatWasLoadedFirst() {
    jar("/app/a.jar", "org/a/A");
    AppJar jar = app.jars().iterator().next();
    Optional<String> named = Optional.of("the application");
    Optional<Boolean> itsOwn = Optional.of(true);
    Optional<Boolean> others = Optional.of(false);
    Optional<String> by = Optional.empty();

    assertThat(JarUse.verdict(jar, by, true, itsOwn)).isEqualTo(Verdict.USED);
    assertThat(JarUse.verdict(jar, named, true, others)).isEqualTo(Verdict.NAMED);
    assertThat(JarUse.verdict(jar, by, true, others)).isEqualTo(Verdict.UNUSED);
    assertThat(JarUse.verdict(jar, by, true, Optional.empty())).isEqualTo(Verdict.UNNAMED);
    assertThat(JarUse.verdict(jar, by, false, Optional.empty())).isEqualTo(Verdict.UNUSED);
    assertThat(JarUse.verdict(new AppJar("/app/i18n.jar"), by, false, others))
        .isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void unusedJarIsNamedByItsCoordinatesAndTheLargestComesFirst() {
    type("/app/classes/com/shop/Main.class", "java/util/List");
    jar("/app/a-1.0.jar", "org/a/A");
    jar("/app/b-2.0.jar", "org/b/B");
    app.archive("/app/b-2.0.jar", 200);
    app.text(
        "groupId=org.b\nartifactId=b\nversion=2.0\n",
        "/app/b-2.0.jar!META-INF/maven/org.b/b/pom.properties");
    app.text(
        "groupId=org.x\nartifactId=shaded\nversion=9\n",
        "/app/b-2.0.jar!META-INF/maven/org.x/shaded/pom.properties");
    List<String> trail = List.of("org.c:c:3.0", "org.a:a:1.0");
    KeepSet keep =
        new KeepSet(
            new TreeMap<>(
                Map.of(
                    "/app/a-1.0.jar", new Reason(Reason.Kind.APPLICATION, ""),
                    "/app/b-2.0.jar", new Reason(Reason.Kind.TRACED, ""))));

    assertThat(
            UnusedJar.of(
                app,
                keep,
                LoadedClasses.NONE,
                Map.of("a-1.0.jar", new JvmRequest.Dependency("org.a:a:1.0", trail))))
        .containsExactly(
            new UnusedJar("/app/b-2.0.jar", "org.b:b:2.0", 200, List.of(), false),
            new UnusedJar("/app/a-1.0.jar", "org.a:a:1.0", 100, trail, true));
  }

  @Test
  void nothingIsSaidIfHowTheAppStartsIsNotUnderstood() {
    jar("/app/a.jar", "org/a/A");

    assertThat(UnusedJar.of(app, new KeepSet(new TreeMap<>()), LoadedClasses.NONE, Map.of()))
        .isEmpty();
  }
}
