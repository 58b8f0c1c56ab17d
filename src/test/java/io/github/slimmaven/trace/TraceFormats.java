package io.github.slimmaven.trace;

import io.github.slimmaven.fuzz.Format;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Traces, for the fuzzer. */
public final class TraceFormats {
  private static final String RAW =
      """
      slim-trace\t1\tx86_64
      by\tnotify
      by\tfanotify
      run\t/bin/app
      see\t/a%20b%FF
      get\t/a
      via\t/bin
      put\t/tmp/x
      mis\t/none
      sys\topenat
      lis\ttcp\t8080
      lim\ta%20b
      """;

  private TraceFormats() {}

  /** All of this package. */
  public static List<Format> all() throws Exception {
    Path raw = Files.createTempFile("trace", ".raw");
    byte[] json;
    try {
      Files.writeString(raw, RAW);
      AccessTrace trace = TraceReader.read(raw);
      TraceJson.write(trace, raw);
      json = Files.readAllBytes(raw);
    } finally {
      Files.delete(raw);
    }
    return List.of(
        Format.of(
                "trace",
                (in, scratch) -> TraceReader.read(Files.write(scratch.resolve("t"), in)),
                RAW.getBytes(StandardCharsets.UTF_8))
            .words("run\t", "get\t", "lis\ttcp\t", "lost\t", "\tudp\t", "%2F", "%"),
        Format.of(
                "trace-json",
                (in, scratch) -> TraceJson.read(Files.write(scratch.resolve("t"), in)),
                json)
            .words("paths", "\"looked_up\"", "%zz", "[[", "schemaVersion"));
  }
}
