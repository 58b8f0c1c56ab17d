package io.github.slimmaven.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReferencesTest {
  private static ModuleTable table;

  private final References references = new References(table);

  @BeforeAll
  static void read() throws IOException {
    table = Runtimes.table(Runtimes.current());
  }

  @Test
  void classIsFoundInNamesDescriptorsAndSignatures() {
    references.constant("java/sql/Driver", "a");
    references.constant("(Ljavax/naming/Context;I)V", "b");
    references.constant("Ljava/util/List<Ljava/net/http/HttpClient;>;", "c");
    references.constant("[Ljava/rmi/Remote;", "d");

    assertThat(references.modules())
        .containsOnlyKeys("java.base", "java.sql", "java.naming", "java.net.http", "java.rmi")
        .containsEntry("java.naming", "b");
  }

  @Test
  void classIsFoundByItsNameInAString() {
    references.constant("javax.management.MBeanServer", "a");
    references.constant("java.util.logging.NoSuchClass", "a");

    assertThat(references.modules()).containsOnlyKeys("java.management");
  }

  @Test
  void textNamesClassesPackagesAndModules() {
    references.text("import java.sql.*; x=javax.xml.parsers.SAXParser", "page.jsp");
    references.text("--add-modules=jdk.net,java.rmi --add-opens java.logging/x=ALL", "the command");
    references.text("not.java.prefs.x java.instrumentation", "readme.xml");

    assertThat(references.modules())
        .containsOnlyKeys("java.sql", "java.xml", "jdk.net", "java.rmi", "java.logging")
        .containsEntry("java.sql", "page.jsp");
  }

  @Test
  void serviceThatTheAppNamesBringsItsProviders() {
    references.constant("javax/tools/JavaCompiler", "a");

    assertThat(references.services()).containsExactly("javax.tools.JavaCompiler");
    assertThat(NeededModules.of(table, references, List.of(), List.of()))
        .containsEntry("jdk.compiler", "provides javax.tools.JavaCompiler to the app");
  }

  @Test
  void emptyAppKeepsTheFixedListWhatItRequiresAndItsProvidersButNoTools() {
    var needed = NeededModules.of(table, references, List.of("java.xml"), List.of("java.sql"));

    assertThat(needed)
        .containsKeys(
            "jdk.crypto.ec", "jdk.zipfs", "jdk.localedata", "jdk.random", "jdk.naming.dns")
        .containsEntry("java.sql", "added by jvm.addModules")
        .containsEntry("java.transaction.xa", "required by java.sql")
        .containsEntry("java.rmi", "required by java.management.rmi")
        .doesNotContainKeys("jdk.compiler", "java.desktop", "jdk.jlink");
  }
}
