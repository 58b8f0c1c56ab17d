package io.github.slimmaven.report;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reports for tests. */
public final class Reports {
  private Reports() {}

  /** A run as it should go. */
  public static Report minified() {
    return minified(61_234_567, 24_500_000);
  }

  /** A run whose minified image has these sizes, bytes. */
  public static Report minified(long size, long compressedSize) {
    return new Report(
        Report.SCHEMA_VERSION,
        Report.Status.MINIFIED,
        source(),
        Optional.of(
            new Report.ImageSummary(
                "oci:///project/target/slim/image",
                "sha256:" + "b".repeat(64),
                size,
                Optional.of(compressedSize),
                1_204,
                List.of(
                    new Report.LayerSummary(
                        "sha256:" + "2".repeat(64),
                        size,
                        Optional.of(compressedSize),
                        1_204,
                        "host runtime")))),
        Optional.of(new BigDecimal("3.90")),
        new Report.EngineUsed("sandbox", "6.1.0"),
        new Report.Tracer(true, true, List.of(), 1, List.of(), List.of()),
        new TreeMap<>(Map.of("level", "balanced", "version", "1.0.0")),
        List.of(new Report.PortUse(8080, "tcp", true, true, true)),
        List.of(
            new Report.ProbeResult(
                "greeting",
                "GET http://:8080/",
                Optional.of("given"),
                new Report.Answered(200, 27, 84),
                Optional.of(new Report.Answered(200, 27, 91)),
                true,
                List.of()),
            new Report.ProbeResult(
                "tcp",
                "connect tcp :9000",
                Optional.of("given"),
                new Report.Answered(0, 0, 1),
                Optional.of(new Report.Answered(0, 0, 1)),
                true,
                List.of())),
        new Report.Verification(
            true,
            1,
            List.of(),
            Optional.of(new Report.Health("/bin/sh -c check 8080", Optional.of(0), 35)),
            Optional.empty()),
        Optional.empty(),
        kept(),
        new Removed(7_020, 177_600_000),
        space(),
        Optional.of(
            Previous.of(
                List.of(
                    new Previous.Change("/usr/lib/libz.so.1", "traced", Previous.Why.USED),
                    new Previous.Change("module java.sql", "jvm", Previous.Why.SETTINGS)),
                List.of(),
                List.of("level 'conservative' then, 'balanced' now"),
                true)),
        Optional.of(Securities.assessed()),
        List.of(
            new JavaRuntime(
                "/opt/java",
                17,
                128_651_445,
                36_500_000,
                Map.of("java.base", "always kept"),
                Map.of("jdk.compiler", 8_132_284L),
                0,
                JavaRuntime.CdsState.REGENERATED,
                Optional.empty(),
                11_900_000,
                Optional.empty(),
                List.of(
                    new JavaRuntime.Jar(
                        "/app/libs/commons-lang3-3.17.0.jar",
                        "org.apache.commons:commons-lang3:3.17.0",
                        673_685,
                        List.of(
                            "org.apache.commons:commons-text:1.13.0",
                            "org.apache.commons:commons-lang3:3.17.0"),
                        true)))),
        new Report.Timings(350, 2_310, 180, 420, 1_950, 2_100, 640, 4_100, 7_950),
        Optional.of(
            new Startup(
                5,
                new Startup.Median(3_200, Optional.of(4_810L)),
                new Startup.Median(3_050, Optional.of(4_700L)))),
        List.of("Not probed: 9090/tcp. Add <probes> for what the app serves there."),
        List.of(),
        new TreeMap<>(
            Map.of(
                "image", "target/slim/image",
                "report", "target/slim/report.json",
                "files", "target/slim/files.csv")));
  }

  /** A run of slim:profile. */
  public static Report profiled() {
    Report minified = minified();
    return new Report(
        Report.SCHEMA_VERSION,
        Report.Status.PROFILED,
        minified.source(),
        minified.slim(),
        minified.ratio(),
        minified.engine(),
        minified.tracer(),
        minified.settings(),
        minified.ports(),
        failed().probes(),
        failed().verification(),
        Optional.empty(),
        minified.kept(),
        minified.removed(),
        minified.space(),
        Optional.empty(),
        Optional.empty(),
        minified.java(),
        minified.timings(),
        Optional.empty(),
        List.of(),
        List.of(),
        new TreeMap<>(Map.of("trace", "target/slim/trace.json")));
  }

  /** A run that failed before there was a minified image. */
  public static Report failed() {
    Report minified = minified();
    return new Report(
        Report.SCHEMA_VERSION,
        Report.Status.FAILED,
        source(),
        Optional.empty(),
        Optional.empty(),
        minified.engine(),
        new Report.Tracer(
            true,
            false,
            List.of("reads through an open directory of '/data'"),
            0,
            List.of("trace.json"),
            List.of("/gone")),
        minified.settings(),
        minified.ports(),
        List.of(
            new Report.ProbeResult(
                "greeting",
                "GET http://:8080/",
                Optional.of("given"),
                new Report.Answered(200, 27, 84),
                Optional.empty(),
                false,
                List.of())),
        new Report.Verification(false, 0, List.of(), Optional.empty(), Optional.empty()),
        Optional.empty(),
        new Kept(0, 0, Map.of()),
        new Removed(0, 0),
        Space.NONE,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        new Report.Timings(350, 2_310, 180, 0, 0, 0, 0, 2_200, 2_840),
        Optional.empty(),
        List.of(),
        List.of(),
        new TreeMap<>(Map.of("log", "target/slim/container.log")));
  }

  private static Report.ImageSummary source() {
    return new Report.ImageSummary(
        "greeting:1.0",
        "sha256:" + "a".repeat(64),
        238_900_123,
        Optional.of(101_200_000L),
        8_224,
        List.of(
            new Report.LayerSummary(
                "sha256:" + "0".repeat(64),
                215_000_000,
                Optional.of(81_000_000L),
                8_100,
                "host runtime"),
            new Report.LayerSummary(
                "sha256:" + "1".repeat(64),
                23_900_123,
                Optional.of(20_200_000L),
                124,
                "jib: dependencies")));
  }

  private static Space space() {
    return new Space(
        List.of(
            new Space.Place("/usr/share", 4_400, 93_000_000),
            new Space.Place("/usr/lib/x86_64-linux-gnu", 1_900, 61_500_000)),
        List.of(new Space.Owner("perl-base 5.36.0-7", 322, 8_122_000, 320, 8_000_400)),
        List.of(
            new Space.LargeFile(
                "/opt/java/lib/modules",
                36_500_000,
                Optional.of("jvm"),
                Optional.of("12 of 69 modules"),
                Optional.empty()),
            new Space.LargeFile(
                "/usr/lib/x86_64-linux-gnu/libc.so.6",
                1_922_136,
                Optional.of("elf"),
                Optional.of("/opt/java/bin/java"),
                Optional.of("libc6 2.36-9"))),
        List.of(
            new Space.LargeFile(
                "/usr/bin/perl",
                3_903_672,
                Optional.empty(),
                Optional.empty(),
                Optional.of("perl-base 5.36.0-7"))));
  }

  private static Kept kept() {
    Map<String, Amount> byReason = new LinkedHashMap<>();
    byReason.put("traced", new Amount(901, 55_000_000));
    byReason.put("elf", new Amount(12, 6_000_000));
    byReason.put("link", new Amount(291, 234_567));
    return new Kept(1_204, 61_234_567, byReason);
  }
}
