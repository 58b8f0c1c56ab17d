package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.HeaderEdit;
import io.github.slimmaven.jvm.JvmRequest;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What of a request decides on what stays, by the names of the parameters, for the report. */
final class Settings {
  private Settings() {}

  /** Name to value; what may be secret (values of the environment, args) is left out. */
  static SortedMap<String, String> of(SlimRequest request) {
    TreeMap<String, String> all = new TreeMap<>();
    all.put("version", version().orElse(""));
    all.put("level", request.level().name().toLowerCase(Locale.ROOT));
    all.put(
        "keep",
        request.keep().stream()
            .map(keep -> keep.path() + edit(keep.edit()))
            .collect(Collectors.joining(", ")));
    all.put("drop", String.join(" ", request.drop()));
    all.put("keepBinaries", String.join(" ", request.extras().binaries()));
    all.put("keepPackages", String.join(" ", request.extras().packages()));
    all.put("keepShell", String.valueOf(request.extras().shell()));
    all.put("keepUserDirectory", String.valueOf(request.extras().userDirectory()));
    all.put("keepPackageDatabase", request.extras().database().name().toLowerCase(Locale.ROOT));
    all.put("trace", request.trace().mode().name().toLowerCase(Locale.ROOT));
    all.put(
        "traces",
        request.trace().more().stream().map(Object::toString).collect(Collectors.joining(" ")));
    all.put(
        "env",
        request.env().stream()
            .map(variable -> variable.replaceFirst("=.*", ""))
            .sorted()
            .collect(Collectors.joining(" ")));
    all.put("args", request.args().map(args -> args.size() + " words").orElse(""));
    all.put("user", request.user().orElse(""));
    JvmRequest jvm = request.jvm();
    all.put("jvm.trim", jvm.trim().name().toLowerCase(Locale.ROOT));
    all.put("jvm.locales", String.join(" ", jvm.locales()));
    all.put("jvm.addModules", String.join(" ", jvm.addModules()));
    all.put("jvm.cds", jvm.cds().name().toLowerCase(Locale.ROOT));
    all.values().removeIf(String::isEmpty);
    return Collections.unmodifiableSortedMap(all);
  }

  /** The plugin's; empty if it is not run from its jar. */
  static Optional<String> version() {
    return Optional.ofNullable(Settings.class.getPackage().getImplementationVersion());
  }

  private static String edit(HeaderEdit edit) {
    StringBuilder text = new StringBuilder();
    edit.mode().ifPresent(mode -> text.append(" mode ").append(Integer.toOctalString(mode)));
    edit.uid().ifPresent(uid -> text.append(" uid ").append(uid));
    edit.gid().ifPresent(gid -> text.append(" gid ").append(gid));
    return text.toString();
  }
}
