package io.github.slimmaven.report;

import static io.github.slimmaven.inspect.XrayImages.config;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.inspect.Xray;
import io.github.slimmaven.inspect.XrayImages;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceDockerfileTest {
  private static List<String> lines(ObjectNode config, String... steps) throws IOException {
    ArrayNode history = config.putArray("history");
    for (String step : steps) {
      history.addObject().put("created_by", step).put("empty_layer", true);
    }
    String text = SourceDockerfile.text(Xray.of(XrayImages.image(config)));
    assertThat(text).endsWith("\n");
    return text.lines().skip(2).toList();
  }

  @Test
  void whatDockersOwnBuilderWritesIsUnderstood() throws Exception {
    assertThat(
            lines(
                config("{'config':{'Env':['PATH=/bin','A=b c']}}"),
                "/bin/sh -c #(nop) ADD file:" + "0".repeat(64) + " in / ",
                "/bin/sh -c #(nop)  ENV PATH=/bin A=b c",
                "|2 TOKEN=x V=1 /bin/sh -c set -e; \t\tmake; \t#x",
                "/bin/sh -c #(nop)  EXPOSE 80 53/udp",
                "/bin/sh -c #(nop)  VOLUME [/data /log]",
                "/bin/sh -c #(nop)  CMD [\"sh\" \"-c\" \"x\"]"))
        .containsExactly(
            "ADD file:" + "0".repeat(64) + " /",
            "ENV PATH=\"/bin\"",
            "ENV A=\"b c\"",
            "# With the build arguments TOKEN=*** V=1",
            "RUN set -e; \\",
            "\t\tmake; \t#x",
            "EXPOSE 80 53/udp",
            "VOLUME [\"/data\", \"/log\"]",
            "CMD [\"sh\", \"-c\", \"x\"]");
  }

  @Test
  void whatBuildKitWritesIsUnderstood() throws Exception {
    assertThat(
            lines(
                config(
                    "{'config':{'Healthcheck':{'Test':['CMD-SHELL','curl x'],"
                        + "'Interval':30000000000}}}"),
                "RUN /bin/sh -c apt-get update # buildkit",
                "RUN /bin/bash -o pipefail -c a | b # buildkit",
                "RUN |1 V=1 /bin/sh -c make # buildkit",
                "COPY --chown=1 a /b # buildkit",
                "EXPOSE map[8080/tcp:{}]",
                "USER app",
                "HEALTHCHECK &{[\"CMD-SHELL\" \"curl x\"] \"30s\" \"0s\" \"0s\" '\\x00'}",
                "ENTRYPOINT [\"/app\"]"))
        .containsExactly(
            "RUN apt-get update",
            "RUN [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\", \"a | b\"]",
            "# With the build arguments V=1",
            "RUN make",
            "COPY --chown=1 a /b",
            "EXPOSE 8080/tcp",
            "USER app",
            "HEALTHCHECK --interval=30s CMD curl x",
            "ENTRYPOINT [\"/app\"]");
  }

  @Test
  void whatTheHistoryDoesNotSayComesFromTheConfig() throws Exception {
    assertThat(
            lines(
                config(
                    "{'config':{'Env':['Q=a\\\"$b\\\\'],'User':'1','WorkingDir':'/w','Cmd':['a b'],"
                        + "'StopSignal':'SIGINT','Labels':{'k':'v'},'ExposedPorts':{'1/tcp':{}}}}")))
        .containsExactly(
            "# From the config; the history does not say it.",
            "ENV Q=\"a\\\"\\$b\\\\\"",
            "LABEL \"k\"=\"v\"",
            "EXPOSE 1/tcp",
            "WORKDIR /w",
            "USER 1",
            "STOPSIGNAL SIGINT",
            "CMD [\"a b\"]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RUN x\nUSER root",
        "USER x\\",
        "RUN /bin/sh -c x\nUSER root",
        "RUN /bin/sh -c cat <<EOF",
        "COPY <<EOF /x",
        "WORKDIR /x\u2028\u0000y",
        "ENV A=x\nUSER root",
        "LABEL a\\",
        "HEALTHCHECK x",
        "EXPOSE \n",
        "CMD [\"x\" \\",
        "nothing of a Dockerfile\nUSER root",
        "|1 A=\n /bin/sh -c x\\",
        "\ud800",
        ""
      })
  void noStepGetsOutOfItsLine(String step) throws Exception {
    List<String> lines = lines(config("{}"), step, "USER last");

    assertThat(lines).hasSizeBetween(2, 3).endsWith("USER last").doesNotContain("USER root");
    assertThat(lines)
        .noneMatch(line -> !line.startsWith("#") && line.endsWith("\\"))
        .noneMatch(line -> !line.startsWith("#") && !line.contains("[") && line.contains("<<"))
        .noneMatch(line -> line.chars().anyMatch(c -> c < ' ' || Character.isSurrogate((char) c)));
  }

  @Test
  void anAbsurdStepIsCutInTime() throws Exception {
    for (String piece : List.of("a", "a=\"", "| ", " -c", "\t", "A=b ", "://a:")) {
      assertThat(lines(config("{'config':{'Env':['A=b']}}"), "RUN " + piece.repeat(300_000)))
          .anyMatch(line -> line.contains("characters more") || line.length() > 60_000);
    }
  }
}
