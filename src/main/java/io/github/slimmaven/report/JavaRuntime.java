package io.github.slimmaven.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A Java runtime that the app used.
 *
 * @param home absolute path of its directory
 * @param version first number of its version; 0 if unknown
 * @param sourceSize bytes of its class library, {@code lib/modules}
 * @param slimSize the same in the minified image
 * @param kept module to the reason why it stays; empty if the runtime was left whole
 * @param dropped module to the bytes of its classes and resources
 * @param droppedClasses number of classes that went though their module stays
 * @param cds the archive for class-data sharing
 * @param cdsFailure why it was dropped, if it was to be made anew
 * @param cdsSize bytes that it takes in the minified image
 * @param untouched why it was left whole, if it was
 * @param unusedJars jars of the app that nothing names which it needs, the largest first
 */
public record JavaRuntime(
    @JsonProperty(required = true) String home,
    int version,
    long sourceSize,
    long slimSize,
    Map<String, String> kept,
    Map<String, Long> dropped,
    long droppedClasses,
    @JsonProperty(required = true) CdsState cds,
    Optional<String> cdsFailure,
    long cdsSize,
    Optional<String> untouched,
    List<Jar> unusedJars) {
  public JavaRuntime {
    kept = kept == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(kept));
    dropped = dropped == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(dropped));
    cdsFailure = Report.optional(cdsFailure);
    untouched = Report.optional(untouched);
    unusedJars = Report.listOf(unusedJars);
  }

  /**
   * The same with an archive of the app's own classes.
   *
   * @param size of it, bytes
   */
  public JavaRuntime withApp(long size) {
    return new JavaRuntime(
        home,
        version,
        sourceSize,
        slimSize,
        kept,
        dropped,
        droppedClasses,
        CdsState.APP,
        Optional.empty(),
        size,
        untouched,
        unusedJars);
  }

  /**
   * A jar of the app.
   *
   * @param path of the file; that of a jar in a jar as {@code /app.jar!BOOT-INF/lib/h2.jar}
   * @param name {@code group:artifact:version}, or the file's name if these are not known
   * @param size bytes that it takes where it lies
   * @param trail the dependencies that brought it in, from the one that the project declares down
   *     to this; empty if not known
   * @param certain whether it was not used while the app was watched, either; false if its file was
   *     opened and what was loaded from it is not known
   */
  public record Jar(
      @JsonProperty(required = true) String path,
      @JsonProperty(required = true) String name,
      long size,
      List<String> trail,
      boolean certain) {
    public Jar {
      trail = Report.listOf(trail);
    }
  }

  /** The archive for class-data sharing of a Java runtime. */
  public enum CdsState {
    /** The app used none in the source. */
    ABSENT,
    /** As in the source: the runtime was left whole. */
    SOURCE,
    /** Made anew for the trimmed runtime. */
    REGENERATED,
    /** The source had one, the minified image has none. */
    DROPPED,
    /** One with the app's own classes, in a layer of its own. */
    APP;

    /** The name in {@code report.json}. */
    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
