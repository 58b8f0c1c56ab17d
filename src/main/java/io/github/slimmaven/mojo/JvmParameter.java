package io.github.slimmaven.mojo;

import io.github.slimmaven.jvm.JvmRequest;
import io.github.slimmaven.keep.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How Java runtimes are trimmed, in the pom. */
public final class JvmParameter {
  /**
   * {@code none} leaves the runtime whole; {@code modules} keeps the modules that the app needs,
   * each whole; {@code classes} keeps of most of these only the classes that the app is seen to
   * need. With that, a class that is looked up by a name put together at run time is missing, and
   * no probe may notice: use it only if every feature of the app is probed. The default is {@code
   * none} at the level {@code conservative}, else {@code modules}.
   */
  String trim;

  /** Whether the runtime's own classes lose their line numbers and local variables. */
  boolean stripDebug = true;

  /**
   * {@code zip} is smallest on disk, {@code none} smallest to pull: nothing is deflated but by the
   * layer's own compression. In both, texts that classes share are stored once.
   */
  String compress = "zip";

  /** Locales that stay, as {@code de} or {@code zh-TW}; by default all. */
  List<String> locales = List.of();

  /** Modules that stay though nothing names them. */
  List<String> addModules = List.of();

  /**
   * {@code default}: the runtime's archive for class-data sharing is made anew where the source
   * used one; {@code none}: it goes, 12 MB, which costs a small app about 0.05 s of CPU at its
   * start; {@code app}: one with the classes that the app itself loads takes its place, about 60 MB
   * for a Spring Boot app, made by running the minified image once more with the same probes. Its
   * bytes are not the same on every machine.
   */
  String cds = "default";

  /** Whether the app's own classes are to be archived. */
  boolean sharesApp() {
    return JvmRequest.cds(cds) == JvmRequest.Cds.APP;
  }

  JvmRequest request(
      Level level, List<Path> javaHomes, Map<String, JvmRequest.Dependency> dependencies) {
    String wanted = trim != null ? trim : level == Level.CONSERVATIVE ? "none" : "modules";
    return new JvmRequest(
        JvmRequest.trim(wanted),
        stripDebug,
        JvmRequest.compress(compress),
        locales,
        addModules,
        JvmRequest.cds(cds),
        javaHomes,
        dependencies);
  }
}
