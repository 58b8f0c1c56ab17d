package io.github.slimmaven.keep;

import io.github.slimmaven.image.Entry;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Keeps the small files that programs expect of a system though they may not have asked for them
 * while they were watched: accounts, names, certificates, time zones, directories to write to.
 */
final class EssentialRule implements Rule {
  private static final List<String> FILES =
      List.of(
          "/etc/passwd",
          "/etc/group",
          "/etc/nsswitch.conf",
          "/etc/hosts",
          "/etc/mtab",
          "/etc/hostname",
          "/etc/resolv.conf",
          "/etc/host.conf",
          "/etc/gai.conf",
          "/etc/os-release",
          "/usr/lib/os-release",
          "/etc/debian_version",
          "/etc/alpine-release",
          "/etc/redhat-release",
          "/etc/system-release",
          "/etc/protocols",
          "/etc/services",
          "/etc/networks",
          "/etc/mime.types",
          "/etc/localtime",
          "/etc/timezone",
          "/etc/ld.so.cache",
          "/etc/ld.so.conf",
          "/etc/environment",
          "/etc/shells",
          "/usr/lib/ssl/certs",
          "/usr/lib/ssl/cert.pem",
          "/usr/lib/ssl/openssl.cnf",
          "/etc/ssl/openssl.cnf",
          "/etc/ssl/cert.pem",
          "/etc/ssl/ca-bundle.pem",
          "/etc/pki/tls/cert.pem",
          "/etc/pki/tls/openssl.cnf",
          "/etc/ca-certificates.conf");

  /** Directories that stay with all that is in them. */
  private static final List<String> WHOLE =
      List.of(
          "/etc/ld.so.conf.d",
          "/etc/ssl/certs",
          "/etc/pki/tls/certs",
          "/etc/pki/ca-trust/extracted",
          "/etc/pki/java",
          "/etc/crypto-policies",
          "/var/lib/ca-certificates");

  /** Directories that stay empty: programs write to them, engines mount on them. */
  private static final List<String> DIRECTORIES =
      List.of(
          "/tmp",
          "/var/tmp",
          "/run",
          "/run/lock",
          "/var/run",
          "/var/lock",
          "/var/log",
          "/dev",
          "/proc",
          "/sys",
          "/etc");

  private static final String ZONES = "/usr/share/zoneinfo";
  private static final List<String> ZONE_COPIES = List.of("posix", "right");

  private static final Pattern STATE =
      Pattern.compile("/(?:var|run)/(?!(?:lib|cache)/(?:apt|dpkg)/)");
  private static final int OTHERS_WRITE = 0022;

  private final Level level;

  EssentialRule(Level level) {
    this.level = level;
  }

  @Override
  public void apply(Selection selection) {
    for (String path : FILES) {
      selection.follow(path, essential("system file"));
    }
    for (String path : DIRECTORIES) {
      selection.follow(path, essential("system directory"));
    }
    for (String path : WHOLE) {
      selection.whole(path, essential(path));
    }
    for (Entry entry : selection.tree().children("/etc")) {
      if (entry.path().matches("/etc/ld-musl-[^/]*\\.path")) {
        selection.add(entry, essential("system file"));
      }
    }
    if (level != Level.AGGRESSIVE) {
      zones(selection);
      writable(selection);
    }
  }

  /** Every time zone, but not the copies with and without leap seconds. */
  private static void zones(Selection selection) {
    for (Entry entry : selection.tree().children(ZONES)) {
      if (!ZONE_COPIES.contains(entry.path().substring(ZONES.length() + 1))) {
        selection.whole(entry.path(), essential("time zones"));
      }
    }
  }

  /** Directories under /var and /run that others than root may write to, as PHP's for sessions. */
  private static void writable(Selection selection) {
    for (Entry entry : selection.tree().entries()) {
      boolean others = entry.uid() != 0 || (entry.mode() & OTHERS_WRITE) != 0;
      if (entry.isDirectory() && others && STATE.matcher(entry.path()).lookingAt()) {
        selection.add(entry, essential("writable directory"));
      }
    }
  }

  private static Reason essential(String detail) {
    return new Reason(Reason.Kind.ESSENTIAL, detail);
  }
}
