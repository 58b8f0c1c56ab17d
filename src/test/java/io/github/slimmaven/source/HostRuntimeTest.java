package io.github.slimmaven.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.source.HostFile.Copy;
import io.github.slimmaven.source.HostFile.Directory;
import io.github.slimmaven.source.HostFile.Link;
import io.github.slimmaven.source.HostFile.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostRuntimeTest {
  @TempDir Path root;

  @Test
  void jdkComesWithoutWhatIsNotRunAndWithWhatItsLinksLeadTo() throws Exception {
    jdk("usr/lib/jvm/java");
    file("etc/java/security/java.security", "x");
    link("usr/lib/jvm/java/conf/java.security", "/etc/java/security/java.security");
    link("usr/lib/jvm/java/lib/dangling", "../nowhere");
    link("usr/lib/jvm/default", "java");

    HostRuntime runtime = HostRuntime.of(root, "/usr/lib/jvm/default", "Linux");

    assertThat(runtime.javaHome()).isEqualTo("/usr/lib/jvm/java");
    assertThat(runtime.jdk())
        .containsKeys(
            "/usr/lib/jvm/java/bin/java",
            "/usr/lib/jvm/java/lib/modules",
            "/etc/java/security/java.security")
        .containsEntry(
            "/usr/lib/jvm/java/conf/java.security", new Link("/etc/java/security/java.security"))
        .doesNotContainKeys(
            "/usr/lib/jvm/java/jmods",
            "/usr/lib/jvm/java/jmods/java.base.jmod",
            "/usr/lib/jvm/java/lib/src.zip",
            "/usr/lib/jvm/java/man",
            "/usr/lib/jvm/java/lib/dangling");
    assertThat(runtime.config("amd64").env())
        .contains("JAVA_HOME=/usr/lib/jvm/java")
        .first()
        .asString()
        .startsWith("PATH=/usr/lib/jvm/java/bin:");
  }

  @Test
  void systemHasCertificatesZonesAndNamesButNothingPrivate() throws Exception {
    jdk("usr/lib/jvm/java");
    file("usr/share/ca-certificates/a.crt", "a");
    link("etc/ssl/certs/a.pem", "/usr/share/ca-certificates/a.crt");
    file("etc/ssl/certs/secret.key", "k");
    Files.setPosixFilePermissions(
        root.resolve("etc/ssl/certs/secret.key"), PosixFilePermissions.fromString("rw-r-----"));
    file("usr/share/zoneinfo/Europe/Paris", "p");
    file("usr/share/zoneinfo/right/Europe/Paris", "p");
    file("etc/passwd", "alice:x:1000:1000::/home/alice:/bin/sh\n");

    HostRuntime runtime = HostRuntime.of(root, "/usr/lib/jvm/java", "Linux");

    assertThat(runtime.system())
        .containsKeys("/usr/share/ca-certificates/a.crt", "/usr/share/zoneinfo/Europe/Paris")
        .containsEntry("/etc/ssl/certs/a.pem", new Link("/usr/share/ca-certificates/a.crt"))
        .containsEntry("/tmp", new Directory(01777, 0))
        .doesNotContainKeys("/etc/ssl/certs/secret.key", "/usr/share/zoneinfo/right");
    assertThat(((Text) runtime.system().get("/etc/passwd")).content())
        .contains("root:x:0:0:", "nobody:x:65534:", "nonroot:x:65532:")
        .doesNotContain("alice");
  }

  @Test
  void everyParentIsThereBeforeItsChildren() throws Exception {
    jdk("usr/lib/jvm/java");
    HostRuntime runtime = HostRuntime.of(root, "/usr/lib/jvm/java", "Linux");

    assertThat(runtime.jdk().keySet().iterator().next()).isIn("/usr", "/usr/lib/jvm");
    for (String path : runtime.jdk().keySet()) {
      String parent = path.substring(0, path.lastIndexOf('/'));
      if (!parent.isEmpty()) {
        assertThat(runtime.jdk().containsKey(parent) || runtime.system().containsKey(parent))
            .as(parent)
            .isTrue();
      }
    }
  }

  @Test
  void jdkInSomebodysHomeGoesToANeutralPlace() throws Exception {
    jdk("home/alice/.sdkman/java/21");
    file("home/alice/.sdkman/java/21/lib/real.txt", "r");
    link("home/alice/.sdkman/java/21/lib/alias.txt", "real.txt");
    file("etc/java/java.security", "x");
    link(
        "home/alice/.sdkman/java/21/conf/java.security",
        "../../../../../../etc/java/java.security");

    HostRuntime runtime = HostRuntime.of(root, "/home/alice/.sdkman/java/21", "Linux");

    assertThat(runtime.javaHome()).isEqualTo("/opt/java");
    assertThat(runtime.jdk().keySet()).noneMatch(path -> path.contains("alice"));
    assertThat(runtime.jdk())
        .containsEntry("/opt/java/lib/alias.txt", new Link("/opt/java/lib/real.txt"))
        .containsEntry("/opt/java/conf/java.security", new Link("/etc/java/java.security"))
        .containsKeys("/opt/java/bin/java", "/etc/java/java.security");
    assertThat(((Copy) runtime.jdk().get("/opt/java/bin/java")).mode()).isEqualTo(0755);
  }

  @Test
  void otherSystemsAreToldTheAlternatives() {
    assertThatThrownBy(() -> HostRuntime.of(root, "/java", "Mac OS X"))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            "'host://' takes the runtime of a Linux machine, and this is 'Mac OS X'. Use another"
                + " base image: '[HOST/]NAME[:TAG]', 'docker://NAME', 'tar://PATH' or"
                + " 'oci://DIR'.");
  }

  @Test
  void homeWithoutJavaIsNamed() {
    assertThatThrownBy(() -> HostRuntime.of(root, "/nowhere", "Linux"))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith("'/nowhere' holds no Java runtime: there is no 'bin/java'.");
  }

  @Test
  void linksInACircleEnd() throws Exception {
    jdk("usr/lib/jvm/java");
    link("usr/lib/jvm/java/lib/a", "b");
    link("usr/lib/jvm/java/lib/b", "a");
    link("usr/lib/jvm/java/lib/up", "..");

    HostRuntime runtime = HostRuntime.of(root, "/usr/lib/jvm/java", "Linux");

    assertThat(runtime.jdk()).doesNotContainKeys("/usr/lib/jvm/java/lib/a");
  }

  private void jdk(String home) throws IOException {
    file(home + "/bin/java", "#!");
    Files.setPosixFilePermissions(
        root.resolve(home + "/bin/java"), PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String name :
        new String[] {"lib/modules", "lib/src.zip", "jmods/java.base.jmod", "man/man1/java.1"}) {
      file(home + "/" + name, name);
    }
  }

  private void file(String path, String content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  private void link(String path, String target) throws IOException {
    Path link = root.resolve(path);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, Path.of(target));
  }
}
