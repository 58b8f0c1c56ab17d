package io.github.slimmaven.harden;

import java.util.List;
import java.util.stream.Stream;

/** System calls that no start of a container can do without, whatever runs in it. */
final class StartCalls {
  /** What libc and the loader of any program do before, after and around it: glibc and musl. */
  private static final List<String> OF_A_PROGRAM =
      words(
          """
          execve exit exit_group brk mmap mprotect munmap mremap madvise arch_prctl set_thread_area
          get_thread_area set_tid_address set_robust_list get_robust_list rseq membarrier
          prlimit64 getrlimit getrandom uname getcwd getpid getppid gettid getuid geteuid getgid
          getegid getuid32 geteuid32 getgid32 getegid32 getresuid getresgid getresuid32
          getresgid32 getcpu sigaltstack rt_sigaction rt_sigprocmask rt_sigpending rt_sigreturn
          sigreturn sigaction sigprocmask restart_syscall tgkill close close_range open read
          pread64 readv write writev lseek access stat readlink futex clock_gettime nanosleep
          sched_getaffinity sched_yield fcntl ioctl poll umask mlock
          """);

  /**
   * What an OCI runtime does between the installing of the filter and the exec of the app, and when
   * it joins the container for a health check. The filter is installed last where no-new-privileges
   * is set, and before the change of user and capabilities where it is not (runc, {@code
   * libcontainer/standard_init_linux.go} and {@code setns_init_linux.go}); crun does the same. Of
   * runc's own threads Go's runtime needs more ({@code runtime/sys_linux_amd64.s}).
   */
  private static final List<String> OF_A_RUNTIME =
      words(
          """
          capget capset prctl setuid setgid setgroups setresuid setresgid fchown chdir fchdir
          getdents64 fstatfs readlinkat openat openat2 newfstatat statx faccessat faccessat2 dup3
          epoll_create1 epoll_ctl epoll_pwait eventfd2 pipe2 getsockopt getsockname recvmsg sendmsg
          clone mincore tkill getpgid waitid pidfd_open pidfd_send_signal setrlimit timer_create
          timer_settime timer_delete setitimer
          """);

  /** What {@code docker run --init} puts before the app: tini. */
  private static final List<String> OF_AN_INIT =
      words("clone wait4 rt_sigtimedwait kill setpgid getpgid");

  private StartCalls() {}

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }

  static List<String> all() {
    return Stream.of(OF_A_PROGRAM, OF_A_RUNTIME, OF_AN_INIT).flatMap(List::stream).toList();
  }
}
