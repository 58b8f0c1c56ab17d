package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.report.Hardening;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Minified images that run with no more than they need, in Docker. */
class HardenRunTest {
  private static final String CONFIG = "{'Cmd':['/bin/sh','/srv/app/run.sh']}";

  @TempDir Path folder;

  @Test
  void writesInADirectoryWithoutFilesAndNeedsNoCapability() throws Exception {
    Hardening hardening = harden("echo hello >/tmp/greeting && cat /tmp/greeting");

    assertThat(hardening.tried()).isTrue();
    assertThat(hardening.launches()).isOne();
    assertThat(hardening.parts()).hasSize(4).allMatch(Hardening.Part::passed);
    assertThat(hardening.capabilities()).isEmpty();
    assertThat(hardening.writable())
        .containsExactly(
            new Hardening.Writable("/tmp", "rw,nosuid,nodev,noexec,mode=755,uid=0,gid=0"));
    assertThat(hardening.artifacts())
        .filteredOn(Hardening.Artifact::passed)
        .extracting(Hardening.Artifact::name)
        .containsExactly("seccomp.json", "kubernetes.yaml", "docker-run.txt");
    assertThat(output("docker-run.txt"))
        .content()
        .contains(
            "  --read-only \\\n  --tmpfs /tmp:rw,nosuid,nodev,noexec,mode=755,uid=0,gid=0 \\\n");
  }

  @Test
  void whatOnlyTheMinifiedImageCallsIsAdded() throws Exception {
    Hardening hardening =
        harden("[ -e /etc/marker ] || chroot / /bin/busybox true || exit 3; echo hello");

    assertThat(hardening.launches()).isEqualTo(2);
    assertThat(hardening.parts()).allMatch(Hardening.Part::passed);
    assertThat(hardening.capabilities()).containsExactly("SYS_CHROOT");
    assertThat(artifact(hardening, "seccomp.json").repaired()).contains("chroot");
    assertThat(artifact(hardening, "docker-run.txt").repaired()).contains("SYS_CHROOT", "chroot");
    assertThat(output("seccomp.json")).content().contains("\"chroot\"");
    assertThat(output("docker-run.txt")).content().contains("--cap-add SYS_CHROOT");
  }

  @Test
  void aProfileUnderWhichTheProbesFailIsWithheld() throws Exception {
    // Not where the sensor is, so that nobody learns of the call.
    Hardening hardening =
        harden("[ -e /.slim ] || chroot / /bin/busybox true || exit 3; echo hello");

    assertThat(hardening.capabilities()).contains("SYS_CHROOT");
    assertThat(hardening.parts())
        .filteredOn(part -> !part.passed())
        .singleElement()
        .satisfies(
            part -> {
              assertThat(part.name()).isEqualTo("seccomp");
              assertThat(part.reason().orElseThrow())
                  .startsWith("The probes do not pass under its own seccomp profile: ");
            });
    assertThat(artifact(hardening, "seccomp.json").withheld()).isPresent();
    assertThat(output("seccomp.json")).doesNotExist();
    assertThat(output("docker-run.txt"))
        .content()
        .contains("# Without its own seccomp profile: report.json says why.")
        .doesNotContain("seccomp=")
        .contains("--read-only");
    assertThat(output("kubernetes.yaml")).content().contains("type: RuntimeDefault");
  }

  @Test
  void aReadOnlyRootIsGivenUpForWhatIsWrittenBesideFiles() throws Exception {
    Hardening hardening = harden("echo hello >/etc/greeting && cat /etc/greeting");

    assertThat(hardening.unwritable()).containsExactly("/etc");
    assertThat(hardening.parts())
        .filteredOn(part -> !part.passed())
        .extracting(Hardening.Part::name)
        .containsExactly("readOnly");
    assertThat(hardening.parts().get(3).reason().orElseThrow())
        .startsWith(
            "The probes do not pass under a read-only root: it writes '/etc/greeting', where files"
                + " of the image are: give");
    assertThat(output("seccomp.json")).exists();
    assertThat(output("docker-run.txt")).content().doesNotContain("--read-only");
    assertThat(output("kubernetes.yaml")).content().contains("readOnlyRootFilesystem: false");
  }

  @Test
  void nothingIsPublishedWithoutWhatIsRequired() throws Exception {
    assertThatThrownBy(
            () -> harden("echo hello >/etc/greeting && cat /etc/greeting", Harden.REQUIRED))
        .isInstanceOf(SlimFailure.class)
        .hasMessageStartingWith(
            "Nothing was published, as slim.harden is 'required': The probes do not pass under a"
                + " read-only root: ")
        .hasMessageEndingWith("Mend that, or set <harden>true</harden>.");
    assertThat(output("image")).doesNotExist();
    assertThat(output("report.json")).content().contains("\"status\" : \"failed\"");
  }

  @Test
  void aSandboxTriesNothingAndHandsNothingOut() throws Exception {
    TestRun run = new TestRun(folder, EngineChoice.SANDBOX).harden(Harden.TRUE);
    Hardening hardening = harden(run, "echo hello >/tmp/greeting && cat /tmp/greeting");

    assertThat(hardening.untried())
        .isEqualTo(Optional.of("the engine 'sandbox' cannot; set engine 'docker'"));
    assertThat(hardening.writable()).extracting(Hardening.Writable::path).containsExactly("/tmp");
    assertThat(hardening.artifacts()).noneMatch(Hardening.Artifact::tried);
    for (String name : List.of("seccomp.json", "kubernetes.yaml", "docker-run.txt")) {
      assertThat(output(name)).doesNotExist();
    }
    assertThat(output("apparmor.profile")).content().startsWith("# NOT TRIED");
  }

  @Test
  void nothingIsTriedThatIsNotWanted() throws Exception {
    TestRun run = new TestRun(folder, EngineChoice.DOCKER).harden(Harden.FALSE);
    assertThat(minify(run, "echo hello")).isEmpty();
    assertThat(Files.exists(output("apparmor.profile"))).isFalse();
  }

  private Hardening harden(String script) throws Exception {
    return harden(script, Harden.TRUE);
  }

  private Hardening harden(String script, Harden wanted) throws Exception {
    return harden(new TestRun(folder, EngineChoice.DOCKER).harden(wanted), script);
  }

  private static Hardening harden(TestRun run, String script) throws Exception {
    return minify(run, script).orElseThrow();
  }

  private static Optional<Hardening> minify(TestRun run, String script) throws Exception {
    TestLayer layer =
        TestLayer.busyBox("sh", "cat", "chroot")
            .createdBy("COPY app /srv/app # buildkit")
            .directory("tmp/")
            .text("etc/marker", "only in the source")
            .script("srv/app/run.sh", script);
    return run.drop("/etc/marker")
        .keep("/etc/passwd")
        .keep("/tmp")
        .run(0, "^hello$")
        .minify(CONFIG, layer)
        .hardening();
  }

  private static Hardening.Artifact artifact(Hardening hardening, String name) {
    return hardening.artifacts().stream()
        .filter(artifact -> artifact.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Path output(String name) {
    return folder.resolve("output").resolve(name);
  }
}
