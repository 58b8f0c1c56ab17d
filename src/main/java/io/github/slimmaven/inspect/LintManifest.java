package io.github.slimmaven.inspect;

import java.util.regex.Pattern;

/**
 * A Kubernetes manifest, or a template of one.
 *
 * @param name for messages
 * @param text YAML or JSON; it is not parsed, so that templates are read too
 */
public record LintManifest(String name, String text) {
  private static final Pattern PROBE =
      Pattern.compile("(?m)^[ \\t{,-]*[\"']?(?:liveness|readiness|startup)Probe[\"']?[ \\t]*:");

  /** Whether a container in it is probed. */
  boolean probes() {
    return PROBE.matcher(text).find();
  }
}
