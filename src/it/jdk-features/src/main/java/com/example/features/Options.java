package com.example.features;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;

/** What is often added to the command only where an image is deployed. */
final class Options {
  private static final String[] LINES = {
    "-XX:+UseSerialGC",
    "-XX:+UseParallelGC",
    "-XX:+UseG1GC",
    "-XX:+UseZGC",
    "-Xlog:gc",
    "-Xint",
    "-XX:NativeMemoryTracking=summary",
    "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0",
    "-Dcom.sun.management.jmxremote.host=127.0.0.1 -Dcom.sun.management.jmxremote.port=0"
        + " -Dcom.sun.management.jmxremote.ssl=false"
        + " -Dcom.sun.management.jmxremote.authenticate=false",
    "-XX:StartFlightRecording=filename=/tmp/a.jfr",
    "-Djava.security.debug=properties",
    "-Djavax.net.debug=ssl",
    "-Xshare:off",
    "-Xshare:auto",
    "--add-modules=java.sql",
    "--list-modules"
  };

  private Options() {}

  static String start() throws Exception {
    StringJoiner done = new StringJoiner("\n");
    for (String line : LINES) {
      List<String> command = new ArrayList<>();
      command.add(ProcessHandle.current().info().command().orElseThrow());
      command.addAll(Arrays.asList(line.split(" ")));
      command.add("-version");
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
      done.add(line + " ended with " + process.exitValue());
      if (process.exitValue() != 0) {
        done.add(output);
      }
    }
    return done.toString();
  }
}
