package io.github.slimmaven.harden;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * System calls that stand for each other: another libc, kernel or architecture takes another one of
 * the line for the same purpose, and none of a line can do what the others can't ({@code
 * syscalls(2)}).
 */
final class CallFamilies {
  private static final List<Set<String>> FAMILIES =
      families(
          """
          open openat openat2 creat
          stat stat64 lstat lstat64 fstat fstat64 fstatat64 newfstatat statx
          access faccessat faccessat2
          readlink readlinkat
          statfs statfs64 fstatfs fstatfs64
          getdents getdents64 readdir
          mkdir mkdirat
          unlink rmdir unlinkat
          rename renameat renameat2
          link linkat
          symlink symlinkat
          mknod mknodat
          chmod fchmod fchmodat fchmodat2
          chown lchown fchown fchownat chown32 lchown32 fchown32
          utime utimes futimesat utimensat utimensat_time64
          truncate truncate64 ftruncate ftruncate64
          getxattr lgetxattr fgetxattr getxattrat
          listxattr llistxattr flistxattr listxattrat
          setxattr lsetxattr fsetxattr setxattrat
          removexattr lremovexattr fremovexattr removexattrat
          fadvise64 fadvise64_64 arm_fadvise64_64
          sync_file_range sync_file_range2 arm_sync_file_range
          sendfile sendfile64 copy_file_range
          preadv preadv2
          pwritev pwritev2
          dup dup2 dup3
          pipe pipe2
          select _newselect pselect6 pselect6_time64
          poll ppoll ppoll_time64
          epoll_create epoll_create1
          epoll_wait epoll_pwait epoll_pwait2
          eventfd eventfd2
          signalfd signalfd4
          inotify_init inotify_init1
          accept accept4
          send sendto
          recv recvfrom
          sendmsg sendmmsg
          recvmsg recvmmsg recvmmsg_time64
          fork vfork clone clone3
          execve execveat
          wait4 waitpid waitid
          kill pidfd_open pidfd_send_signal
          tkill tgkill
          futex futex_time64 futex_waitv futex_wake futex_wait futex_requeue
          getrlimit ugetrlimit setrlimit prlimit64
          alarm setitimer
          timer_settime timer_settime64
          timer_gettime timer_gettime64
          timerfd_settime timerfd_settime64
          timerfd_gettime timerfd_gettime64
          clock_gettime clock_gettime64 gettimeofday time
          clock_getres clock_getres_time64
          nanosleep clock_nanosleep clock_nanosleep_time64
          sched_rr_get_interval sched_rr_get_interval_time64
          rt_sigtimedwait rt_sigtimedwait_time64
          pause sigsuspend rt_sigsuspend
          semop semtimedop semtimedop_time64
          mq_timedsend mq_timedsend_time64
          mq_timedreceive mq_timedreceive_time64
          mlock mlock2
          getpgrp getpgid
          setuid setuid32
          setgid setgid32
          setreuid setreuid32
          setregid setregid32
          setresuid setresuid32
          setresgid setresgid32
          setfsuid setfsuid32
          setfsgid setfsgid32
          setgroups setgroups32
          fcntl fcntl64
          lseek _llseek
          mmap mmap2
          """);

  /** Of i386, in which all sockets may go through one call (socketcall(2)). */
  private static final List<String> SOCKET_CALLS =
      List.of(
          "socket",
          "socketpair",
          "bind",
          "connect",
          "listen",
          "accept4",
          "getsockname",
          "getpeername",
          "getsockopt",
          "setsockopt",
          "shutdown",
          "sendto",
          "sendmsg",
          "recvfrom",
          "recvmsg");

  private CallFamilies() {}

  private static List<Set<String>> families(String lines) {
    return lines.lines().map(line -> Set.of(line.split(" "))).toList();
  }

  /** These, and all that stand for one of them. */
  static SortedSet<String> of(Collection<String> calls) {
    SortedSet<String> all = new TreeSet<>(calls);
    if (calls.contains("socketcall")) {
      all.addAll(SOCKET_CALLS);
    }
    List<String> seen = new ArrayList<>(all);
    for (Set<String> family : FAMILIES) {
      if (seen.stream().anyMatch(family::contains)) {
        all.addAll(family);
      }
    }
    return all;
  }
}
