package io.github.slimmaven.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.slimmaven.image.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Says what a minified image was made from: an in-toto Statement v1 (in-toto attestation framework,
 * spec/v1/statement.md) with a SLSA provenance v1 predicate (slsa.dev/provenance/v1). It is not
 * signed, and holds no time.
 */
@JsonPropertyOrder({"_type", "subject", "predicateType", "predicate"})
public record Provenance(
    @JsonProperty("_type") String type,
    List<Resource> subject,
    String predicateType,
    Predicate predicate) {
  private static final String STATEMENT = "https://in-toto.io/Statement/v1";
  private static final String SLSA = "https://slsa.dev/provenance/v1";
  private static final String PLUGIN = "pkg:maven/io.github.slimmaven/slim-maven-plugin";
  private static final String VERSION = "version";

  /**
   * A ResourceDescriptor.
   *
   * @param uri empty if it has none
   * @param digest {@code sha256} to hexadecimal digits
   * @param annotations empty if there is nothing to add
   */
  record Resource(
      String name,
      Optional<String> uri,
      Map<String, String> digest,
      Optional<Map<String, String>> annotations) {}

  record Predicate(Definition buildDefinition, Details runDetails) {}

  /**
   * What was asked for.
   *
   * @param externalParameters the report's {@code settings} but for the version
   */
  record Definition(
      String buildType,
      SortedMap<String, String> externalParameters,
      List<Resource> resolvedDependencies) {}

  record Details(Builder builder) {}

  /** The plugin is what ran; where it ran is for the build service to say. */
  record Builder(String id, Optional<Map<String, String>> version) {}

  /**
   * The statement on a published image.
   *
   * @param name of the image
   * @param sourceId digest of the source's config: the same wherever the source lies
   * @param trace of {@code trace.json}
   */
  public static Provenance of(Report report, String name, Digest sourceId, Digest trace) {
    SortedMap<String, String> parameters = new TreeMap<>(report.settings());
    Optional<String> version = Optional.ofNullable(parameters.remove(VERSION));
    Report.ImageSummary source = report.source();
    return new Provenance(
        STATEMENT,
        List.of(resource(name, Digest.of(report.slim().orElseThrow().digest()))),
        SLSA,
        new Predicate(
            new Definition(
                PLUGIN + "#minify",
                parameters,
                List.of(
                    new Resource(
                        "source",
                        Optional.of(source.reference()),
                        sha256(Digest.of(source.digest())),
                        Optional.of(Map.of("imageId", sourceId.toString()))),
                    resource("trace.json", trace))),
            new Details(
                new Builder(
                    PLUGIN + version.map(v -> "@" + v).orElse(""),
                    version.map(v -> Map.of("slim-maven-plugin", v))))));
  }

  /** Writes {@code provenance.json}. */
  public void write(Path file) throws IOException {
    ReportJson.writeValue(this, file);
  }

  private static Resource resource(String name, Digest digest) {
    return new Resource(name, Optional.empty(), sha256(digest), Optional.empty());
  }

  private static Map<String, String> sha256(Digest digest) {
    return Map.of("sha256", digest.hex());
  }
}
