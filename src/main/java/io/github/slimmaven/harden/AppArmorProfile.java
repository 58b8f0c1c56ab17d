package io.github.slimmaven.harden;

import io.github.slimmaven.trace.AccessTrace;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The file {@code apparmor.profile} (apparmor.d(5)). Loading a profile takes root on the machine of
 * the engine, so nobody has tried it: it is in complain mode, in which it blocks nothing and the
 * kernel's log says what it would.
 */
public final class AppArmorProfile {
  private static final List<String> START =
      List.of("network inet,", "network inet6,", "network netlink,", "network unix,");

  /** As Docker's own profile (moby {@code profiles/apparmor/template.go}). */
  private static final String ENGINE =
      """
        signal (receive) peer=unconfined,
        signal (send, receive) peer=NAME,
        unix,
        ptrace (trace, read, tracedby, readby) peer=NAME,
        deny mount,
        deny umount,
        deny pivot_root,
        deny /proc/* w,
        deny /proc/sys/** w,
        deny /proc/sysrq-trigger rwklx,
        deny /proc/kcore rwklx,
        deny /sys/** wklx,
      """;

  private AppArmorProfile() {}

  /**
   * The text of the file.
   *
   * @param trace says which programs were executed
   * @param readOnly whether only places may be written; else all that is not the kernel's
   */
  public static String text(Workload app, Policy policy, AccessTrace trace, boolean readOnly) {
    String name = "slim-" + app.label();
    StringBuilder text = new StringBuilder();
    text.append(
        "# NOT TRIED: loading a profile takes root on the engine's machine. In complain mode it\n");
    text.append(
        "# blocks nothing; the kernel's log says what it would. Load: apparmor_parser -r FILE;\n");
    text.append("# use: docker run --security-opt apparmor=").append(name).append(" ...\n");
    text.append("# When the log stays empty, take 'complain' out.\n");
    text.append("profile ").append(name);
    text.append(" flags=(attach_disconnected,mediate_deleted,complain) {\n");
    START.forEach(rule -> line(text, rule));
    if (policy.capabilities().contains("NET_RAW")) {
      line(text, "network raw,");
      line(text, "network packet,");
    }
    policy
        .capabilities()
        .forEach(
            capability -> line(text, "capability " + capability.toLowerCase(Locale.ROOT) + ","));
    text.append(ENGINE.replace("NAME", name));
    line(text, "/ r,");
    line(text, "/** mr,");
    line(text, "/dev/** rw,");
    line(text, "/proc/** rw,");
    programs(trace).forEach(path -> line(text, Quoted.rule(path) + " ix,"));
    if (readOnly) {
      policy.places().forEach(place -> writable(text, place.path()));
      app.config().volumes().stream()
          .filter(path -> path.startsWith("/") && path.length() > 1)
          .map(path -> path.replaceAll("/+$", ""))
          .sorted()
          .forEach(path -> writable(text, path));
    } else {
      line(text, "/** wkl,");
    }
    return text.append("}\n").toString();
  }

  private static SortedSet<String> programs(AccessTrace trace) {
    SortedSet<String> programs = new TreeSet<>();
    trace
        .paths()
        .forEach(
            (path, uses) -> {
              if (uses.contains(AccessTrace.Use.EXECUTED)) {
                programs.add(path);
              }
            });
    return programs;
  }

  private static void writable(StringBuilder text, String path) {
    String directory = Quoted.rule(path);
    String start = directory.substring(0, directory.length() - 1);
    line(text, start + "/\" rw,");
    line(text, start + "/**\" rwkl,");
  }

  private static void line(StringBuilder text, String rule) {
    text.append("  ").append(rule).append('\n');
  }
}
