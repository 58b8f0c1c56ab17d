package io.github.slimmaven.mojo;

import io.github.slimmaven.pipeline.ScanSettings;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/** What the goals have in common that count known vulnerabilities and launch nothing. */
abstract class AdvisoryMojo extends RegistryMojo {
  /**
   * Vulnerability data to count the known vulnerabilities by: files and directories, below the
   * project's directory unless they are absolute. What a file is, is told by its content: OSV
   * records, or zip files of them; {@code Packages} indexes of a Debian security suite, beside
   * their {@code InRelease}; the JSON of Debian's security tracker; OpenVEX; CycloneDX in JSON.
   * Nothing is downloaded. By default none, and nothing is assessed.
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

  AdvisoryMojo(SettingsDecrypter decrypter) {
    super(decrypter);
  }

  /** By these data; without a project, they are looked for where Maven was started. */
  final ScanSettings advisories() {
    Path directory =
        project == null || project.getBasedir() == null
            ? Path.of(session.getExecutionRootDirectory())
            : project.getBasedir().toPath();
    return ScanSettings.of(advisories, directory, advisoriesMaxAge);
  }
}
