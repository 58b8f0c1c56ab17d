package io.github.slimmaven.keep;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.elf.ElfBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

final class MentionsTest {
  private static final String LOADER = "/lib64/ld.so";

  private final FakeTree tree = new FakeTree();

  MentionsTest() {
    tree.program(LOADER, ElfBytes.of(""));
    for (String name : List.of("date", "convert", "git", "dash", "find", "wc")) {
      tree.program("/usr/bin/" + name, ElfBytes.of(LOADER));
    }
    tree.link("/bin", "usr/bin").link("/usr/bin/sh", "dash");
  }

  @Test
  void keepsAProgramThatTheAppRunsWithItsLibraries() throws IOException {
    tree.program("/usr/bin/date", ElfBytes.of(LOADER, "libtime.so"))
        .program("/usr/lib/libtime.so", ElfBytes.of(""))
        .file("/app/a.py", "def f():\n  subprocess.run(['date', '+%F'], check=True)\n");
    assertThat(kept())
        .containsEntry("/usr/bin/date", new Reason(Reason.Kind.MENTIONED, "/app/a.py"))
        .containsKeys("/usr/lib/libtime.so", LOADER)
        .doesNotContainKeys("/usr/bin/convert", "/usr/bin/dash");
  }

  @Test
  void findsProgramsInTheCallsOfManyLanguages() throws IOException {
    for (String source :
        List.of(
            "os.system('convert a b')",
            "subprocess.check_output(\n    \"convert a b\", shell=True)",
            "cmd = ['convert', '-resize', size]\nsubprocess.run(cmd)",
            "const { execFile } = require('child_process'); execFile('convert', ['a'])",
            "execSync(`convert a b`)",
            "new ProcessBuilder(\"convert\", in, out).start();",
            "exec.Command(\"convert\", \"a\")",
            "$x = shell_exec('convert a b');",
            "system(\"convert\", $a);",
            "Open3.capture2('convert', a)",
            "p = subprocess.Popen(args=[\"sh\", \"-c\", \"cat x | convert -\"])")) {
      tree.file("/app/source", source);
      assertThat(kept())
          .as(source)
          .containsKeys("/usr/bin/convert")
          .doesNotContainKeys("/usr/bin/git");
    }
  }

  @Test
  void anEnglishWordIsNoProgram() throws IOException {
    tree.file("/app/a.py", "x = 'date'\ny = 'find the git repository'\nprint(['convert', 'wc'])\n");
    assertThat(kept())
        .doesNotContainKeys("/usr/bin/date", "/usr/bin/find", "/usr/bin/git")
        .doesNotContainKeys("/usr/bin/convert", "/usr/bin/wc");
    tree.file("/app/a.py", "# subprocess.run(['date'])\nsubprocess.run(args)\nx = 'git is here'\n");
    assertThat(kept()).doesNotContainKeys("/usr/bin/date", "/usr/bin/git", "/usr/bin/dash");
  }

  @Test
  void keepsTheShellWhereACommandLineNeedsOne() throws IOException {
    tree.file("/app/a.py", "subprocess.check_output('echo 1 | wc', shell=True)");
    assertThat(kept()).containsKeys("/usr/bin/sh", "/usr/bin/dash", "/usr/bin/wc", "/bin");
  }

  @Test
  void keepsWhatPerlRubyAndPhpRunInQuotes() throws IOException {
    for (Map.Entry<String, String> file :
        Map.of(
                "a.pl", "my $x = qx{printf '%s' '$y{z}' | wc --lines};",
                "b", "#!/usr/bin/perl\nprint qx(wc $x);",
                "c.rb", "x = %x(#{command} -x | wc)",
                "d.rb", "x = `wc #{file}`",
                "e.php", "$x = `wc $file`;",
                "f.php", "exec('wc ' . $file, $lines);")
            .entrySet()) {
      FakeTree one = new FakeTree();
      one.program(LOADER, ElfBytes.of(""))
          .program("/usr/bin/wc", ElfBytes.of(LOADER))
          .program("/bin/sh", ElfBytes.of(LOADER))
          .file("/app/" + file.getKey(), file.getValue());
      assertThat(Keeping.of("/app").of(one))
          .as(file.getKey())
          .containsKeys("/usr/bin/wc", "/bin/sh");
    }
  }

  @Test
  void backticksOfJavaScriptRunNothing() throws IOException {
    tree.file("/app/a.js", "x = `wc ${file}`;").file("/app/b.rb", "x = `date -u`");
    assertThat(kept()).containsKeys("/usr/bin/date").doesNotContainKeys("/usr/bin/wc");
  }

  @Test
  void keepsPathsAndWhatTheyMentionInTurnToADepthOfTwo() throws IOException {
    tree.file("/app/app.conf", "include /etc/one.conf;\ndata=/srv/data\nlog: \"/var/log/x.log\"\n")
        .file("/etc/one.conf", "load /etc/two.conf.\n")
        .file("/etc/two.conf", "/etc/three.conf")
        .file("/etc/three.conf", "/etc/four.conf")
        .files("/etc/four.conf", "/srv/data/small", "/etc/five.conf")
        .link("/srv/data/link", "/etc/five.conf");
    assertThat(kept())
        .containsEntry("/etc/two.conf", new Reason(Reason.Kind.MENTIONED, "/etc/one.conf"))
        .containsKeys("/etc/three.conf", "/srv/data/small", "/etc/five.conf")
        .doesNotContainKeys("/etc/four.conf", "/var/log/x.log");
  }

  @Test
  void ofALargeDirectoryKeepsOnlyTheDirectory() throws IOException {
    tree.file("/app/a.rb", "open('/srv/large')").file("/srv/large/f", "x".repeat(3 << 20));
    tree.file("/app/b.rb", "Dir['/usr/share']").files("/usr/share/x");
    assertThat(kept())
        .containsKeys("/srv/large", "/usr/share")
        .doesNotContainKeys("/srv/large/f", "/usr/share/x");
  }

  @Test
  void resolvesRelativePathsFromTheFileAndFromTheWorkingDirectory() throws IOException {
    tree.file(
            "/app/bin/a.js", "render('views/page.html'); read(\"../../shared/b.txt\");load('c.d')")
        .files("/app/bin/views/page.html", "/shared/b.txt", "/views/page.html", "/c.d", "/e.f");
    assertThat(kept()).containsKeys("/views/page.html", "/c.d").doesNotContainKeys("/e.f");
  }

  @Test
  void readsTheStringsOfClassesInJars() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
      jar.putNextEntry(new ZipEntry("BOOT-INF/classes/Runs.class"));
      jar.write(Runs.class.getResourceAsStream("MentionsTest$Runs.class").readAllBytes());
    }
    tree.program("/app/app.jar", bytes.toByteArray()).files("/etc/shop/prices", "/etc/shop/no");
    tree.files("/srv/other/x");
    assertThat(kept())
        .containsKeys("/etc/shop/prices", "/usr/bin/convert")
        .doesNotContainKeys("/etc/shop/no", "/usr/bin/date");
  }

  @Test
  void classThatOnlyAsksTheRuntimeForMemoryRunsNothing() throws IOException {
    tree.program(
        "/app/Asks.class",
        Asks.class.getResourceAsStream("MentionsTest$Asks.class").readAllBytes());
    assertThat(kept()).doesNotContainKeys("/usr/bin/convert");
  }

  @Test
  void readsTheStringsOfTheAppsOwnPrograms() throws IOException {
    tree.program("/app/server", program("\0/etc/shop/prices\0(/etc/shop/no\0"))
        .files("/etc/shop/prices");
    assertThat(kept()).containsKeys("/etc/shop/prices");
  }

  @Test
  void keepsTheLibrariesThatTheAppsOwnProgramsOpenByName() throws IOException {
    tree.program("/app/server", program("\0libcodec.so.2\0no libother.so\0"))
        .program("/usr/lib/libcodec.so.2.1", ElfBytes.of("", "libbits.so"))
        .link("/usr/lib/libcodec.so.2", "libcodec.so.2.1")
        .program("/usr/lib/libbits.so", ElfBytes.of(""))
        .program("/usr/lib/libother.so", ElfBytes.of(""));
    assertThat(kept())
        .containsEntry("/usr/lib/libcodec.so.2.1", new Reason(Reason.Kind.MENTIONED, "/app/server"))
        .containsKeys("/usr/lib/libcodec.so.2", "/usr/lib/libbits.so")
        .doesNotContainKeys("/usr/lib/libother.so");
  }

  private static byte[] program(String strings) {
    byte[] elf = ElfBytes.of(LOADER);
    byte[] bytes = strings.getBytes(StandardCharsets.UTF_8);
    byte[] both = java.util.Arrays.copyOf(elf, elf.length + bytes.length);
    System.arraycopy(bytes, 0, both, elf.length, bytes.length);
    return both;
  }

  @Test
  void readsAScriptThatWasExecutedWhereverItLies() throws IOException {
    tree.program("/entry.sh", "#!/bin/sh\nset -e\ndate\nexec \"$@\"\n");
    tree.program("/other.sh", "#!/bin/sh\ngit\n");
    Map<String, Reason> kept = Keeping.of().executed("/entry.sh").opened("/other.sh").of(tree);
    assertThat(kept).containsKeys("/usr/bin/date").doesNotContainKeys("/usr/bin/git");
  }

  @Test
  void doesNotReadLibrariesInTheAppNorAtTheAggressiveLevel() throws IOException {
    tree.file("/app/node_modules/x/a.js", "exec('convert')").file("/app/README.md", "/etc/a");
    tree.file("/app/a.js", "exec('date')").file("/etc/a", "");
    assertThat(kept())
        .containsKeys("/usr/bin/date")
        .doesNotContainKeys("/usr/bin/convert", "/etc/a");
    assertThat(
            Keeping.of()
                .request(
                    new KeepRequest(
                        Level.AGGRESSIVE, List.of(), List.of(), List.of("/app"), Set.of()))
                .opened("/app/a.js")
                .of(tree))
        .doesNotContainKeys("/usr/bin/date");
  }

  private Map<String, Reason> kept() throws IOException {
    return Keeping.of("/app").of(tree);
  }

  /** Its constants are what the test reads. */
  static final class Asks {
    String memory() {
      return "convert".repeat((int) Runtime.getRuntime().freeMemory());
    }
  }

  /** Its constants are what the test reads. */
  static final class Runs {
    Process run() throws IOException {
      String unrelated = "the date of today";
      return new ProcessBuilder("convert", "/etc/shop/prices", unrelated).start();
    }
  }
}
