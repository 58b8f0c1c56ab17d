package io.github.slimmaven.harden;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.trace.AccessTrace.Use;
import org.junit.jupiter.api.Test;

class PolicyTest {
  @Test
  void whatIsWrittenInADirectoryWithoutFilesMakesItAPlace() {
    Policy policy =
        new Hardening()
            .directory("/tmp", 01777, 0, 0)
            .directory("/var", 0755, 0, 0)
            .directory("/var/cache", 0700, 33, 34)
            .directory("/var/cache/sub", 0711, 33, 34)
            .wrote("/tmp/a", "/tmp/new/b", "/var/cache/c")
            .policy();
    assertThat(policy.places())
        .extracting(Place::tmpfs)
        .containsExactly(
            "/tmp:rw,nosuid,nodev,noexec,mode=1777,uid=0,gid=0",
            "/var/cache:rw,nosuid,nodev,noexec,mode=700,uid=33,gid=34",
            "/var/cache/sub:rw,nosuid,nodev,noexec,mode=711,uid=33,gid=34");
    assertThat(policy.refused()).isEmpty();
  }

  @Test
  void filesOfTheImageAreNotHidden() {
    Policy policy =
        new Hardening()
            .directory("/app", 0755, 0, 0)
            .file("/app/app.py", "")
            .directory("/srv", 0755, 0, 0)
            .directory("/srv/a", 0755, 0, 0)
            .file("/srv/a/b", "")
            .wrote("/app/app.pyc", "/app/app.py", "/srv/new", "/root-level")
            .policy();
    assertThat(policy.places()).isEmpty();
    assertThat(policy.refused())
        .containsExactly("/app/app.py", "/app/app.pyc", "/root-level", "/srv/new");
  }

  @Test
  void volumesAndWhatTheEngineMountsNeedNoPlace() {
    Policy policy =
        new Hardening()
            .directory("/data", 0755, 0, 0)
            .directory("/home", 0755, 0, 0)
            .directory("/home/db", 0755, 0, 0)
            .wrote("/data/x", "/data", "/home/db/y", "/home/z", "/etc/hosts", "/dev/shm/s")
            .policy("/data/", "/home/db");
    assertThat(policy.places()).extracting(Place::path).containsExactly("/home");
    assertThat(policy.refused()).isEmpty();
  }

  @Test
  void aPlaceIsExecutableWhereSomethingWasExecutedOrLoaded() {
    Hardening app =
        new Hardening()
            .directory("/tmp", 01777, 0, 0)
            .directory("/run", 0755, 0, 0)
            .wrote("/tmp/libnative123.so", "/run/pid")
            .used(Use.OPENED, "/tmp/libnative123.so");
    assertThat(app.policy().places()).extracting(Place::executable).containsExactly(false, true);
  }

  @Test
  void aPathThatDockerCannotMountIsRefused() {
    Policy policy =
        new Hardening()
            .directory("/a,b", 0755, 0, 0)
            .directory("/c:d", 0755, 0, 0)
            .directory("/e\nf", 0755, 0, 0)
            .wrote("/a,b/x", "/c:d/x", "/e\nf/x")
            .policy();
    assertThat(policy.places()).isEmpty();
    assertThat(policy.refused()).hasSize(3);
  }

  @Test
  void aPortBelow1024NeedsItsCapability() {
    assertThat(new Hardening().listened("443/tcp").needed("SETUID").policy().capabilities())
        .containsExactly("NET_BIND_SERVICE", "SETUID");
    assertThat(new Hardening().listened("1024/tcp").policy().capabilities()).isEmpty();
  }

  @Test
  void ordinaryCallsAreAllowedUnseenOnlyWhereThatIsWanted() {
    Hardening app = new Hardening();
    assertThat(app.policy().calls()).doesNotContain("socketpair", "shmget", "ptrace", "chroot");
    assertThat(app.ordinary().calls())
        .containsAll(app.policy().calls())
        .contains("socketpair", "shmget")
        .doesNotContain("ptrace", "chroot", "mknod", "personality");
    assertThat(OrdinaryCalls.NAMES).doesNotContainAnyElementsOf(SystemCalls.REFUSED);
  }
}
