package io.github.slimmaven.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;

/**
 * What the minified image was tried with, and what came of it.
 *
 * @param tried whether it was launched so
 * @param untried why not
 * @param launches of the minified image that it took
 * @param systemCalls number of system calls that its profile allows
 * @param capabilities that it keeps, without {@code CAP_}
 * @param writable directories that stay writable under a read-only root
 * @param unwritable directories in which the app was seen to write beside files of the image
 * @param parts each by itself
 * @param artifacts the files that say it
 */
public record Hardening(
    boolean tried,
    Optional<String> untried,
    int launches,
    int systemCalls,
    List<String> capabilities,
    List<Writable> writable,
    List<String> unwritable,
    List<Part> parts,
    List<Artifact> artifacts) {

  /**
   * A directory.
   *
   * @param path absolute
   * @param options of its tmpfs
   */
  public record Writable(
      @JsonProperty(required = true) String path, @JsonProperty(required = true) String options) {}

  /**
   * A limit.
   *
   * @param name {@code seccomp}, {@code capabilities}, {@code noNewPrivileges}, {@code readOnly}
   * @param passed whether the probes passed under it
   * @param reason why not
   */
  public record Part(
      @JsonProperty(required = true) String name, boolean passed, Optional<String> reason) {
    public Part {
      reason = Report.optional(reason);
    }
  }

  /**
   * A file.
   *
   * @param name of the file
   * @param tried whether the minified image was launched under what it says
   * @param passed whether its probes passed then
   * @param repaired what was added after a launch that failed: system calls, capabilities, paths
   * @param withheld why it was not written
   */
  public record Artifact(
      @JsonProperty(required = true) String name,
      boolean tried,
      boolean passed,
      List<String> repaired,
      Optional<String> withheld) {
    public Artifact {
      repaired = Report.listOf(repaired);
      withheld = Report.optional(withheld);
    }
  }

  public Hardening {
    untried = Report.optional(untried);
    capabilities = Report.listOf(capabilities);
    writable = Report.listOf(writable);
    unwritable = Report.listOf(unwritable);
    parts = Report.listOf(parts);
    artifacts = Report.listOf(artifacts);
  }

  /** What it came to, in one sentence. */
  public String sentence() {
    if (!tried) {
      return "Not hardened: " + untried.orElse("it was not tried") + ".";
    }
    List<String> failed = parts.stream().filter(p -> !p.passed()).map(Part::name).toList();
    if (failed.size() == parts.size()) {
      return "Not hardened: the probes pass under none of " + String.join(", ", failed) + ".";
    }
    String extent =
        systemCalls
            + " system calls, "
            + (capabilities.isEmpty() ? "no capability" : String.join(" ", capabilities))
            + ", "
            + (writable.isEmpty()
                ? "nothing writable"
                : "writable " + String.join(" ", writable.stream().map(Writable::path).toList()));
    return "Hardened: the probes pass with "
        + extent
        + (failed.isEmpty() ? "" : "; without " + String.join(", ", failed))
        + ".";
  }
}
