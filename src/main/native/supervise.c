#include "supervise.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fanotify.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cleanup.h"
#include "filter.h"
#include "tracer.h"

/* How long connections may still take what the app has written before it ended, milliseconds. */
#define DRAIN 500

struct state {
    struct sandbox *s;
    int signals;
    bool input_open, handed_over, failed, executed, killed;
    int code; /* the app's, once it ended */
    char line[64];
    size_t length;
};

static void kill_app(struct state *st)
{
    st->killed = true;
    if (st->s->app > 0)
        kill(st->s->app, SIGKILL);
}

static void lose(struct state *st, const char *reason)
{
    if (!st->failed && !st->killed)
        event_write(&st->s->launch, "lost %s", reason);
    st->failed = true;
    kill_app(st);
}

/* A process of its own, as the one that enters the app's namespaces does not come back. */
static void execute_beside(struct state *st)
{
    struct sandbox *s = st->s;
    if (s->app <= 0 || s->command > 0)
        return;
    s->command = fork();
    if (s->command == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        _exit(sandbox_exec(s));
    }
    if (s->command < 0) {
        s->command = 0;
        event_write(&s->launch, "done 126");
    }
}

static void command(struct state *st, const char *line)
{
    int number;
    char rest;
    if (!strcmp(line, "kill"))
        kill_app(st);
    else if (!strcmp(line, "exec"))
        execute_beside(st);
    else if (sscanf(line, "signal %d%c", &number, &rest) == 1 && number > 0 && number < NSIG && st->s->app > 0)
        kill(st->s->app, number);
}

static void read_commands(struct state *st)
{
    char bytes[256];
    ssize_t n = read(STDIN_FILENO, bytes, sizeof bytes);
    if (n <= 0) {
        st->input_open = false;
        kill_app(st);
        return;
    }
    for (ssize_t i = 0; i < n; i++) {
        if (bytes[i] == '\n') {
            st->line[st->length] = 0;
            st->length = 0;
            command(st, st->line);
        } else if (st->length + 1 < sizeof st->line) {
            st->line[st->length++] = bytes[i];
        }
    }
}

/* The overlay's root; -1 where fanotify must not watch: without the right to, or on a copy in the host's file system. */
static int watched_root(const struct sandbox *s)
{
    struct stat run, root;
    cleanup_fd int fd = s->privileged ? openat(s->run, "merged", O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (fd < 0 || fstat(fd, &root) < 0 || fstat(s->run, &run) < 0 || root.st_dev == run.st_dev)
        return -1;
    return take_fd(&fd);
}

static int trace(struct sandbox *s, int listener)
{
    struct tracer tracer = {
        .launch = &s->launch,
        .listener = listener,
        .proc_fd = s->proc,
        .exec_fd = s->exec_pipe[0],
        .fake_ids = !s->privileged,
        .root_fd = watched_root(s),
        .root_mark = FAN_MARK_FILESYSTEM,
        .trace_fd = open(s->launch.trace, O_WRONLY | O_APPEND | O_CREAT | O_TRUNC | O_CLOEXEC, 0644),
    };
    int ret = tracer.trace_fd < 0 ? -errno : tracer_serve(&tracer);
    if (ret < 0)
        tracer_lost(&tracer, strerror(-ret));
    return ret;
}

/* A process of its own: the supervisor goes on if it breaks. */
static void receive_listener(struct state *st)
{
    struct sandbox *s = st->s;
    int listener = listener_receive(s->handover[0]);
    st->handed_over = true; /* the socket stays open: by it the app's process sees that the supervisor lives */
    if (listener < 0)
        return; /* the app's process ended before; it has said why */
    s->tracer = fork();
    if (s->tracer == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        _exit(trace(s, listener) < 0);
    }
    close(listener);
    close(s->exec_pipe[0]);
    s->exec_pipe[0] = -1;
    st->executed = true; /* the tracer says when */
    if (s->tracer < 0) {
        s->tracer = 0;
        lose(st, "the tracer could not be started");
    }
}

static void executed(struct state *st)
{
    char c;
    ssize_t n = read(st->s->exec_pipe[0], &c, 1);
    close(st->s->exec_pipe[0]);
    st->s->exec_pipe[0] = -1;
    st->executed = true;
    if (n != 0)
        st->failed = true; /* the app's process has said why */
    else if (st->s->app > 0 && !st->s->launch.trace)
        event_write(&st->s->launch, "exec");
}

static int exit_code(int status)
{
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void reap(struct state *st)
{
    struct sandbox *s = st->s;
    int status;
    for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
        if (pid == s->app) {
            s->app = 0;
            st->code = exit_code(status);
        } else if (pid == s->tracer) {
            s->tracer = 0;
            if (WIFSIGNALED(status))
                lose(st, "the tracer was killed");
            else if (WEXITSTATUS(status) != 0) {
                st->failed = true; /* it has said why */
                kill_app(st);
            }
        } else if (pid == s->command) {
            s->command = 0;
            event_write(&s->launch, "done %d", exit_code(status));
        } else if (pid == s->relay) {
            s->relay = 0;
        }
    }
}

static void read_signal(struct state *st)
{
    struct signalfd_siginfo info;
    if (read(st->signals, &info, sizeof info) != sizeof info)
        return;
    if (info.ssi_signo == SIGCHLD)
        reap(st);
    else
        kill_app(st);
}

static int wait_all(struct state *st)
{
    struct sandbox *s = st->s;
    while (s->app > 0 || s->tracer > 0) {
        struct pollfd fds[] = {
            {.fd = st->signals, .events = POLLIN},
            {.fd = st->input_open ? STDIN_FILENO : -1, .events = POLLIN},
            {.fd = s->launch.trace && !st->handed_over ? s->handover[0] : -1, .events = POLLIN},
            {.fd = s->launch.trace ? -1 : s->exec_pipe[0], .events = POLLIN},
        };
        if (poll(fds, 4, -1) < 0 && errno != EINTR)
            return -errno;
        if (fds[2].revents)
            receive_listener(st);
        if (fds[3].revents)
            executed(st);
        if (fds[1].revents)
            read_commands(st);
        if (fds[0].revents)
            read_signal(st);
    }
    return 0;
}

int supervise(struct sandbox *s, const sigset_t *watched)
{
    cleanup_fd int signals = signalfd(-1, watched, SFD_CLOEXEC);
    if (signals < 0)
        return -errno;
    struct state st = {.s = s, .signals = signals, .input_open = true};
    int ret = wait_all(&st);
    if (ret < 0)
        return ret;
    if (!st.executed)
        executed(&st);
    if (!st.failed)
        event_write(&s->launch, "exit %d", st.code);
    return st.failed ? -ECHILD : 0;
}

static void end(pid_t *pid)
{
    if (*pid <= 0)
        return;
    kill(*pid, SIGKILL);
    while (waitpid(*pid, NULL, 0) < 0 && errno == EINTR)
        ;
    *pid = 0;
}

/* Clients may still read what the app wrote last. */
static void drain(struct sandbox *s)
{
    if (s->relay_control >= 0)
        close(s->relay_control);
    s->relay_control = -1;
    cleanup_fd int process = s->relay > 0 ? (int)syscall(SYS_pidfd_open, s->relay, 0) : -1;
    struct pollfd ended = {.fd = process, .events = POLLIN};
    if (process >= 0 && poll(&ended, 1, DRAIN) == 1 && waitpid(s->relay, NULL, WNOHANG) == s->relay)
        s->relay = 0;
}

void supervise_end(struct sandbox *s)
{
    end(&s->command);
    end(&s->app);
    end(&s->tracer);
    drain(s);
    end(&s->relay);
}
