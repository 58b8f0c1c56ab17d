package io.github.slimmaven.harden;

import java.util.List;

/**
 * System calls with which an app reaches nothing that what it surely makes does not reach: its own
 * files, memory, threads and children, and sockets. What no probe exercised may make them. Docker's
 * own profile allows each without any capability (moby {@code profiles/seccomp/default_linux.go}).
 */
final class OrdinaryCalls {
  static final List<String> NAMES =
      List.of(
          """
          open stat access readlink statfs getdents64 mkdir unlink rename link symlink chmod chown
          utimensat truncate fallocate fsync fdatasync sync_file_range syncfs flock fadvise64
          readahead pread64 pwrite64 preadv pwritev sendfile copy_file_range splice tee dup
          getxattr listxattr memfd_create
          inotify_init inotify_add_watch inotify_rm_watch
          pipe select poll epoll_create epoll_ctl epoll_wait eventfd signalfd timerfd_create
          timerfd_settime timerfd_gettime
          socket socketpair bind connect listen accept getsockname getpeername getsockopt setsockopt
          shutdown sendto recvfrom sendmsg recvmsg
          fork wait4 kill tgkill setsid setpgid getpgid getsid getpriority setpriority
          sched_getparam sched_setparam sched_getscheduler sched_setscheduler sched_setaffinity
          sched_get_priority_max sched_get_priority_min
          getrlimit getrusage times sysinfo getgroups alarm getitimer pause rt_sigsuspend
          rt_sigtimedwait rt_sigqueueinfo timer_create timer_settime timer_gettime timer_getoverrun
          timer_delete clock_getres clock_nanosleep
          msync mincore mlock mlockall munlock munlockall
          shmget shmat shmctl shmdt semget semop semctl
          """
              .strip()
              .split("\\s+"));

  private OrdinaryCalls() {}
}
