package io.github.slimmaven.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DynamicLinkerTest {
  private static final String LOADER = "/lib64/ld-linux-x86-64.so.2";
  private static final String MUSL = "/lib/ld-musl-x86_64.so.1";

  @TempDir Path root;

  @BeforeEach
  void loader() throws IOException {
    put(LOADER, ElfBytes.x86("").soname("ld-linux-x86-64.so.2"));
  }

  @Test
  void followsNeededNamesThroughDefaultDirectoriesAndKeepsTheChain() throws IOException {
    put("/usr/bin/app", ElfBytes.x86(LOADER).needs("liba.so.1"));
    put("/usr/lib/x86_64-linux-gnu/liba.so.1.2", ElfBytes.x86("").needs("libb.so"));
    link("/usr/lib/x86_64-linux-gnu/liba.so.1", "liba.so.1.2");
    put("/lib/libb.so", ElfBytes.x86(""));

    ElfClosure closure = closure("/usr/bin/app");

    assertThat(closure.needed())
        .containsOnlyKeys(
            LOADER,
            "/usr/lib/x86_64-linux-gnu/liba.so.1",
            "/usr/lib/x86_64-linux-gnu/liba.so.1.2",
            "/lib/libb.so");
    assertThat(closure.needed().get("/lib/libb.so"))
        .isEqualTo(
            new ElfClosure.Need(
                "libb.so",
                List.of("/usr/bin/app", "/usr/lib/x86_64-linux-gnu/liba.so.1.2"),
                false));
    assertThat(closure.needed().get("/usr/lib/x86_64-linux-gnu/liba.so.1").link()).isTrue();
    assertThat(closure.missing()).isEmpty();
  }

  @Test
  void namesWhatIsMissing() throws IOException {
    put("/bin/app", ElfBytes.x86("/lib/none.so").needs("libgone.so"));
    assertThat(closure("/bin/app").missing())
        .containsExactly(
            new ElfClosure.Missing("/lib/none.so", "/bin/app"),
            new ElfClosure.Missing("libgone.so", "/bin/app"));
  }

  @Test
  void passesOverALibraryForAnotherMachine() throws IOException {
    put("/bin/app", ElfBytes.x86(LOADER).needs("liba.so"));
    ElfBytes arm = ElfBytes.x86("");
    put("/lib/liba.so", new ElfBytes(true, arm.order(), 183, "", List.of()));
    put("/usr/lib/liba.so", arm);
    assertThat(files(closure("/bin/app"))).containsExactly(LOADER, "/usr/lib/liba.so");
  }

  @Test
  void aRunpathServesDirectNeedsOnlyAndAnRpathThoseBelowToo() throws IOException {
    put("/opt/run/app", ElfBytes.x86(LOADER).needs("libone.so").runpath("$ORIGIN/lib"));
    put("/opt/run/lib/libone.so", ElfBytes.x86("").needs("libtwo.so"));
    put("/opt/run/lib/libtwo.so", ElfBytes.x86(""));
    put("/opt/r/app", ElfBytes.x86(LOADER).needs("libone.so").rpath("${ORIGIN}/lib"));
    put("/opt/r/lib/libone.so", ElfBytes.x86("").needs("libtwo.so"));
    put("/opt/r/lib/libtwo.so", ElfBytes.x86(""));

    assertThat(files(closure("/opt/run/app"))).containsExactly(LOADER, "/opt/run/lib/libone.so");
    assertThat(closure("/opt/run/app").missing())
        .containsExactly(new ElfClosure.Missing("libtwo.so", "/opt/run/lib/libone.so"));
    assertThat(files(closure("/opt/r/app")))
        .containsExactly(LOADER, "/opt/r/lib/libone.so", "/opt/r/lib/libtwo.so");
  }

  @Test
  void theLibraryPathComesAfterRpathAndBeforeRunpath() throws IOException {
    put("/r/a.so", ElfBytes.x86(""));
    put("/l/a.so", ElfBytes.x86(""));
    put("/bin/rpath", ElfBytes.x86(LOADER).needs("a.so").rpath("/r"));
    put("/bin/runpath", ElfBytes.x86(LOADER).needs("a.so").runpath("/r"));
    DynamicLinker linker = new DynamicLinker(new DiskFiles(root), List.of("/l"));
    assertThat(files(linker.closure(List.of("/bin/rpath")))).contains("/r/a.so");
    assertThat(files(linker.closure(List.of("/bin/runpath")))).contains("/l/a.so");
  }

  @Test
  void expandsLibAndPlatform() throws IOException {
    put("/o/lib/x86_64-linux-gnu/x86_64/a.so", ElfBytes.x86(""));
    put("/o/bin/app", ElfBytes.x86(LOADER).needs("a.so").runpath("$ORIGIN/../$LIB/${PLATFORM}"));
    assertThat(files(closure("/o/bin/app")))
        .containsExactly(LOADER, "/o/lib/x86_64-linux-gnu/x86_64/a.so");
  }

  @Test
  void readsLdSoConfAndWhatItIncludes() throws IOException {
    text("/etc/ld.so.conf", "# comment\n:\ninclude ld.so.conf.d/*.conf\ninclude /etc/ld.so.conf\n");
    text("/etc/ld.so.conf.d/x.conf", "hwcap 1 nosegneg\n/opt/x/lib # here\n");
    text("/etc/ld.so.conf.d/y.conf.off", "/opt/y/lib\n");
    put("/opt/x/lib/a.so", ElfBytes.x86(""));
    put("/opt/y/lib/b.so", ElfBytes.x86(""));
    put("/bin/app", ElfBytes.x86(LOADER).needs("a.so", "b.so"));
    ElfClosure closure = closure("/bin/app");
    assertThat(files(closure)).containsExactly(LOADER, "/opt/x/lib/a.so");
    assertThat(closure.missing()).extracting(ElfClosure.Missing::name).containsExactly("b.so");
  }

  @Test
  void takesEveryVariantForNewerProcessors() throws IOException {
    put("/usr/lib/liba.so", ElfBytes.x86(""));
    put("/usr/lib/glibc-hwcaps/x86-64-v2/liba.so", ElfBytes.x86(""));
    put("/usr/lib/glibc-hwcaps/x86-64-v3/liba.so", ElfBytes.x86("").needs("libfast.so"));
    put("/usr/lib/libfast.so", ElfBytes.x86(""));
    put("/bin/app", ElfBytes.x86(LOADER).needs("liba.so"));
    assertThat(files(closure("/bin/app")))
        .containsExactly(
            LOADER,
            "/usr/lib/glibc-hwcaps/x86-64-v2/liba.so",
            "/usr/lib/glibc-hwcaps/x86-64-v3/liba.so",
            "/usr/lib/liba.so",
            "/usr/lib/libfast.so");
  }

  @Test
  void muslServesTheCLibraryItselfAndInheritsEveryRunPath() throws IOException {
    put(MUSL, ElfBytes.x86("").soname("libc.musl-x86_64.so.1"));
    put("/o/app", ElfBytes.x86(MUSL).needs("libone.so", "libpthread.so.0").runpath("/o/lib"));
    put("/o/lib/libone.so", ElfBytes.x86("").needs("libtwo.so"));
    put("/o/lib/libtwo.so", ElfBytes.x86("").needs("libc.musl-x86_64.so.1"));
    ElfClosure closure = closure("/o/app");
    assertThat(files(closure)).containsExactly(MUSL, "/o/lib/libone.so", "/o/lib/libtwo.so");
    assertThat(closure.missing()).isEmpty();
  }

  @Test
  void muslReadsItsPathFile() throws IOException {
    text("/etc/ld-musl-x86_64.path", "/lib\n/opt/m:/opt/n\n");
    put(MUSL, ElfBytes.x86(""));
    put("/opt/n/a.so", ElfBytes.x86(""));
    put("/usr/lib/b.so", ElfBytes.x86(""));
    put("/bin/app", ElfBytes.x86(MUSL).needs("a.so", "b.so"));
    ElfClosure closure = closure("/bin/app");
    assertThat(files(closure)).containsExactly(MUSL, "/opt/n/a.so");
    assertThat(closure.missing()).extracting(ElfClosure.Missing::name).containsExactly("b.so");
  }

  @Test
  void aLibraryMayNeedOneThatWasLoadedBefore() throws IOException {
    put("/jdk/lib/libjava.so", ElfBytes.x86("").needs("libjvm.so").runpath("$ORIGIN"));
    put("/jdk/lib/server/libjvm.so", ElfBytes.x86("").soname("libjvm.so"));
    assertThat(closure("/jdk/lib/libjava.so").missing()).hasSize(1);
    assertThat(closure("/jdk/lib/libjava.so", "/jdk/lib/server/libjvm.so").missing()).isEmpty();
  }

  @Test
  void aLibraryIsHelpedByTheProgramsRpath() throws IOException {
    put("/p/app", ElfBytes.x86(LOADER).rpath("/p/lib"));
    put("/plugins/x.so", ElfBytes.x86("").needs("libp.so"));
    put("/p/lib/libp.so", ElfBytes.x86(""));
    assertThat(files(closure("/p/app", "/plugins/x.so"))).contains("/p/lib/libp.so");
  }

  @Test
  void originIsWhereTheLinkIsAndThenWhereItLeads() throws IOException {
    put("/store/b/lib.so", ElfBytes.x86("").needs("side.so").runpath("$ORIGIN"));
    link("/a/lib.so", "/store/b/lib.so");
    put("/store/b/side.so", ElfBytes.x86(""));
    put("/bin/app", ElfBytes.x86(LOADER).needs("/a/lib.so"));
    assertThat(files(closure("/bin/app")))
        .containsExactly(LOADER, "/store/b/lib.so", "/store/b/side.so");
  }

  @Test
  void needsInACircleAndLinksInACircleEnd() throws IOException {
    put("/lib/a.so", ElfBytes.x86("").needs("b.so", "loop.so"));
    put("/lib/b.so", ElfBytes.x86("").needs("a.so"));
    link("/lib/loop.so", "loop.so");
    ElfClosure closure = closure("/lib/a.so", "/lib/b.so");
    assertThat(files(closure)).containsExactly("/lib/a.so", "/lib/b.so");
    assertThat(closure.missing()).containsExactly(new ElfClosure.Missing("loop.so", "/lib/a.so"));
  }

  @Test
  void aBrokenCacheCountsAsNone() {
    byte[] lies = new byte[64];
    byte[] magic = "glibc-ld.so.cache1.1".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(magic, 0, lies, 0, magic.length);
    lies[23] = 0x7F;
    assertThat(LinkerCache.parse(lies)).isEmpty();
    assertThat(LinkerCache.parse(new byte[3])).isEmpty();
  }

  @Test
  void agreesWithLddOnThisMachine() throws Exception {
    Path jvm = Path.of(System.getProperty("java.home"), "lib/server/libjvm.so");
    for (Path file : List.of(Path.of("/bin/ls"), Path.of("/usr/bin/env"), jvm)) {
      assumeTrue(Files.exists(file), file + " is not on this machine");
      Set<String> expected = ldd(file);
      assumeTrue(!expected.isEmpty(), "ldd is not on this machine");

      ElfClosure closure =
          new DynamicLinker(new DiskFiles(Path.of("/")), List.of())
              .closure(List.of(file.toString()));

      Set<String> found =
          files(closure).stream()
              .filter(path -> !path.contains("/glibc-hwcaps/"))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(found).as("%s", file).isEqualTo(expected);
    }
  }

  @Test
  void readsThisMachinesCache() throws IOException {
    assumeTrue(Files.exists(Path.of("/etc/ld.so.cache")), "no ld.so.cache on this machine");
    Map<String, List<String>> cache = LinkerCache.read(new DiskFiles(Path.of("/")));
    assertThat(cache.get("libc.so.6")).isNotEmpty().allMatch(path -> Files.exists(Path.of(path)));
  }

  private static Set<String> ldd(Path file) throws Exception {
    Process process;
    try {
      process = new ProcessBuilder("ldd", file.toString()).redirectErrorStream(true).start();
    } catch (IOException e) {
      return Set.of();
    }
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    Set<String> paths = new TreeSet<>();
    Matcher matcher = Pattern.compile("(/[^ ]+) \\(0x").matcher(text);
    while (matcher.find()) {
      paths.add(Path.of(matcher.group(1)).toRealPath().toString());
    }
    return paths;
  }

  private ElfClosure closure(String... paths) throws IOException {
    return new DynamicLinker(new DiskFiles(root), List.of()).closure(List.of(paths));
  }

  private static List<String> files(ElfClosure closure) {
    return closure.needed().entrySet().stream()
        .filter(need -> !need.getValue().link())
        .map(Map.Entry::getKey)
        .sorted(java.util.Comparator.comparing((String p) -> !p.startsWith("/lib64/ld-linux")))
        .toList();
  }

  private void put(String path, ElfBytes elf) throws IOException {
    Files.write(file(path), elf.bytes());
  }

  private void text(String path, String text) throws IOException {
    Files.writeString(file(path), text);
  }

  private void link(String path, String target) throws IOException {
    Files.createSymbolicLink(file(path), Path.of(target));
  }

  private Path file(String path) throws IOException {
    Path file = root.resolve(path.substring(1));
    Files.createDirectories(file.getParent());
    return file;
  }
}
