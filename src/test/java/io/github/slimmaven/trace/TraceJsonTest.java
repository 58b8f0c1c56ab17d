package io.github.slimmaven.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.image.Port;
import io.github.slimmaven.trace.AccessTrace.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TraceJsonTest {
  private static final AccessTrace TRACE =
      new AccessTrace(
          "x86_64",
          new TreeMap<>(
              Map.of(
                  "/b%\udcff\u00e9\ud83d\ude00\n", Set.of(Use.WRITTEN),
                  "/a", Set.of(Use.EXECUTED, Use.LOOKED_UP))),
          new TreeSet<>(Set.of("/none")),
          new TreeSet<>(Set.of("read", "openat")),
          new TreeSet<>(Set.of("x86")),
          new TreeSet<>(Set.of("SETUID", "CHOWN")),
          new TreeSet<>(Set.of(Port.of("8080"), Port.of("53/udp"))),
          new TreeSet<>(Set.of("java.base")),
          Optional.of(new TreeSet<>(Set.of("/app/h2.jar"))),
          true,
          false,
          List.of("no fanotify here"));

  private static final String JSON =
      """
      {
        "schemaVersion" : 1,
        "architecture" : "x86_64",
        "tracer" : {
          "notify" : true,
          "fanotify" : false,
          "limits" : [ "no fanotify here" ]
        },
        "listening" : [ "53/udp", "8080/tcp" ],
        "syscalls" : [ "openat", "read" ],
        "conventions" : [ "x86" ],
        "capabilities" : [ "CHOWN", "SETUID" ],
        "modules" : [ "java.base" ],
        "jars" : [ "/app/h2.jar" ],
        "paths" : {
          "/a" : [ "looked_up", "executed" ],
          "/b%25%FFé😀\\n" : [ "written" ]
        },
        "missing" : [ "/none" ]
      }
      """;

  @TempDir Path temp;

  @Test
  void writesSortedAndReadsBackTheSame() throws IOException {
    Path file = temp.resolve("new/trace.json");
    TraceJson.write(TRACE, file);
    assertThat(Files.readString(file)).isEqualTo(JSON);
    assertThat(TraceJson.read(file)).isEqualTo(TRACE);
    assertThat(file.getParent()).isDirectoryNotContaining(f -> !f.equals(file));
  }

  @Test
  void readersSurviveAddedKeys() throws IOException {
    Path file = json(JSON.replaceFirst("\\{", "{ \"added\" : 1,"));
    assertThat(TraceJson.read(file)).isEqualTo(TRACE);
  }

  @Test
  void saysThatThereIsNoFile() {
    Path file = temp.resolve("none.json");
    assertThatThrownBy(() -> TraceJson.read(file))
        .isInstanceOf(TraceException.class)
        .hasMessage("There is no trace '" + file + "'; run slim:profile first");
  }

  @Test
  void refusesAnotherSchemaVersion() throws IOException {
    Path file = json(JSON.replace("\"schemaVersion\" : 1", "\"schemaVersion\" : 2"));
    assertThatThrownBy(() -> TraceJson.read(file))
        .isInstanceOf(TraceException.class)
        .hasMessage(
            "The trace '%s' has schemaVersion '2', expected '1'; trace again with this version of"
                + " the plugin",
            file);
  }

  @Test
  void refusesWhatIsNoJson() throws IOException {
    Path file = json(JSON.substring(0, 100));
    assertThatThrownBy(() -> TraceJson.read(file))
        .isInstanceOf(TraceException.class)
        .hasMessageStartingWith("The trace '" + file + "' is no JSON: ")
        .hasMessageEndingWith("; trace again, or restore the file");
  }

  @Test
  void refusesAMissingKeyAndAnUnknownUse() throws IOException {
    Path noPaths = json(JSON.replace("\"paths\"", "\"path\""));
    assertThatThrownBy(() -> TraceJson.read(noPaths))
        .isInstanceOf(TraceException.class)
        .hasMessage(
            "The trace '%s' is not as expected: 'paths' is ''; trace again, or restore the file",
            noPaths);
    Path use = json(JSON.replace("\"written\"", "\"eaten\""));
    assertThatThrownBy(() -> TraceJson.read(use)).isInstanceOf(TraceException.class);
    Path number = json(JSON.replace("\"/none\"", "5"));
    assertThatThrownBy(() -> TraceJson.read(number)).isInstanceOf(TraceException.class);
  }

  private Path json(String text) throws IOException {
    return Files.writeString(temp.resolve("trace.json"), text);
  }
}
