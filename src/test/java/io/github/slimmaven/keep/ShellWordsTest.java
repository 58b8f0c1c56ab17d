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
    assertThat(commands("xargs -I {} mv {} /x/{}")).containsExactly("xargs", "mv");
  }

  @Test
  void findsTheCommandsThatFindRuns() {
    assertThat(commands("find /srv -name '*.gz' -exec zcat {} + -o -execdir wc -l {} \\; | sort"))
        .containsExactly("find", "zcat", "wc", "sort");
    assertThat(commands("find /srv -exec sh -c 'cut -c1-5 \"$1\" | uniq' _ {} +"))
        .containsExactlyInAnyOrder("find", "sh", "cut", "uniq");
  }

  @Test
  void findsTheCommandsOfAScriptWithinTheScript() {
    assertThat(commands("su web -s /bin/sh -c 'php -v && node -v'; gcc -c main.c"))
        .containsExactlyInAnyOrder("su", "php", "node", "gcc");
    assertThat(commands("exec gosu app bash -ec \"cd /x; jq . $FILE | less\""))
        .contains("bash", "jq", "less");
    assertThat(commands("trap 'rm -f /x; kill 0' EXIT; eval \"tar c $X\""))
        .containsExactly("rm", "kill", "tar");
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
