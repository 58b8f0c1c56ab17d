package io.github.slimmaven.harden;

import io.github.slimmaven.trace.AccessTrace;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which system calls an app may make. */
final class SystemCalls {
  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  /**
   * Refused whatever an app tries: what Docker's own profile refuses to a container without further
   * capabilities (moby {@code profiles/seccomp/default_linux.go}). A trace of the sandbox can have
   * them, since an app is root in namespaces of its own there.
   */
  static final Set<String> REFUSED =
      Set.of(
          """
          acct add_key bpf clock_adjtime clock_adjtime64 clock_settime clock_settime64
          create_module delete_module fanotify_init finit_module fsconfig fsmount fsopen fspick
          get_kernel_syms get_mempolicy init_module io_uring_enter io_uring_register
          io_uring_setup ioperm iopl kcmp kexec_file_load kexec_load keyctl listmount
          lookup_dcookie mbind mount mount_setattr move_mount move_pages name_to_handle_at
          nfsservctl open_by_handle_at open_tree open_tree_attr perf_event_open pidfd_getfd
          pivot_root process_madvise process_vm_readv process_vm_writev query_module quotactl
          quotactl_fd reboot request_key set_mempolicy set_mempolicy_home_node setdomainname
          sethostname setns settimeofday statmount stime swapoff swapon sysfs _sysctl syslog
          umount umount2 unshare uselib userfaultfd ustat vhangup vm86 vm86old
          """
              .strip()
              .split("\\s+"));

  /** Names that no 64-bit convention has (the kernel's {@code syscall.tbl} of x86 and arm). */
  private static final Pattern OF_32_BITS =
      Pattern.compile(
          "_llseek|_newselect|mmap2|socketcall|send|recv|readdir|waitpid|ugetrlimit|arm_.*"
              + "|sig(return|action|procmask|suspend)|.*[a-z]32|.*_time64|futex_time64"
              + "|(fcntl|l?stat|fstat|fstatat|f?statfs|f?truncate|sendfile|clock_gettime)64"
              + "|timer(fd)?_[gs]ettime64|fadvise64_64|sync_file_range2");

  private SystemCalls() {}

  /**
   * All that were seen, what stands for them, and what a start takes.
   *
   * @param ordinary whether {@link OrdinaryCalls} are allowed unseen
   */
  static SortedSet<String> of(AccessTrace trace, boolean ordinary) {
    TreeSet<String> calls = new TreeSet<>(StartCalls.all());
    if (ordinary) {
      calls.addAll(OrdinaryCalls.NAMES);
    }
    trace.syscalls().stream().filter(name -> NAME.matcher(name).matches()).forEach(calls::add);
    calls.removeAll(REFUSED);
    SortedSet<String> all = CallFamilies.of(calls);
    if (!trace.conventions().contains("x86")) {
      all.removeIf(name -> OF_32_BITS.matcher(name).matches());
    }
    return all;
  }
}
