package io.github.slimmaven.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.elf.ElfBytes;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageConfig;
import io.github.slimmaven.trace.AccessTrace;
import io.github.slimmaven.trace.AccessTrace.Use;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class KeeperTest {
  private static final String LOADER = "/lib64/ld.so";

  private final FakeTree tree = new FakeTree();
  private final TreeMap<String, Set<Use>> traced = new TreeMap<>();
  private String config = "{}";
  private KeepRequest request =
      new KeepRequest(Level.BALANCED, List.of(), List.of(), List.of(), Set.of());

  @Test
  void keepsTracedFilesWithTheirDirectoriesAndNoNeighbours() throws IOException {
    tree.files("/opt/data/a", "/opt/data/b");
    traced.put("/opt/data/a", Set.of(Use.OPENED, Use.LOOKED_UP));
    traced.put("/opt/gone", Set.of(Use.OPENED));
    assertThat(kept())
        .isEqualTo(
            sorted(
                "/opt", reason(Reason.Kind.DIRECTORY, ""),
                "/opt/data", reason(Reason.Kind.DIRECTORY, ""),
                "/opt/data/a", reason(Reason.Kind.TRACED, "opened")));
  }

  @Test
  void findsTheLinksOnTheWayAnewWhateverTheTracerSaw() throws IOException {
    tree.link("/lib", "usr/lib").file("/usr/lib/java/bin", "x").link("/usr/lib/jvm", "java");
    traced.put("/lib/jvm/bin", Set.of(Use.EXECUTED));
    assertThat(kept())
        .containsOnlyKeys(
            "/lib", "/usr", "/usr/lib", "/usr/lib/java", "/usr/lib/java/bin", "/usr/lib/jvm")
        .containsEntry("/lib", reason(Reason.Kind.LINK, "-> /usr/lib/java/bin"))
        .containsEntry("/usr/lib/java/bin", reason(Reason.Kind.TRACED, "executed"));
  }

  @Test
  void keepsALinkThatLeadsOutOfTheImage() throws IOException {
    tree.link("/var/log/nginx/access.log", "/dev/stdout");
    traced.put("/var/log/nginx/access.log", Set.of(Use.LOOKED_UP));
    assertThat(kept()).containsKey("/var/log/nginx/access.log");
  }

  @Test
  void aListedDirectoryStaysWithoutItsContent() throws IOException {
    tree.files("/data/a");
    traced.put("/data", Set.of(Use.OPENED));
    assertThat(kept()).containsOnlyKeys("/data");
  }

  @Test
  void ignoresTheFileSystemsOfTheKernel() throws IOException {
    tree.files("/proc/cpuinfo", "/dev/null2");
    traced.put("/proc/cpuinfo", Set.of(Use.OPENED));
    traced.put("/dev/null2", Set.of(Use.OPENED));
    assertThat(kept()).containsOnlyKeys("/proc", "/dev");
  }

  @Test
  void keepsTheDirectoryThatWasWrittenToAndTheFileIfTheImageHasIt() throws IOException {
    tree.dir("/data/db").files("/data/old", "/data/other");
    traced.put("/data/db/new/deep", Set.of(Use.WRITTEN));
    traced.put("/data/old", Set.of(Use.WRITTEN));
    assertThat(kept())
        .containsOnlyKeys("/data", "/data/db", "/data/old")
        .containsEntry("/data/db", reason(Reason.Kind.WRITTEN, "/data/db/new/deep"));
  }

  @Test
  void keepsTheLibrariesOfTheInterpreterOfATracedScript() throws IOException {
    tree.program("/run.me", "#!/usr/bin/env -S python3 -u\n")
        .program("/usr/bin/env", ElfBytes.of(LOADER, "libc.so.6"))
        .link("/usr/bin/python3", "python3.11")
        .program("/usr/bin/python3.11", ElfBytes.of(LOADER, "libz.so.1"))
        .program("/usr/bin/perl", ElfBytes.of(LOADER))
        .program(LOADER, ElfBytes.of(""))
        .link("/lib", "usr/lib")
        .program("/usr/lib/libc.so.6", ElfBytes.x86("").soname("libc.so.6").bytes())
        .program("/usr/lib/libgcc_s.so.1", ElfBytes.of(""))
        .program("/usr/lib/libnss_files.so.2", ElfBytes.of(""))
        .program("/usr/lib/libnss_mine.so.2", ElfBytes.of(""))
        .program("/usr/lib/libnss_other.so.2", ElfBytes.of(""))
        .file("/etc/nsswitch.conf", "passwd: files mine [NOTFOUND=return] # other\n")
        .link("/usr/lib/libz.so.1", "libz.so.1.2")
        .program("/usr/lib/libz.so.1.2", ElfBytes.of(""));
    traced.put("/run.me", Set.of(Use.EXECUTED));

    assertThat(kept())
        .doesNotContainKeys("/usr/bin/perl", "/usr/lib/libnss_other.so.2")
        .containsKeys("/usr/bin/env", "/usr/bin/python3", "/usr/lib/libz.so.1", LOADER)
        .containsKeys("/usr/lib/libgcc_s.so.1", "/usr/lib/libnss_files.so.2")
        .containsEntry("/usr/bin/python3.11", reason(Reason.Kind.ELF, "#! of /run.me"))
        .containsEntry("/usr/lib/libz.so.1.2", reason(Reason.Kind.ELF, "/usr/bin/python3.11"))
        .containsEntry("/usr/lib/libnss_mine.so.2", reason(Reason.Kind.ELF, "/usr/lib/libc.so.6"));
  }

  @Test
  void keepsTheApplicationWholeUnlessAggressive() throws IOException {
    tree.files("/opt/shop/unseen", "/home/me/templates/x", "/srv/app/run/conf.d/y");
    tree.program("/srv/app/run/start.sh", "#!/bin/sh\n").program("/bin/tool", "#!/bin/sh\n");
    tree.layer(3).files("/top/layer").layer(0);
    tree.link("/opt/shop/more", "/elsewhere").files("/elsewhere/a");
    tree.files("/bin/other", "/cp/lib/a.jar");
    config =
        """
        {"config": {"WorkingDir": "/home/me", "Entrypoint": ["/srv/app/run/start.sh", "/bin/tool"],
          "Cmd": ["-cp", "/none:/cp/lib/*"]}}
        """;
    request =
        new KeepRequest(Level.BALANCED, List.of(), List.of(), List.of("/opt/shop"), Set.of(3));

    assertThat(kept())
        .containsEntry("/opt/shop/unseen", reason(Reason.Kind.APPLICATION, "/opt/shop"))
        .containsEntry("/top/layer", reason(Reason.Kind.APPLICATION, "layer 3"))
        .containsKeys("/home/me/templates/x", "/srv/app/run/conf.d/y", "/elsewhere/a")
        .containsKeys("/cp/lib/a.jar")
        .doesNotContainKeys("/bin/other");

    request =
        new KeepRequest(Level.AGGRESSIVE, List.of(), List.of(), List.of("/opt/shop"), Set.of(3));
    assertThat(kept()).containsOnlyKeys("/home", "/home/me");
  }

  @Test
  void aSystemDirectoryIsNoApplicationThoughItIsTheWorkingDirectory() throws IOException {
    tree.files("/usr/lib/x", "/etc/y", "/root/z");
    for (String directory : List.of("/", "/usr/lib", "/etc", "/root")) {
      config = "{\"config\": {\"WorkingDir\": \"" + directory + "\"}}";
      assertThat(kept()).doesNotContainKeys("/usr/lib/x", "/etc/y", "/root/z");
    }
  }

  @Test
  void aDirectoryForTheDataOfSitesIsAnApplicationIfItIsTheWorkingDirectory() throws IOException {
    tree.files("/var/www/src/Page.php", "/srv/views/page.erb");
    assertThat(kept()).doesNotContainKeys("/var/www/src/Page.php", "/srv/views/page.erb");
    config = "{\"config\": {\"WorkingDir\": \"/var/www\"}}";
    assertThat(kept()).containsKeys("/var/www/src/Page.php");
    config = "{\"config\": {\"WorkingDir\": \"/srv\"}}";
    assertThat(kept()).containsKeys("/srv/views/page.erb");
  }

  @Test
  void keepsEssentialsWithTheTargetsOfLinks() throws IOException {
    tree.files(
            "/etc/passwd",
            "/etc/shadow",
            "/usr/share/ca-certificates/m/a.crt",
            "/usr/lib/os-release")
        .link("/etc/ssl/certs/a.pem", "/usr/share/ca-certificates/m/a.crt")
        .link("/etc/os-release", "../usr/lib/os-release")
        .files("/usr/share/zoneinfo/Europe/Berlin", "/usr/share/zoneinfo/right/UTC", "/tmp/junk")
        .files("/usr/share/ca-certificates/m/unused.crt")
        .link("/usr/lib/ssl/certs", "/etc/ssl/certs")
        .program("/usr/lib/ssl/misc/CA.pl", "#!/usr/bin/perl\n");
    assertThat(kept().keySet())
        .contains(
            "/etc/passwd",
            "/etc/ssl/certs/a.pem",
            "/usr/share/ca-certificates/m/a.crt",
            "/etc/os-release",
            "/usr/lib/os-release",
            "/usr/share/zoneinfo/Europe/Berlin",
            "/tmp")
        .doesNotContain(
            "/etc/shadow",
            "/usr/lib/ssl/misc/CA.pl",
            "/usr/share/zoneinfo/right/UTC",
            "/tmp/junk",
            "/usr/share/ca-certificates/m/unused.crt");
  }

  @Test
  void keepsWhatAUsedJavaRuntimeLoadsLazilyAndNothingOfAnUnusedOne() throws IOException {
    for (String home : List.of("/opt/jdk", "/opt/unused")) {
      tree.files(home + "/lib/modules", home + "/lib/server/libjvm.so", home + "/release")
          .files(home + "/conf/net.properties", home + "/lib/security/default.policy")
          .files(home + "/lib/tzdb.dat", home + "/lib/jspawnhelper", home + "/lib/libawt.so")
          .files(home + "/lib/ct.sym", home + "/lib/src.zip", home + "/jmods/java.base.jmod")
          .files(home + "/lib/psfontj2d.properties", home + "/legal/java.base/LICENSE")
          .link(home + "/lib/security/cacerts", "/etc/ssl/certs/java/cacerts")
          .link(home + "/conf/security", "/etc/java-17");
    }
    tree.files("/etc/ssl/certs/java/cacerts", "/etc/java-17/policy/unlimited/default_US_export");
    traced.put("/opt/jdk/lib/modules", Set.of(Use.OPENED));
    Set<String> balanced = kept().keySet();
    assertThat(balanced)
        .contains("/opt/jdk/release", "/opt/jdk/conf/net.properties", "/opt/jdk/lib/tzdb.dat")
        .contains("/opt/jdk/lib/jspawnhelper", "/opt/jdk/lib/psfontj2d.properties")
        .contains("/opt/jdk/lib/libawt.so", "/etc/ssl/certs/java/cacerts")
        .contains("/etc/java-17/policy/unlimited/default_US_export")
        .doesNotContain("/opt/jdk/lib/ct.sym", "/opt/jdk/lib/src.zip", "/opt/jdk/legal")
        .doesNotContain("/opt/jdk/jmods", "/opt/unused");

    request = level(Level.AGGRESSIVE);
    assertThat(kept().keySet())
        .contains("/opt/jdk/conf/net.properties", "/opt/jdk/release")
        .doesNotContain("/opt/jdk/lib/libawt.so");
  }

  @Test
  void keepsTheDirectoriesThatProgramsMayWriteTo() throws IOException {
    tree.writable("/var/lib/php/sessions").writable("/srv/in").dir("/var/lib/misc");
    tree.file("/var/lib/php/sessions/sess_1", "");
    assertThat(kept())
        .containsEntry("/var/lib/php/sessions", reason(Reason.Kind.ESSENTIAL, "writable directory"))
        .doesNotContainKeys("/var/lib/php/sessions/sess_1", "/srv/in", "/var/lib/misc");
    request = level(Level.AGGRESSIVE);
    assertThat(kept()).doesNotContainKeys("/var/lib/php/sessions");
  }

  @Test
  void conservativeKeepsThePackagesOfKeptFilesWhole() throws IOException {
    tree.link("/lib", "usr/lib")
        .files("/usr/lib/foo.so", "/usr/share/foo/data", "/usr/share/bar/data")
        .file(
            "/var/lib/dpkg/info/foo:amd64.list",
            "/.\n/lib\n/lib/foo.so\n/usr/share/foo/data\n/usr/share/foo/empty\n/gone\n")
        .file("/var/lib/dpkg/info/bar.list", "/usr/share/bar\n/usr/share/bar/data\n")
        .file("/var/lib/dpkg/info/bar.postinst", "#!/bin/sh\n")
        .files("/var/lib/dpkg/status", "/sbin/a", "/etc/a.conf", "/sbin/b")
        .file("/lib2/apk", "")
        .dir("/usr/share/foo/empty")
        .file(
            "/usr/lib/apk/db/installed", "P:a\nF:sbin\nR:a\nF:etc\nR:a.conf\n\nP:b\nF:sbin\nR:b\n");
    traced.put("/lib/foo.so", Set.of(Use.OPENED));
    traced.put("/sbin/a", Set.of(Use.EXECUTED));

    assertThat(kept()).doesNotContainKeys("/usr/share/foo/data", "/etc/a.conf", "/var");
    request = level(Level.CONSERVATIVE);
    assertThat(kept())
        .containsEntry("/usr/share/foo/data", reason(Reason.Kind.PACKAGE, "foo:amd64"))
        .containsEntry("/usr/share/foo/empty", reason(Reason.Kind.PACKAGE, "foo:amd64"))
        .containsEntry("/etc/a.conf", reason(Reason.Kind.PACKAGE, "a"))
        .containsKeys("/var/lib/dpkg/status", "/var/lib/dpkg/info/bar.list")
        .doesNotContainKeys("/usr/share/bar/data", "/sbin/b", "/var/lib/dpkg/info/bar.postinst");
  }

  @Test
  void keepBeatsDropAndDropBeatsTheRest() throws IOException {
    tree.files("/usr/share/a/one", "/usr/share/a/two", "/etc/passwd", "/usr/share/b/three");
    traced.put("/usr/share/a/two", Set.of(Use.OPENED));
    traced.put("/usr/share/b/three", Set.of(Use.OPENED));
    request =
        new KeepRequest(
            Level.BALANCED,
            List.of("/usr/share/a/one", "none/**"),
            List.of("/usr/share/a", "**/passwd", "/nothing"),
            List.of(),
            Set.of());
    KeepSet set = decide(tree);
    assertThat(set.reasons())
        .containsOnlyKeys(
            "/etc",
            "/usr",
            "/usr/share",
            "/usr/share/a",
            "/usr/share/a/one",
            "/usr/share/b",
            "/usr/share/b/three")
        .containsEntry("/usr/share/a/one", reason(Reason.Kind.PATTERN, "/usr/share/a/one"));
    assertThat(set.unmatched()).containsExactly("none/**", "/nothing");
  }

  @Test
  void aPatternOfADirectoryMeansAllBelowAndGoesThroughLinks() throws IOException {
    tree.link("/lib", "usr/lib").files("/usr/lib/x/deep/file", "/usr/lib/y/file");
    tree.link("/usr/lib/x/out", "../y/file");
    request = new KeepRequest(Level.BALANCED, List.of("/lib/x"), List.of(), List.of(), Set.of());
    assertThat(kept())
        .containsKeys("/lib", "/usr/lib/x/deep/file", "/usr/lib/x/out", "/usr/lib/y/file")
        .containsEntry("/usr/lib/x/deep/file", reason(Reason.Kind.PATTERN, "/lib/x"));
    request =
        new KeepRequest(
            Level.BALANCED, List.of(), List.of("/lib/x/"), List.of("/usr/lib"), Set.of());
    assertThat(kept()).containsKeys("/usr/lib/y/file").doesNotContainKeys("/usr/lib/x");
  }

  @Test
  void refusesAPatternThatIsNone() {
    request = new KeepRequest(Level.BALANCED, List.of(" "), List.of(), List.of(), Set.of());
    assertThatThrownBy(this::kept).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keepsTheTargetOfAHardLinkEvenIfItWasDropped() throws IOException {
    tree.files("/usr/bin/perl5").hardLink("/usr/bin/perl", "/usr/bin/perl5");
    traced.put("/usr/bin/perl", Set.of(Use.OPENED));
    request = new KeepRequest(Level.BALANCED, List.of(), List.of("**/perl5"), List.of(), Set.of());
    assertThat(kept())
        .containsEntry("/usr/bin/perl5", reason(Reason.Kind.HARDLINK, "/usr/bin/perl"));
  }

  @Test
  void keepsADirectoryThatTheConfigNamesAndTheProgramsOfTheHealthCheck() throws IOException {
    tree.file("/etc/passwd", "root:x:0:0::/root:/bin/sh\nweb:x:33:33::/home/web:/bin/sh\n")
        .files("/home/web/.profile", "/data/x", "/work/y", "/root/z")
        .program("/bin/sh", ElfBytes.of(LOADER))
        .program("/bin/ash", ElfBytes.of(LOADER))
        .program("/usr/bin/curl", ElfBytes.of(LOADER))
        .program("/usr/bin/wget", ElfBytes.of(LOADER))
        .program(LOADER, ElfBytes.of(""));
    config =
        """
        {"config": {"User": "33", "WorkingDir": "/work", "Volumes": {"/data": {}},
          "Healthcheck": {"Test": ["CMD-SHELL", "curl -f http://localhost/ || exit 1"]}}}
        """;
    request = level(Level.AGGRESSIVE);
    assertThat(kept())
        .containsEntry("/home/web", reason(Reason.Kind.WORKDIR, "home of the user"))
        .containsEntry("/data", reason(Reason.Kind.VOLUME, "/data"))
        .containsEntry("/work", reason(Reason.Kind.WORKDIR, "/work"))
        .containsEntry("/usr/bin/curl", reason(Reason.Kind.ESSENTIAL, "health check"))
        .containsKeys("/bin/sh", LOADER)
        .doesNotContainKeys("/usr/bin/wget", "/bin/ash", "/data/x", "/work/y", "/root");

    config =
        "{\"config\": {\"Shell\": [\"/bin/ash\"], \"Healthcheck\": {\"Test\": [\"CMD\", \"wget\"]}}}";
    assertThat(kept()).containsKeys("/usr/bin/wget", "/root").doesNotContainKeys("/bin/ash");
  }

  private KeepRequest level(Level level) {
    return new KeepRequest(level, List.of(), List.of(), List.of(), Set.of());
  }

  private Map<String, Reason> kept() throws IOException {
    return new TreeMap<>(decide(tree).reasons());
  }

  private KeepSet decide(FakeTree tree) throws IOException {
    ObjectNode json = (ObjectNode) new JsonMapper().readTree(config);
    Image image = new Image("test", new Digest("0".repeat(64)), new ImageConfig(json), List.of());
    return Keeper.decide(image, tree, trace(), request);
  }

  private AccessTrace trace() {
    return new AccessTrace(
        "x86_64",
        traced,
        new TreeSet<>(),
        new TreeSet<>(),
        new TreeSet<>(),
        new TreeSet<>(),
        Optional.empty(),
        true,
        true,
        List.of());
  }

  private static Reason reason(Reason.Kind kind, String detail) {
    return new Reason(kind, detail);
  }

  private static Map<String, Reason> sorted(Object... pairs) {
    TreeMap<String, Reason> map = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], (Reason) pairs[i + 1]);
    }
    return map;
  }
}
