package io.github.slimmaven.inspect;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.slimmaven.image.Image;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where an image or its Dockerfile does not follow good practice. No value of a variable is in it.
 *
 * @param schemaVersion of the JSON form
 * @param reference how the user named the image; empty if none was looked at
 * @param digest of the image
 * @param dockerfile its name; empty if none was looked at
 * @param ignored ids of the rules that were switched off, in order
 * @param rules those that were not, in order
 * @param findings by rule, then line, then path; at most 20 of a rule
 */
public record Lint(
    int schemaVersion,
    Optional<String> reference,
    Optional<String> digest,
    Optional<String> dockerfile,
    List<String> ignored,
    List<Checked> rules,
    List<Finding> findings) {
  /** Of the JSON form. */
  public static final int SCHEMA_VERSION = 1;

  /** How much a finding matters, most first. */
  public enum Severity {
    ERROR,
    WARN,
    INFO;

    /** The name in the pom and in {@code lint.json}. */
    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A rule and how often it was broken.
   *
   * @param findings number of all, also of those that are left out
   */
  public record Checked(String id, Severity severity, String about, int findings) {}

  /**
   * What breaks a rule.
   *
   * @param line of the Dockerfile
   * @param path in the image, in {@link io.github.slimmaven.image.PathName}'s notation
   */
  public record Finding(
      String id,
      Severity severity,
      Optional<Integer> line,
      Optional<String> path,
      String reason,
      String remedy) {}

  /**
   * Looks at an image, a Dockerfile, or both: then settings are the image's, and the Dockerfile
   * tells their lines.
   *
   * @param manifests of Kubernetes, in which the app may be probed
   * @throws io.github.slimmaven.image.ImageException if a layer is no tar, is truncated or hostile
   */
  public static Lint of(
      Optional<Image> image,
      Optional<LintDockerfile> dockerfile,
      List<LintManifest> manifests,
      Set<LintRule> ignored)
      throws IOException {
    Findings findings = new Findings(ignored);
    dockerfile.ifPresent(file -> new DockerfileRules(file, findings).check());
    LintSettings settings =
        image
            .map(from -> LintSettings.of(from.config(), dockerfile))
            .orElseGet(() -> LintSettings.of(dockerfile));
    new SettingsRules(settings, manifests, findings).check();
    if (image.isPresent()) {
      new TreeRules(image.get(), settings, findings).check();
    } else if (dockerfile.isPresent()) {
      new StartRules(settings, findings).check(dockerfile.get()::text);
    }
    return findings.lint(image, dockerfile);
  }
}
