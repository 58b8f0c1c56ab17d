package io.github.slimmaven.keep;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.elf.ElfBytes;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ExtrasRuleTest {
  @Test
  void keepsProgramsPackagesTheShellAndTheHomeThatTheUserAsksFor() throws IOException {
    FakeTree tree =
        new FakeTree()
            .program("/lib64/ld.so", ElfBytes.of(""))
            .program("/usr/bin/jq", ElfBytes.of("/lib64/ld.so", "libjq.so"))
            .program("/usr/lib/libjq.so", ElfBytes.of(""))
            .program("/usr/bin/dash", ElfBytes.of("/lib64/ld.so"))
            .link("/bin/sh", "/usr/bin/dash")
            .file("/etc/passwd", "web:x:5:5::/home/web:/bin/sh\n")
            .files("/home/web/.config/a", "/usr/share/foo/a", "/usr/share/bar/a")
            .file("/var/lib/dpkg/info/foo:amd64.list", "/usr/share/foo/a\n")
            .file("/var/lib/dpkg/info/foobar.list", "/usr/share/bar/a\n");
    String config = "{\"config\": {\"User\": \"web\"}}";
    Extras extras = new Extras(List.of("jq", "/gone"), List.of("foo", "none"), true, true);

    KeepSet set = Keeping.of().config(config).request(asking(extras)).decide(tree);
    assertThat(set.reasons())
        .containsEntry("/usr/bin/jq", new Reason(Reason.Kind.PATTERN, "keepBinaries jq"))
        .containsKeys("/usr/lib/libjq.so", "/lib64/ld.so", "/bin/sh", "/usr/bin/dash")
        .containsKeys("/home/web/.config/a", "/usr/share/foo/a")
        .doesNotContainKeys("/usr/share/bar/a");
    assertThat(set.unmatched()).containsExactly("/gone", "none");

    assertThat(Keeping.of().config(config).request(asking(Extras.NONE)).of(tree))
        .doesNotContainKeys("/usr/bin/jq", "/bin/sh", "/home/web/.config", "/usr/share/foo");
  }

  private static KeepRequest asking(Extras extras) {
    return new KeepRequest(Level.AGGRESSIVE, List.of(), List.of(), List.of(), Set.of(), extras);
  }
}
