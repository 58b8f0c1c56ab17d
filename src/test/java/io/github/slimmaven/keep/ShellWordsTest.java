package io.github.slimmaven.keep;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ShellWordsTest {
  @Test
  void findsTheWordsThatStandWhereACommandDoes() {
    assertThat(commands("envsubst < a.conf > /etc/b.conf && exec nginx -g 'daemon off;'"))
        .containsExactly("envsubst", "nginx");
    assertThat(commands("if ! grep -q x /f; then sed -i s/a/b/ f; fi; for i in a b; do wc; done"))
        .containsExactly("grep", "sed", "wc");
    assertThat(commands("A=1 B=\"$(date +%s)\" /usr/bin/run.me | tr a b &\nid"))
        .containsExactlyInAnyOrder("date", "/usr/bin/run.me", "tr", "id");
    assertThat(commands("x=`hostname -i`; y=$(cat /f | cut -d: -f1)"))
        .containsExactly("hostname", "cat", "cut");
  }

  @Test
  void looksThroughProgramsThatRunOthers() {
    assertThat(commands("exec gosu web timeout 5 curl -f x")).contains("gosu", "timeout", "curl");
    assertThat(commands("command -v convert || which jq")).contains("convert", "jq");
    assertThat(commands("find . | xargs -r gzip")).containsExactly("find", "xargs", "gzip");
  }

  @Test
  void passesOverArgumentsQuotesCommentsBuiltinsAndFunctions() {
    assertThat(commands("echo \"please install git\" 'or make' # not perl\ncd /x; set -e; run x"))
        .containsExactly("echo", "run");
    assertThat(commands("log() { printf x; }\nlog date\n\"$1\" sort")).containsExactly("printf");
  }

  private static java.util.Set<String> commands(String script) {
    return new ShellWords(script).commands();
  }
}
