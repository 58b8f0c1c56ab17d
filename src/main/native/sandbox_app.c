#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cleanup.h"
#include "execute.h"
#include "filter.h"
#include "identity.h"
#include "mounts.h"
#include "namespaces.h"
#include "output.h"
#include "problem.h"

/* Dies with the supervisor. The kernel forgets this when ids change, so it is said again. */
static int follow_supervisor(const struct sandbox *s)
{
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0)
        return -errno;
    char c;
    return recv(s->handover[1], &c, 1, MSG_PEEK | MSG_DONTWAIT) == 0 ? -ECONNRESET : 0;
}

/* As Docker starts an app: no input, default signals, a session of its own (no ^C of the caller's terminal). */
static int settle(void)
{
    cleanup_fd int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (null < 0 || dup2(null, STDIN_FILENO) < 0 || setsid() < 0)
        return -errno;
    for (int n = 1; n < NSIG; n++)
        signal(n, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    umask(022);
    return 0;
}

static int watch(const struct sandbox *s, struct problem *problem)
{
    const struct filter_options options = {.traced = s->launch.trace != NULL, .fake_ids = !s->privileged};
    if (!options.traced && !options.fake_ids)
        return 0;
    int listener = filter_install(&options);
    if (listener < 0)
        return problem_set(problem, listener, "the seccomp filter cannot be installed");
    if (!options.traced)
        return 0;
    int ret = listener_send(s->handover[1], listener);
    close(listener);
    return ret < 0 ? problem_set(problem, ret, "the seccomp listener cannot be handed over") : 0;
}

static int become(const struct sandbox *s, struct identity *identity, struct problem *problem)
{
    const struct launch *launch = &s->launch;
    const char *missing = "user";
    int ret = identity_read(AT_FDCWD, launch->user, identity, &missing);
    if (ret < 0)
        return problem_set(problem, ret, "the %s of '%s' is not in the image's /etc/passwd and /etc/group", missing,
                           launch->user);
    if ((ret = execute_chdir(launch)) < 0)
        return problem_set(problem, ret, "the working directory '%s' cannot be entered", launch->cwd);
    if (!s->privileged && (identity->uid || identity->gid) &&
        (ret = namespaces_become(identity->uid, identity->gid)) < 0)
        return problem_set(problem, ret, "the user %u:%u cannot be mapped", identity->uid, identity->gid);
    if ((ret = watch(s, problem)) < 0)
        return ret;
    if ((ret = identity_assume(identity, launch->has_caps, launch->caps)) < 0)
        return problem_set(problem, ret, "the user '%s' cannot be assumed", launch->user);
    return 0;
}

int sandbox_app(struct sandbox *s)
{
    struct problem problem = {0};
    struct identity identity = {0};
    cleanup_free char **env = NULL;
    cleanup_free char *home = NULL;
    cleanup_free char *message = NULL;
    int code = 126;
    int ret = follow_supervisor(s);
    if (ret == 0 && (ret = settle()) < 0)
        problem_set(&problem, ret, "the process cannot be set up");
    if (ret == 0)
        ret = mounts_enter(&s->launch, s->privileged, &problem);
    if (ret == 0 && s->launch.out && (ret = output_make(&problem)) == 0 && (ret = output_send(s)) < 0)
        problem_set(&problem, ret, "the container's mounts cannot be handed over");
    if (ret == 0)
        ret = become(s, &identity, &problem);
    if (ret == 0 && (ret = identity_env(&s->launch, identity.home, &env, &home)) < 0)
        problem_set(&problem, ret, "the environment cannot be made");
    if (ret == 0 && (ret = follow_supervisor(s)) == 0)
        code = execute(&s->launch, env, &message);
    event_write(&s->launch, "fail %s", message ? message : problem.text);
    if (write(s->exec_pipe[1], "x", 1) < 0)
        code = 126;
    identity_free(&identity);
    return code;
}

static int namespace_of(const struct sandbox *s, const char *name)
{
    char path[64];
    snprintf(path, sizeof path, "%d/ns/%s", (int)s->app, name);
    int fd = openat(s->proc, path, O_RDONLY | O_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

/* Process of the app's pid namespace: as the app in all but that it is not traced. */
static int beside(const struct sandbox *s, int mounts)
{
    struct problem problem = {0};
    struct identity identity = {0};
    cleanup_free char **env = NULL;
    cleanup_free char *home = NULL;
    cleanup_free char *message = NULL;
    int code = 126;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    int ret = settle();
    if (ret == 0 && setns(mounts, CLONE_NEWNS) < 0)
        ret = -errno;
    if (ret < 0)
        problem_set(&problem, ret, "the app's container cannot be entered");
    if (ret == 0)
        ret = become(s, &identity, &problem);
    if (ret == 0 && (ret = identity_env(&s->launch, identity.home, &env, &home)) < 0)
        problem_set(&problem, ret, "the environment cannot be made");
    if (ret == 0)
        code = execute(&s->launch, env, &message);
    dprintf(STDERR_FILENO, "%s\n", message ? message : problem.text);
    identity_free(&identity);
    return code;
}

static int output(const struct sandbox *s)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/exec.out", s->launch.run);
    cleanup_fd int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    return fd < 0 || dup2(fd, STDOUT_FILENO) < 0 || dup2(fd, STDERR_FILENO) < 0 ? -errno : 0;
}

int sandbox_exec(const struct sandbox *s)
{
    struct sandbox other = *s;
    char file[PATH_MAX];
    const char *problem = "";
    int status = 0;
    if (output(s) < 0)
        return 126;
    snprintf(file, sizeof file, "%s/exec", s->launch.run);
    int ret = launch_read(file, &other.launch, &problem);
    cleanup_fd int mounts = namespace_of(s, "mnt");
    cleanup_fd int pids = namespace_of(s, "pid");
    if (ret < 0 || mounts < 0 || setns(pids, CLONE_NEWPID) < 0) {
        dprintf(STDERR_FILENO, "the command cannot be executed beside the app: %s %s\n",
                strerror(ret < 0 ? -ret : errno), problem);
        return 126;
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    pid_t pid = fork();
    if (pid == 0)
        _exit(beside(&other, mounts));
    if (pid < 0 || waitpid(pid, &status, 0) < 0)
        return 126;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
