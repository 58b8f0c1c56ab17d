package io.github.slimmaven.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HardenedRunsTest {
  private static final String PASSED =
      """
      {"status": "minified", "engine": {"name": "docker"}, "settings": {"level": "balanced"},
       "hardening": {"tried": true, "launches": 1, "systemCalls": 244, "capabilities": ["CHOWN"],
        "writable": [{"path": "/tmp", "options": "rw"}], "unwritable": [],
        "parts": [{"name": "seccomp", "passed": true}, {"name": "capabilities", "passed": true},
         {"name": "noNewPrivileges", "passed": true}, {"name": "readOnly", "passed": true}],
        "artifacts": [
         {"name": "seccomp.json", "tried": true, "passed": true, "repaired": ["chroot"]},
         {"name": "apparmor.profile", "tried": false, "passed": false, "repaired": []},
         {"name": "kubernetes.yaml", "tried": true, "passed": true, "repaired": []},
         {"name": "docker-run.txt", "tried": true, "passed": true, "repaired": []}]}}
      """;
  private static final String SANDBOX =
      """
      {"status": "minified", "engine": {"name": "sandbox"}, "settings": {"level": "balanced"},
       "hardening": {"tried": false, "untried": "the engine 'sandbox' cannot; set engine 'docker'",
        "launches": 0, "systemCalls": 9, "capabilities": [], "writable": [], "unwritable": [],
        "parts": [], "artifacts": [
         {"name": "seccomp.json", "tried": false, "passed": false, "withheld": "it cannot"},
         {"name": "kubernetes.yaml", "tried": false, "passed": false, "withheld": "it cannot"},
         {"name": "docker-run.txt", "tried": false, "passed": false, "withheld": "it cannot"}]}}
      """;

  @TempDir private Path temp;
  private Path it;

  @BeforeEach
  void directory() throws IOException {
    it = Files.createDirectory(temp.resolve("it"));
  }

  @Test
  void theTableHasEachProjectOnceForWhatItWasRunWith() throws IOException {
    report("web/target/slim", PASSED);
    report("web/target/all", PASSED.replace("balanced", "conservative"));
    report("web/target/sandbox", SANDBOX);
    report("api/target/again", without("readOnly", "it writes | '/etc'. What failed: 2"));
    report("api/target/slim", without("readOnly", "it writes | '/etc'. What failed: 1"));

    assertThat(runs().violations()).isEmpty();
    assertThat(runs().summary()).isEqualTo("hardening: 4 reports of Docker, 1 of the sandbox");
    assertThat(runs().table().lines().skip(2))
        .containsExactly(
            "| `api` | balanced | 244 | `CHOWN` | `/tmp` | `chroot` | readOnly: it writes \\| '/etc'. |",
            "| `web` | balanced, conservative | 244 | `CHOWN` | `/tmp` | `chroot` | none |");
  }

  @Test
  void aPartThatFailedForNoReasonIsNamed() throws IOException {
    report("web/target/slim", without("capabilities", " "));

    violation("web/target/slim", "a part neither passed nor has a reason");
  }

  @Test
  void aPartThatIsNotThereIsNamed() throws IOException {
    report("web/target/slim", PASSED.replace("\"name\": \"readOnly\"", "\"name\": \"seccomp\""));

    violation("web/target/slim", "the parts are [capabilities, noNewPrivileges, seccomp] instead");
  }

  @Test
  void aVerifiedImageWithoutHardeningIsNamed() throws IOException {
    report("web/target/slim", "{\"status\": \"unchanged\", \"engine\": {\"name\": \"docker\"}}");
    report("app/target/slim", "{\"status\": \"failed\", \"engine\": {\"name\": \"docker\"}}");

    violation("web/target/slim", "the image is unchanged, and nothing is said");
  }

  @Test
  void dockerThatTriedNothingIsNamed() throws IOException {
    report(
        "web/target/slim", PASSED.replace("\"tried\": true, \"launches\": 1", "\"launches\": 0"));

    violation("web/target/slim", "nothing was tried");
  }

  @Test
  void aFileThatIsWithheldForNoReasonOrWrittenAllTheSameIsNamed() throws IOException {
    String withheld =
        PASSED.replace(
            "{\"name\": \"docker-run.txt\", \"tried\": true, \"passed\": true",
            "{\"name\": \"docker-run.txt\", \"tried\": true, \"passed\": false");
    report("web/target/slim", withheld);

    assertThat(runs().violations())
        .hasSize(2)
        .anyMatch(text -> text.contains("neither tried with success nor withheld"))
        .anyMatch(text -> text.endsWith("docker-run.txt is withheld, and is there"));
  }

  @Test
  void aFileThatPassedAndIsNotThereIsNamed() throws IOException {
    Files.delete(report("web/target/slim", PASSED).resolveSibling("seccomp.json"));

    violation("web/target/slim", "seccomp.json passed, and was not written");
  }

  @Test
  void aSandboxThatDoesNotSayThatItCannotIsNamed() throws IOException {
    report("web/target/slim", SANDBOX.replace("the engine 'sandbox' cannot", "no time"));
    report(
        "app/target/slim",
        SANDBOX.replace("\"withheld\": \"it cannot\"}]", "\"withheld\": \"\"}]"));

    assertThat(runs().violations())
        .hasSize(2)
        .anyMatch(text -> text.contains("it is not said that the engine 'sandbox' cannot"))
        .anyMatch(text -> text.endsWith("it is not said why there is no docker-run.txt"));
  }

  @Test
  void aReportThatALaterRunReplacedIsStillLookedAt() throws IOException {
    Path file =
        report("web/target/slim", PASSED.replace("\"passed\": true}]", "\"passed\": false}]"));
    ReportCollector.collect(file.getParent(), temp.resolve("copies"));
    Files.writeString(file, PASSED);

    violation("web/target/slim", "a part neither passed nor has a reason");
    assertThat(runs().summary()).startsWith("hardening: 2 reports of Docker");
  }

  private void violation(String run, String problem) throws IOException {
    assertThat(runs().violations())
        .singleElement()
        .asString()
        .startsWith(it.resolve(run).resolve("report.json") + ": ")
        .contains(problem);
  }

  private HardenedRuns runs() throws IOException {
    return ReportSchemas.hardened(it, temp.resolve("copies"));
  }

  private static String without(String part, String reason) {
    return PASSED.replace(
        "\"" + part + "\", \"passed\": true",
        "\"" + part + "\", \"passed\": false, \"reason\": \"" + reason + "\"");
  }

  private Path report(String run, String json) throws IOException {
    Path folder = Files.createDirectories(it.resolve(run));
    Files.createFile(folder.resolve("files.csv"));
    if (json.contains("\"docker\"")) {
      for (String name : List.of("seccomp.json", "kubernetes.yaml", "docker-run.txt")) {
        Files.createFile(folder.resolve(name));
      }
    }
    return Files.writeString(folder.resolve("report.json"), json);
  }
}
