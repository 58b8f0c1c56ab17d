/* Assembles the seccomp filter (seccomp(2), bpf in kernel's Documentation/userspace-api/seccomp_filter.rst). */
#include "filter.h"

#include "names.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
#define SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV (1UL << 5)
#endif

/* All of CLONE_NEW*, as in Docker's profile. */
enum { NEW_NAMESPACES = 0x7e020000 };

/* Most frequent first: the kernel tries them in this order. */
const char *const filter_hot[] = {
    "read", "write", "futex", "close", "mmap", "munmap", "mprotect", "lseek", "_llseek", "fstat", "fstat64", "rt_sigprocmask",
    "rt_sigaction", "rt_sigreturn", "sigreturn", "restart_syscall", "poll", "ppoll", "epoll_wait", "epoll_pwait",
    "epoll_ctl", "recvfrom", "sendto", "readv", "writev", "pread64", "pwrite64", "madvise", "brk", "sched_yield",
    "nanosleep", "clock_nanosleep", "clock_gettime", "gettimeofday", "getpid", "gettid", "ioctl", "fcntl", "fcntl64",
    "mmap2", "exit", "sysinfo", "getrusage", "sched_getaffinity", NULL,
};

const char *const filter_faked[] = {
    "setuid",    "setgid",    "setreuid",   "setregid",   "setresuid",   "setresgid",   "setfsuid",   "setfsgid",
    "setuid32",  "setgid32",  "setreuid32", "setregid32", "setresuid32", "setresgid32", "setfsuid32", "setfsgid32",
    "setgroups", "setgroups32", "chown",    "lchown",     "fchown",      "fchownat",    "chown32",    "lchown32",
    "fchown32",  "capset",    NULL,
};

/* What Docker's default profile allows only to a container with SYS_ADMIN or SYS_PTRACE (moby profiles/seccomp). */
static const char *const docker_refuses[] = {
    "bpf", "fanotify_init", "fsconfig", "fsmount", "fsopen", "fspick", "lookup_dcookie", "mount", "mount_setattr",
    "move_mount", "name_to_handle_at", "open_by_handle_at", "open_tree", "open_tree_attr", "perf_event_open", "pivot_root",
    "quotactl", "quotactl_fd", "setdomainname", "sethostname", "setns", "syslog", "umount", "umount2", "unshare",
    "kcmp", "pidfd_getfd", "process_madvise", NULL,
};

struct program {
    struct sock_filter code[2048];
    unsigned short length;
};

static void emit(struct program *p, struct sock_filter instruction)
{
    p->code[p->length++] = instruction;
}

static void load(struct program *p, size_t offset)
{
    emit(p, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned)offset));
}

/* The low half: all supported machines are little-endian. */
static void load_argument(struct program *p, int index)
{
    load(p, offsetof(struct seccomp_data, args) + 8 * (size_t)index);
}

static void answer(struct program *p, unsigned action)
{
    emit(p, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action));
}

static void load_number(struct program *p, enum abi abi)
{
    load(p, offsetof(struct seccomp_data, nr));
    if (abi == ABI_X32)
        emit(p, (struct sock_filter)BPF_STMT(BPF_ALU | BPF_AND | BPF_K, ~(unsigned)X32_BIT));
}

static void answer_all(struct program *p, enum abi abi, const char *const *names, unsigned action)
{
    for (; *names != NULL; names++) {
        int number = names_number(abi, *names);
        if (number < 0)
            continue;
        emit(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)number, 0, 1));
        answer(p, action);
    }
}

/* If call `name` has, in its argument masked by `mask`, a bit (JSET) or the value (JEQ) `test`: action. */
static void answer_argument(struct program *p, enum abi abi, const char *name, int index, unsigned mask,
                            unsigned short test, unsigned value, unsigned action)
{
    int number = names_number(abi, name);
    if (number < 0)
        return;
    emit(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)number, 0, abi == ABI_X32 ? 6 : 5));
    load_argument(p, index);
    emit(p, (struct sock_filter)BPF_STMT(BPF_ALU | BPF_AND | BPF_K, mask));
    emit(p, (struct sock_filter)BPF_JUMP(BPF_JMP | test | BPF_K, value, 0, 1));
    answer(p, action);
    load_number(p, abi);
}

static void refuse_as_docker(struct program *p, enum abi abi)
{
    static const char *const clone3[] = {"clone3", NULL};
    answer_all(p, abi, docker_refuses, SECCOMP_RET_ERRNO | EPERM);
    /* Its flags are in memory, out of reach: libraries fall back to clone. */
    answer_all(p, abi, clone3, SECCOMP_RET_ERRNO | ENOSYS);
    answer_argument(p, abi, "clone", 0, NEW_NAMESPACES, BPF_JSET, NEW_NAMESPACES, SECCOMP_RET_ERRNO | EPERM);
}

static void fake_ids(struct program *p, enum abi abi)
{
    static const unsigned kinds[] = {S_IFCHR, S_IFBLK};
    answer_all(p, abi, filter_faked, SECCOMP_RET_ERRNO);
    for (int i = 0; i < 2; i++) {
        answer_argument(p, abi, "mknod", 1, S_IFMT, BPF_JEQ, kinds[i], SECCOMP_RET_ERRNO);
        answer_argument(p, abi, "mknodat", 2, S_IFMT, BPF_JEQ, kinds[i], SECCOMP_RET_ERRNO);
    }
}

static void emit_abi(struct program *p, enum abi abi, const struct filter_options *options)
{
    load_number(p, abi);
    if (options->traced)
        answer_all(p, abi, filter_hot, SECCOMP_RET_ALLOW);
    if (options->docker)
        refuse_as_docker(p, abi);
    if (options->fake_ids && !options->traced)
        fake_ids(p, abi);
    if (options->traced)
        answer_argument(p, abi, "sendmsg", 2, ~0U, BPF_JEQ, FILTER_HANDOVER, SECCOMP_RET_ALLOW);
    answer(p, options->traced ? SECCOMP_RET_USER_NOTIF : SECCOMP_RET_ALLOW);
}

/* A conditional jump reaches 255 instructions only, so it hops over an unconditional one. Returns what to patch. */
static unsigned short begin_if(struct program *p, unsigned short test, unsigned value)
{
    emit(p, (struct sock_filter)BPF_JUMP(BPF_JMP | test | BPF_K, value, 1, 0));
    emit(p, (struct sock_filter)BPF_STMT(BPF_JMP | BPF_JA, 0));
    return p->length - 1;
}

static void end_if(struct program *p, unsigned short jump)
{
    p->code[jump].k = p->length - jump - 1U;
}

static void assemble(struct program *p, const struct filter_options *options)
{
    unsigned short jump;
    load(p, offsetof(struct seccomp_data, arch));
#if defined(__x86_64__)
    jump = begin_if(p, BPF_JEQ, AUDIT_ARCH_X86_64);
    load(p, offsetof(struct seccomp_data, nr));
    unsigned short x32 = begin_if(p, BPF_JGE, X32_BIT);
    emit_abi(p, ABI_X32, options);
    end_if(p, x32);
    emit_abi(p, ABI_NATIVE, options);
    end_if(p, jump);
    jump = begin_if(p, BPF_JEQ, AUDIT_ARCH_I386);
    emit_abi(p, ABI_COMPAT, options);
#else
    jump = begin_if(p, BPF_JEQ, AUDIT_ARCH_AARCH64);
    emit_abi(p, ABI_NATIVE, options);
#endif
    end_if(p, jump);
    /* 32-bit ARM: the tracer says so when such a program is executed. */
    answer(p, SECCOMP_RET_ALLOW);
}

int filter_install(const struct filter_options *options)
{
    struct program program = {.length = 0};
    assemble(&program, options);
    struct sock_fprog code = {.len = program.length, .filter = program.code};
    unsigned long flags = options->traced ? SECCOMP_FILTER_FLAG_NEW_LISTENER : 0;
    long r = -1;
    /* A signal then interrupts a call only while it waits, not while the tracer works on it (Linux 5.19). */
    if (options->traced) {
        r = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV, &code);
        if (r < 0 && errno != EINVAL)
            return -errno;
    }
    if (r < 0)
        r = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &code);
    return r < 0 ? -errno : (int)r;
}
