package io.github.slimmaven.mojo;

import io.github.slimmaven.pipeline.IntegrationTests;
import io.github.slimmaven.pipeline.ScanSettings;
import io.github.slimmaven.pipeline.SlimFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.BuildPluginManager;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.toolchain.ToolchainManager;

/** What the goals have in common that use the trace of the project's tests. */
abstract class SlimMojo extends LaunchMojo {
  /**
   * Vulnerability data to count the known vulnerabilities by: files and directories, below the
   * project's directory unless they are absolute. What a file is, is told by its content: OSV
   * records, or zip files of them; {@code Packages} indexes of a Debian security suite, beside
   * their {@code InRelease}; the JSON of Debian's security tracker; OpenVEX; CycloneDX in JSON.
   * Nothing is downloaded. By default none, and nothing is counted.
   *
   * <pre>{@code
   * <advisories>
   *   <advisory>/var/lib/apt/lists</advisory>
   *   <advisory>advisories/PyPI.zip</advisory>
   * </advisories>
   * }</pre>
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.advisories")
  List<String> advisories = List.of();

  /**
   * Most days that the newest record of an ecosystem may be old. Packages of one with older data
   * are not assessed, as what was found since is missing.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.advisories.maxAge", defaultValue = "30")
  int advisoriesMaxAge;

  private final BuildPluginManager plugins;

  SlimMojo(SettingsDecrypter decrypter, ToolchainManager toolchains, BuildPluginManager plugins) {
    super(decrypter, toolchains);
    this.plugins = plugins;
  }

  @Override
  final ScanSettings scan(Path directory) {
    return ScanSettings.of(advisories, directory, advisoriesMaxAge);
  }

  /**
   * The tests between {@code slim:start} and here, if there were any.
   *
   * @param rerun whether they are run against the minified image
   * @throws SlimFailure if one of them failed, or there is none to run
   */
  final IntegrationTests tests(boolean rerun)
      throws IOException, InterruptedException, SlimFailure {
    Optional<TestPhase> phase = TestPhase.of(project, output());
    Optional<String> omitted = TestPhase.omitted(project, output());
    if (phase.isEmpty()) {
      if (omitted.isPresent()) {
        getLog()
            .warn(
                "The integration tests do not run, as '"
                    + omitted.get()
                    + "' is set: what only they reach may be missing in the minified image. Build"
                    + " without it, skip slim too (-Dslim.skip), or commit a trace"
                    + " (slim.trace=committed).");
      } else if (rerun) {
        throw new SlimFailure(
            "There are no tests to run again (verify.rerunTests): execute slim:start and slim:stop"
                + " around Failsafe's integration-test.",
            null);
      }
      return IntegrationTests.NONE;
    }
    if (!phase.get().app().stopped()) {
      getLog()
          .warn(
              "The app that slim:start launched still runs: it is stopped now. Add <goal>stop</goal>"
                  + " beside <goal>start</goal>.");
      phase.get().app().stop();
    }
    List<MojoExecution> executed = phase.get().tests();
    FailsafeRuns runs =
        new FailsafeRuns(session, project, plugins, executed, output().resolve("tests"));
    FailsafeSummary found = runs.found(phase.get().began());
    if (!found.allPassed()) {
      throw new SlimFailure(
          "Nothing is minified, for " + found.problem() + ": correct them first.", null);
    }
    if (found.passed() == 0) {
      if (rerun) {
        throw new SlimFailure(
            "There are no tests to run again (verify.rerunTests): Failsafe ran none between"
                + " slim:start and slim:stop.",
            null);
      }
      getLog()
          .warn(
              "No integration test of Failsafe ran between slim:start and slim:stop: the trace has"
                  + " only the start of the app, and what else used it.");
    }
    return new IntegrationTests(
        Optional.of(phase.get().app()),
        Optional.<IntegrationTests.Rerun>of(runs).filter(r -> rerun));
  }
}
