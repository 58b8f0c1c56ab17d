package io.github.slimmaven.report;

import io.github.slimmaven.report.Security.Counts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Scans for tests. */
public final class Securities {
  private static final String SSL = "pkg:deb/debian/libssl3@3.0.19-1~deb12u2?distro=debian-12";

  private Securities() {}

  /** One critical vulnerability that is reduced, one of unknown severity, one that is gone. */
  public static Security assessed() {
    Map<String, Counts> counts = new LinkedHashMap<>();
    counts.put(Security.ALL, new Counts(3, 1, 1, 2, 1));
    counts.put("critical", new Counts(1, 0, 1, 1, 1));
    counts.put("high", new Counts(1, 1, 0, 0, 1));
    for (String none : List.of("medium", "low", "none")) {
      counts.put(none, new Counts(0, 0, 0, 0, 1));
    }
    counts.put("unknown", new Counts(1, 0, 0, 1, 1));
    Map<String, Integer> naive = new LinkedHashMap<>();
    counts.keySet().forEach(key -> naive.put(key, 0));
    return new Security(
        true,
        Optional.empty(),
        counts,
        98,
        List.of(
            finding("CVE-2099-0001", "critical", "partial", "bad", false),
            finding(
                "expat fixed in 2.5.0-1+deb12u5 (bookworm-security)", "unknown", "kept", "", true),
            finding("CVE-2099-0002", "high", "removed", "", false)),
        0,
        List.of(new Security.PackageFindings(SSL, "partial", 2, 7, 1)),
        List.of(
            new Security.NotAffected(
                "CVE-2099-0003", "low", SSL, "vex.json", "not_affected", "no code of it runs")),
        0,
        List.of(
            new Security.NotAssessed("pkg:npm/ms", "is of 'npm', of which there are no records")),
        Optional.of(new Security.Naive(0, naive, 2)),
        true,
        List.of(
            new Security.Source(
                "osv", "OSV", 82, Map.of("Debian:12", "2024-07-10T11:20:07.604887Z"))),
        List.of());
  }

  /** Nothing is known. */
  public static Security notAssessed() {
    return new Security(
        false,
        Optional.of("None of the 98 packages could be assessed"),
        Map.of(),
        98,
        List.of(),
        0,
        List.of(),
        List.of(),
        0,
        List.of(),
        Optional.empty(),
        false,
        List.of(),
        List.of());
  }

  private static Security.Finding finding(
      String id, String severity, String state, String summary, boolean update) {
    int kept = state.equals("kept") ? 7 : state.equals("partial") ? 2 : 0;
    return new Security.Finding(
        id,
        severity,
        state,
        summary,
        update,
        List.of(
            new Security.Match(
                SSL, state, kept, 7, Optional.of("3.0.22-1~deb12u2"), List.of("GHSA-1", id))));
  }
}
