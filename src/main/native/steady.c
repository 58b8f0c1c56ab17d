/*
 * sensor steady FILE PROGRAM ARGUMENT...: runs a program so that what it writes depends on its files alone: no environment,
 * working directory "/", and in a JVM no race of its first threads: until FILE is opened only the main thread goes on.
 *
 * A JVM starts its own Java threads before the main one has loaded the classes that all of them use, so which names and
 * classes come first in a class-data sharing archive is chance (JDK-8253495, mended in 19). A Java thread protects its
 * stack's guard pages before it runs Java (os::guard_memory: mprotect(2) with PROT_NONE); that call is not answered.
 */
#include "command.h"

#include "cleanup.h"
#include "filter.h"
#include "target.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

/* PATIENCE in seconds: a JVM that needs one of the held threads goes on then, though its result may differ. */
enum { CANNOT_LAUNCH = 125, MAX_HELD = 64, PATIENCE = 20 };

struct steady {
    const char *file;
    pid_t child;
    pid_t main_thread; /* the launcher makes one for the program's main method */
    int proc_fd;
    int listener;
    bool released;
    __u64 held[MAX_HELD];
    unsigned held_count;
};

static int watch_me(void)
{
    enum { NUMBER = offsetof(struct seccomp_data, nr), PROTECTION = offsetof(struct seccomp_data, args) + 8 * 2 };
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, NUMBER),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 4, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mprotect, 0, 2),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, PROTECTION),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PROT_NONE, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
    };
    struct sock_fprog program = {.len = sizeof code / sizeof *code, .filter = code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        return -errno;
    long r = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
    return r < 0 ? -errno : (int)r;
}

static int become_program(int socket, char **args)
{
    static char *const no_env[] = {NULL};
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    int listener = prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || chdir("/") < 0 ? -errno : watch_me();
    int r = listener < 0 ? listener : listener_send(socket, listener);
    if (r < 0) {
        fprintf(stderr, "sensor: cannot watch '%s': %s\n", args[0], strerror(-r));
        return CANNOT_LAUNCH;
    }
    execve(args[0], args, no_env);
    fprintf(stderr, "sensor: cannot execute '%s': %s\n", args[0], strerror(errno));
    return CANNOT_LAUNCH;
}

/* A caller that is gone needs no answer. */
static void go_on(const struct steady *steady, __u64 id)
{
    struct seccomp_notif_resp response = {.id = id, .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE};
    ioctl(steady->listener, SECCOMP_IOCTL_NOTIF_SEND, &response);
}

static void release(struct steady *steady)
{
    steady->released = true;
    for (unsigned i = 0; i < steady->held_count; i++)
        go_on(steady, steady->held[i]);
    steady->held_count = 0;
}

static bool is_held(struct steady *steady, pid_t thread)
{
    if (steady->released || thread == steady->child || steady->held_count == MAX_HELD)
        return false;
    if (steady->main_thread == 0)
        steady->main_thread = thread;
    return thread != steady->main_thread;
}

static void serve(struct steady *steady)
{
    char path[PATH_MAX];
    struct seccomp_notif notice = {0};
    if (ioctl(steady->listener, SECCOMP_IOCTL_NOTIF_RECV, &notice) < 0)
        return;
    pid_t thread = (pid_t)notice.pid;
    if (notice.data.nr == SYS_mprotect && is_held(steady, thread)) {
        steady->held[steady->held_count++] = notice.id;
        return;
    }
    if (notice.data.nr == SYS_openat && !steady->released &&
        target_read_path(steady->proc_fd, thread, notice.data.args[1], path, sizeof path) == 0 &&
        strcmp(path, steady->file) == 0)
        release(steady);
    go_on(steady, notice.id);
}

static int left(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    long gone = (now.tv_sec - start->tv_sec) * 1000 + (now.tv_nsec - start->tv_nsec) / 1000000;
    return gone >= PATIENCE * 1000 ? 0 : (int)(PATIENCE * 1000 - gone);
}

/* Returns the exit code, as a shell's for a signal. */
static int attend(struct steady *steady, int ends)
{
    struct timespec start;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (;;) {
        struct pollfd polled[] = {{.fd = ends, .events = POLLIN}, {.fd = steady->listener, .events = POLLIN}};
        int r = poll(polled, 2, steady->released ? -1 : left(&start));
        if (r == 0)
            release(steady);
        if (polled[1].revents & POLLIN)
            serve(steady);
        int status;
        if (polled[0].revents & POLLIN && waitpid(steady->child, &status, WNOHANG) == steady->child)
            return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
}

int steady_main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: sensor steady FILE PROGRAM ARGUMENT...\n");
        return CANNOT_LAUNCH;
    }
    struct steady steady = {.file = argv[1]};
    int sockets[2];
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, NULL);
    cleanup_fd int ends = signalfd(-1, &child, SFD_CLOEXEC);
    cleanup_fd int proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (ends < 0 || proc < 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) < 0) {
        fprintf(stderr, "sensor: cannot prepare to run '%s': %s\n", argv[2], strerror(errno));
        return CANNOT_LAUNCH;
    }
    steady.proc_fd = proc;
    steady.child = fork();
    if (steady.child == 0)
        _exit(become_program(sockets[1], argv + 2));
    close(sockets[1]);
    cleanup_fd int listener = steady.child < 0 ? -errno : listener_receive(sockets[0]);
    close(sockets[0]);
    if (listener < 0) {
        if (steady.child > 0)
            waitpid(steady.child, NULL, 0); /* it has said why */
        return CANNOT_LAUNCH;
    }
    steady.listener = listener;
    return attend(&steady, ends);
}
