package io.github.slimmaven.harden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SeccompProfileTest {
  private static final Pattern NAME = Pattern.compile("\"([a-z0-9_]+)\"");

  @Test
  void isWrittenInTheFormThatDockerAndTheRuntimesRead() {
    Policy policy =
        new Policy(
            "x86_64",
            new TreeSet<>(Set.of("x86")),
            new TreeSet<>(Set.of("read", "clone", "clone3", "socket", "execve")),
            new TreeSet<>(),
            List.of(),
            new TreeSet<>());
    assertThat(SeccompProfile.json(policy))
        .isEqualTo(
            """
            {
              "defaultAction" : "SCMP_ACT_ERRNO",
              "architectures" : [
                "SCMP_ARCH_X86_64",
                "SCMP_ARCH_X86"
              ],
              "syscalls" : [
                {
                  "action" : "SCMP_ACT_ALLOW",
                  "names" : [
                    "execve",
                    "read"
                  ]
                },
                {
                  "action" : "SCMP_ACT_ALLOW",
                  "names" : [
                    "clone"
                  ],
                  "args" : [
                    {
                      "index" : 0,
                      "value" : 2114060288,
                      "op" : "SCMP_CMP_MASKED_EQ",
                      "valueTwo" : 0
                    }
                  ]
                },
                {
                  "action" : "SCMP_ACT_ALLOW",
                  "names" : [
                    "socket"
                  ],
                  "args" : [
                    {
                      "index" : 0,
                      "value" : 40,
                      "op" : "SCMP_CMP_NE"
                    }
                  ]
                },
                {
                  "action" : "SCMP_ACT_ERRNO",
                  "errnoRet" : 38,
                  "names" : [
                    "clone3",
                    "io_uring_enter",
                    "io_uring_register",
                    "io_uring_setup"
                  ]
                }
              ]
            }
            """);
  }

  @Test
  void anotherKernelsFormOfASeenCallIsAllowed() throws IOException {
    List<String> allowed = allowed(new Hardening().called("openat", "epoll_wait", "kill"));
    assertThat(allowed).contains("openat2", "open", "creat", "epoll_pwait2", "pidfd_send_signal");
    assertThat(allowed).doesNotContain("epoll_create2", "mkdir", "chmod", "listen", "ptrace");
  }

  @Test
  void whatAStartTakesIsAllowedWithoutHavingBeenSeen() throws IOException {
    assertThat(allowed(new Hardening()))
        .contains("execve", "fstatfs", "statfs", "capset", "prctl", "futex", "clone", "rseq")
        .contains("close_range", "faccessat2", "getdents64", "rt_sigtimedwait", "exit_group");
  }

  @Test
  void callsOfOtherConventionsAreAllowedOnlyWhereTheyWereUsed() throws IOException {
    assertThat(allowed(new Hardening().called("fcntl")))
        .noneMatch(name -> name.matches("fcntl64|_llseek|socketcall|.*_time64|getuid32"));
    assertThat(allowed(new Hardening().convention("x86").called("socketcall", "fcntl64")))
        .contains("socketcall", "accept4", "bind", "fcntl64", "clock_gettime64", "getuid32");
  }

  @Test
  void whatDockerRefusesStaysRefusedThoughASandboxSawIt() throws IOException {
    String filter = Files.readString(Path.of("src/main/native/filter.c"));
    int from = filter.indexOf("docker_refuses[] = {");
    List<String> refused =
        NAME.matcher(filter.substring(from, filter.indexOf("NULL", from)))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(refused).hasSizeGreaterThan(20);
    assertThat(SystemCalls.REFUSED).containsAll(refused);
    assertThat(allowed(new Hardening().called(refused.toArray(String[]::new))))
        .doesNotContainAnyElementsOf(refused);
  }

  @Test
  void aNameThatIsNoneIsLeftOut() throws IOException {
    assertThat(allowed(new Hardening().called("re\"ad", "SYS", "x".repeat(80), "getxattr")))
        .contains("getxattr")
        .allMatch(name -> name.matches("[a-z0-9_]{2,40}"));
  }

  private static List<String> allowed(Hardening app) throws IOException {
    JsonNode profile = new JsonMapper().readTree(SeccompProfile.json(app.policy()));
    List<String> names = new ArrayList<>();
    for (JsonNode rule : profile.path("syscalls")) {
      if (rule.path("action").asText().equals("SCMP_ACT_ALLOW")) {
        rule.path("names").forEach(name -> names.add(name.asText()));
      }
    }
    return names;
  }
}
