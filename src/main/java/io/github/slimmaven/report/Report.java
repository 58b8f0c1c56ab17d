package io.github.slimmaven.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The record of one run, as {@code report.json} holds it (its schema is {@code report.schema.json}
 * beside this class). Sizes are bytes, times milliseconds.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}; raised only when a key changes its meaning
 * @param status how the run ended
 * @param source the image that was minified
 * @param slim the minified image, or the one that would come out; empty if the run failed before
 *     there was one
 * @param ratio source size by slim size, two decimals; empty without a slim image
 * @param engine what the containers ran in
 * @param tracer how the app was watched
 * @param settings parameters that decide on what stays, by name; and the plugin's {@code version}
 * @param ports declared, listened on or probed
 * @param probes in the order they were sent
 * @param verification the comparison of the two images' answers
 * @param hardening what else it was tried with; empty if that was not wanted or nothing was
 *     verified
 * @param kept what stayed
 * @param removed what went
 * @param space what took the space and what still does
 * @param previous what stays, held against the last complete run on the same source image; empty if
 *     its outputs were not there, or this run failed
 * @param security the known vulnerabilities; empty unless there was vulnerability data to read
 * @param java the Java runtimes that the app used; empty if none was trimmed or to be trimmed
 * @param timings what took how long
 * @param startup of both images; empty unless it was measured
 * @param warnings what the run warned of, in its order
 * @param checks results of the gate; empty until {@code slim:check} ran
 * @param artifacts name to path of what the run left
 */
@JsonPropertyOrder({
  "schemaVersion",
  "status",
  "source",
  "slim",
  "ratio",
  "engine",
  "tracer",
  "settings",
  "ports",
  "probes",
  "verification",
  "hardening",
  "kept",
  "removed",
  "space",
  "previous",
  "security",
  "java",
  "timings",
  "startup",
  "warnings",
  "checks",
  "artifacts"
})
public record Report(
    int schemaVersion,
    @JsonProperty(required = true) Status status,
    @JsonProperty(required = true) ImageSummary source,
    Optional<ImageSummary> slim,
    Optional<BigDecimal> ratio,
    @JsonProperty(required = true) EngineUsed engine,
    @JsonProperty(required = true) Tracer tracer,
    SortedMap<String, String> settings,
    List<PortUse> ports,
    List<ProbeResult> probes,
    @JsonProperty(required = true) Verification verification,
    Optional<Hardening> hardening,
    @JsonProperty(required = true) Kept kept,
    @JsonProperty(required = true) Removed removed,
    Space space,
    Optional<Previous> previous,
    Optional<Security> security,
    List<JavaRuntime> java,
    @JsonProperty(required = true) Timings timings,
    Optional<Startup> startup,
    List<String> warnings,
    List<CheckResult> checks,
    SortedMap<String, String> artifacts) {

  /** The version that this class reads and writes. */
  public static final int SCHEMA_VERSION = 1;

  /** How a run ended. */
  public enum Status {
    /** A smaller image was written and verified. */
    MINIFIED,
    /** Nothing could be removed. */
    UNCHANGED,
    /** No image was wanted: {@code slim} is what would come out, neither kept nor verified. */
    PROFILED,
    /** No image was published. */
    FAILED;

    /** The name in {@code report.json}. */
    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One of the two images.
   *
   * @param reference where it came from or went to
   * @param digest {@code sha256:<hex>} of the manifest, else of the config
   * @param size bytes of file content over all layers
   * @param compressedSize bytes of the layer blobs; empty where the image's home keeps a layer
   *     uncompressed: what a pull would move is not known then
   * @param files number of entries of the merged file tree but its directories
   * @param layers lowest first
   */
  public record ImageSummary(
      @JsonProperty(required = true) String reference,
      @JsonProperty(required = true) String digest,
      long size,
      Optional<Long> compressedSize,
      long files,
      List<LayerSummary> layers) {
    public ImageSummary {
      compressedSize = optional(compressedSize);
      layers = listOf(layers);
    }
  }

  /**
   * One layer.
   *
   * @param diffId {@code sha256:<hex>} of the uncompressed tar
   * @param size bytes of file content
   * @param compressedSize bytes of the blob; empty if it is not compressed where the image is
   * @param files number of entries but directories
   * @param createdBy the history's {@code created_by}, or ""
   */
  public record LayerSummary(
      @JsonProperty(required = true) String diffId,
      long size,
      Optional<Long> compressedSize,
      long files,
      @JsonProperty(required = true) String createdBy) {
    public LayerSummary {
      compressedSize = optional(compressedSize);
    }
  }

  /** What the containers ran in: {@code docker} or {@code sandbox}, and its version. */
  public record EngineUsed(
      @JsonProperty(required = true) String name, @JsonProperty(required = true) String version) {}

  /**
   * How the app was watched.
   *
   * @param userNotification {@code notify}: by seccomp user notification
   * @param fanotify by fanotify as well
   * @param limits sentences that say what could not be watched
   * @param runs how often the source was launched for it
   * @param files traces that were read
   * @param stale paths that these name and the source has not
   */
  public record Tracer(
      @JsonProperty("notify") boolean userNotification,
      boolean fanotify,
      List<String> limits,
      int runs,
      List<String> files,
      List<String> stale) {
    public Tracer {
      limits = listOf(limits);
      files = listOf(files);
      stale = listOf(stale);
    }
  }

  /**
   * A container port.
   *
   * @param port 1 to 65535
   * @param protocol {@code tcp} or {@code udp}
   * @param declared named by the image or the user
   * @param listening the app listened on it
   * @param probed a probe went there
   */
  public record PortUse(
      int port,
      @JsonProperty(required = true) String protocol,
      boolean declared,
      boolean listening,
      boolean probed) {}

  /**
   * A probe and both answers.
   *
   * @param name for people
   * @param request {@code GET http://:8080/path}
   * @param origin {@code given}, {@code default} (a port's {@code GET /} and health endpoints where
   *     none is given), {@code crawled} or {@code generated}; empty in older reports
   * @param source the source image's answer
   * @param slim the minified image's answer; empty if it was never asked
   * @param same whether the two answers compare as equal
   * @param diff where they differ, few lines that are fit for a terminal: sentences, and for text a
   *     unified diff ({@code -} the source, {@code +} the minified image) in which {@code …} stands
   *     for what differs by itself
   */
  public record ProbeResult(
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) String request,
      Optional<String> origin,
      @JsonProperty(required = true) Answered source,
      Optional<Answered> slim,
      boolean same,
      List<String> diff) {
    public ProbeResult {
      origin = optional(origin);
      slim = optional(slim);
      diff = listOf(diff);
    }
  }

  /** An answer: HTTP status (0 for a plain connection), bytes of the body, milliseconds. */
  public record Answered(int status, long bytes, long millis) {}

  /**
   * The comparison of the answers.
   *
   * @param verified whether all answers were the same in the end
   * @param rounds how often the minified image was launched
   * @param repaired paths that were put back, in {@link io.github.slimmaven.image.PathName}'s
   *     notation
   * @param healthCheck what the image's {@code HEALTHCHECK} gave beside the minified app; empty if
   *     it has none or the app was no server
   * @param failure why nothing was published; empty if all is well
   */
  public record Verification(
      boolean verified,
      int rounds,
      List<String> repaired,
      Optional<Health> healthCheck,
      Optional<String> failure) {
    public Verification {
      repaired = listOf(repaired);
      healthCheck = optional(healthCheck);
      failure = optional(failure);
    }
  }

  /**
   * A health check that was executed.
   *
   * @param command as one line
   * @param exitCode 0 if healthy; empty if the command could not be executed
   * @param millis what it took
   */
  public record Health(
      @JsonProperty(required = true) String command, Optional<Integer> exitCode, long millis) {
    public Health {
      exitCode = optional(exitCode);
    }
  }

  /**
   * What each stage and the whole run took, milliseconds. The stages add up to the total.
   *
   * @param open to open the source image and the engine
   * @param launch until the traced app listened
   * @param write to write the image to where it belongs
   * @param app what of the total was spent waiting for the app: until it listened and answered
   */
  public record Timings(
      long open,
      long launch,
      long probe,
      long trace,
      long minify,
      long verify,
      long write,
      long app,
      long total) {}

  public Report {
    slim = optional(slim);
    ratio = optional(ratio).map(value -> value.setScale(2, RoundingMode.DOWN));
    ports = listOf(ports);
    probes = listOf(probes);
    space = space == null ? Space.NONE : space;
    java = listOf(java);
    startup = optional(startup);
    warnings = listOf(warnings);
    checks = listOf(checks);
    previous = optional(previous);
    security = optional(security);
    hardening = optional(hardening);
    settings = mapOf(settings);
    artifacts = mapOf(artifacts);
  }

  /**
   * How many times smaller {@code slim} is: two decimals, rounded down; empty if it has no bytes.
   */
  public static Optional<BigDecimal> ratio(long source, long slim) {
    return slim <= 0
        ? Optional.empty()
        : Optional.of(
            BigDecimal.valueOf(source).divide(BigDecimal.valueOf(slim), 2, RoundingMode.DOWN));
  }

  /** The same report with these results of the gate. */
  public Report withChecks(List<CheckResult> results) {
    return new Report(
        schemaVersion,
        status,
        source,
        slim,
        ratio,
        engine,
        tracer,
        settings,
        ports,
        probes,
        verification,
        hardening,
        kept,
        removed,
        space,
        previous,
        security,
        java,
        timings,
        startup,
        warnings,
        results,
        artifacts);
  }

  // A key that a file lacks arrives here as null.
  static <T> List<T> listOf(List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  private static SortedMap<String, String> mapOf(SortedMap<String, String> map) {
    return map == null
        ? Collections.emptySortedMap()
        : Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }

  @SuppressWarnings("OptionalAssignedToNull")
  static <T> Optional<T> optional(Optional<T> value) {
    return value == null ? Optional.empty() : value;
  }
}
