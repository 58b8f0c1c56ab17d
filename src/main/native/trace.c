/*
 * sensor trace FILE: runs the app in this very process, watched. Beside it live, unseen by its wait(), a watchdog and the
 * watchdog's child, the tracer.
 */
#include "command.h"

#include "cleanup.h"
#include "execute.h"
#include "filter.h"
#include "identity.h"
#include "launch.h"
#include "tracer.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/fanotify.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

/* As a shell's for what cannot be found or executed; 125 is Docker's own for a launch that failed before that. */
enum { CANNOT_LAUNCH = 125 };

struct sensor {
    struct launch launch;
    struct tracer tracer;
    int app_socket;    /* the app's end, closed by its exec */
    int tracer_socket;
    int app_pipe;      /* as app_socket */
};

/* A child without an exit signal: wait() does not report it unless asked with __WALL. */
static pid_t fork_unseen(void)
{
    return (pid_t)syscall(SYS_clone, 0UL, NULL, NULL, NULL, NULL);
}

static void close_app_ends(const struct sensor *sensor)
{
    close(sensor->app_socket);
    close(sensor->app_pipe);
    close(STDIN_FILENO);
    close(STDOUT_FILENO);
}

static int run_tracer(struct sensor *sensor)
{
    int listener = listener_receive(sensor->tracer_socket);
    if (listener == -ECONNRESET)
        return 0; /* the launch failed before there was anything to watch */
    close(sensor->tracer_socket);
    sensor->tracer.listener = listener;
    int r = listener < 0 ? listener : tracer_serve(&sensor->tracer);
    if (r < 0)
        tracer_lost(&sensor->tracer, strerror(-r));
    return 0;
}

/* Outlives the tracer only if that was killed: in Docker both end with the app. */
static int run_watchdog(struct sensor *sensor)
{
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    setsid();
    close_app_ends(sensor);
    pid_t tracer = fork_unseen();
    if (tracer == 0)
        return run_tracer(sensor);
    close(sensor->tracer_socket);
    int status = 0;
    while (tracer > 0 && waitpid(tracer, &status, __WALL) < 0 && errno == EINTR)
        continue;
    char reason[64];
    snprintf(reason, sizeof reason, "the tracer was killed by signal %d", WTERMSIG(status));
    if (tracer < 0)
        tracer_lost(&sensor->tracer, "the tracer could not be started");
    else if (WIFSIGNALED(status))
        tracer_lost(&sensor->tracer, reason);
    return 0;
}

static int start_watching(struct sensor *sensor)
{
    int sockets[2], ends[2];
    const struct launch *launch = &sensor->launch;
    sensor->tracer = (struct tracer){.launch = launch, .root_fd = -1, .root_mark = FAN_MARK_MOUNT, .same_pids = true};
    if (!launch->weak)
        sensor->tracer.root_fd = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    sensor->tracer.trace_fd = open(launch->trace, O_WRONLY | O_APPEND | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (sensor->tracer.trace_fd < 0)
        return -errno;
    sensor->tracer.proc_fd = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (sensor->tracer.proc_fd < 0)
        return -errno;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) < 0 || pipe2(ends, O_CLOEXEC) < 0)
        return -errno;
    sensor->app_socket = sockets[0];
    sensor->tracer_socket = sockets[1];
    sensor->tracer.exec_fd = ends[0];
    sensor->app_pipe = ends[1];
    pid_t watchdog = fork_unseen();
    if (watchdog == 0)
        _exit(run_watchdog(sensor));
    if (watchdog < 0)
        return -errno;
    close(sensor->tracer_socket);
    close(sensor->tracer.exec_fd);
    return 0;
}

static int watch_me(struct sensor *sensor)
{
    struct filter_options options = {.traced = true, .docker = !sensor->launch.weak};
    if (sensor->launch.weak && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        return -errno;
    cleanup_fd int listener = filter_install(&options);
    return listener < 0 ? listener : listener_send(sensor->app_socket, listener);
}

static int fail(const struct launch *launch, const char *what, const char *name, int error)
{
    event_write(launch, "fail %s '%s': %s", what, name, strerror(-error));
    return CANNOT_LAUNCH;
}

/* Becomes the app. Returns the exit code if that fails. */
static int become_app(struct sensor *sensor, const struct identity *identity)
{
    const struct launch *launch = &sensor->launch;
    cleanup_free char **env = NULL;
    cleanup_free char *home = NULL, *message = NULL;
    int r = identity_env(launch, identity->home, &env, &home);
    if (r < 0)
        return fail(launch, "cannot prepare the environment of", launch->args[0], r);
    r = execute_chdir(launch);
    if (r < 0)
        return fail(launch, "cannot go to the working directory", launch->cwd, r);
    if (!launch->weak) {
        r = identity_assume(identity, launch->has_caps, launch->caps);
        if (r < 0)
            return fail(launch, "cannot become the user", launch->user, r);
    }
    int code = execute(launch, env, &message);
    if (launch->trace != NULL && write(sensor->app_pipe, "", 1) < 0)
        return CANNOT_LAUNCH; /* no reader: the tracer is gone, and has said so */
    event_write(launch, "fail %s", message != NULL ? message : launch->args[0]);
    return code;
}

int trace_main(int argc, char **argv)
{
    struct sensor sensor = {.app_pipe = -1};
    struct identity identity;
    const char *problem;
    if (argc != 2) {
        fprintf(stderr, "usage: sensor trace FILE (see launch.h)\n");
        return CANNOT_LAUNCH;
    }
    const struct launch *launch = &sensor.launch;
    int r = launch_read(argv[1], &sensor.launch, &problem);
    if (r < 0)
        return fail(launch, "cannot read the launch description at", problem, r);
    r = identity_read(AT_FDCWD, launch->user, &identity, &problem);
    if (r < 0 && !launch->weak) {
        event_write(launch, "fail unable to find the %s of '%s' in the image's /etc/passwd and /etc/group", problem, launch->user);
        return CANNOT_LAUNCH;
    }
    if (launch->trace != NULL) {
        r = start_watching(&sensor);
        if (r < 0)
            return fail(launch, "cannot write the trace to", launch->trace, r);
        r = watch_me(&sensor);
        if (r < 0)
            return fail(launch, "cannot install the seccomp filter for", launch->args[0], r);
    }
    return become_app(&sensor, &identity);
}
