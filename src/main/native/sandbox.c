#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cleanup.h"
#include "command.h"
#include "filter.h"
#include "mounts.h"
#include "namespaces.h"
#include "network.h"
#include "output.h"
#include "supervise.h"

static int listen_all(struct sandbox *s, struct problem *problem)
{
    for (size_t i = 0; s->launch.ports && s->launch.ports[i]; i++) {
        if (i == SANDBOX_PORTS)
            return problem_set(problem, -E2BIG, "more than %d ports", SANDBOX_PORTS);
        const char *text = s->launch.ports[i];
        struct relay_port *port = &s->ports[i];
        if (s->launch.host_net) {
            port->container = port->host = (uint16_t)atoi(text);
        } else {
            int ret = relay_listen(text, port, problem);
            if (ret < 0)
                return ret;
            s->port_count++;
        }
        event_write(&s->launch, "port %u %u", port->container, port->host);
    }
    return 0;
}

static int enter(struct sandbox *s, struct problem *problem)
{
    int flags = CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS;
    bool own = !s->launch.host_net && !s->launch.net_of;
    int ret = s->launch.net_of ? namespaces_join(s->launch.net_of, flags)
                               : namespaces_enter(flags | (own ? CLONE_NEWNET : 0));
    if (ret < 0) {
        problem_set(problem, ret, "this machine allows no namespaces (%s)", namespaces_remedy(ret));
        return ret;
    }
    s->privileged = ret;
    const char *name = s->launch.hostname ? s->launch.hostname : "sandbox";
    if (sethostname(name, strlen(name)) < 0)
        return problem_set(problem, -errno, "the host name '%s' cannot be set", name);
    return own ? network_up(problem) : 0;
}

static void many_descriptors(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static int start_relay(struct sandbox *s, struct problem *problem)
{
    int control[2];
    if (s->port_count == 0)
        return 0;
    if (pipe2(control, O_CLOEXEC) < 0)
        return problem_set(problem, -errno, "the relay cannot be started");
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(control[1]);
        many_descriptors();
        _exit(relay_serve(s->ports, s->port_count, control[0]) < 0);
    }
    close(control[0]);
    s->relay_control = control[1];
    s->relay = pid;
    /* From here on only the relay keeps the ports open. */
    for (size_t i = 0; i < s->port_count; i++)
        close(s->ports[i].listener);
    return pid < 0 ? problem_set(problem, -errno, "the relay cannot be started") : 0;
}

/* The app is process 1 of its own pid namespace, and alone in it: the kernel ends all of them with it. */
static int start_app(struct sandbox *s, struct problem *problem)
{
    if (pipe2(s->exec_pipe, O_CLOEXEC) < 0 || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, s->handover) < 0)
        return problem_set(problem, -errno, "the app's process cannot be made");
    long pid = syscall(SYS_clone, CLONE_NEWPID | CLONE_NEWNS | SIGCHLD, 0, 0, 0, 0);
    if (pid < 0)
        return problem_set(problem, -errno, "the app's process cannot be made");
    if (pid == 0) {
        close(s->handover[0]);
        _exit(sandbox_app(s));
    }
    close(s->exec_pipe[1]);
    close(s->handover[1]);
    s->app = (pid_t)pid;
    if (s->launch.out)
        s->mounts = listener_receive(s->handover[0]); /* if it has none it says why */
    return 0;
}

static int launch(struct sandbox *s, struct problem *problem)
{
    s->proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (s->proc < 0)
        return problem_set(problem, -errno, "'/proc' cannot be opened");
    int ret = listen_all(s, problem);
    if (ret == 0)
        ret = enter(s, problem);
    if (ret == 0)
        ret = start_relay(s, problem);
    if (ret == 0) {
        /* Opened only now: a mount point has to be of this mount namespace. */
        s->run = open(s->launch.run, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (s->run < 0)
            ret = problem_set(problem, -errno, "the directory '%s' cannot be opened", s->launch.run);
    }
    struct problem copied = {0};
    if (ret == 0)
        ret = mounts_root(&s->launch, s->run, s->privileged, &copied, problem);
    if (ret == 0 && copied.text[0])
        event_write(&s->launch, "note %s", copied.text);
    if (ret == 0)
        ret = start_app(s, problem);
    return ret;
}

/* Empties `run` from within the namespaces, where every file is ours, then takes it away. */
static void remove_run(struct sandbox *s)
{
    if (s->run < 0)
        s->run = open(s->launch.run, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int ret = s->run < 0 ? -errno : mounts_remove(s->run);
    if (ret == 0 && rmdir(s->launch.run) < 0 && errno != ENOENT)
        ret = -errno;
    if (ret < 0)
        event_write(&s->launch, "note '%s' could not be removed: %s", s->launch.run, strerror(-ret));
}

static int sandbox(struct sandbox *s)
{
    struct problem problem = {0};
    sigset_t watched;
    sigemptyset(&watched);
    const int signals[] = {SIGCHLD, SIGTERM, SIGINT, SIGHUP};
    for (size_t i = 0; i < 4; i++)
        sigaddset(&watched, signals[i]);
    sigprocmask(SIG_BLOCK, &watched, NULL);
    signal(SIGPIPE, SIG_IGN);
    umask(0);
    int ret = launch(s, &problem);
    if (ret < 0)
        event_write(&s->launch, "fail %s", problem.text);
    else
        ret = supervise(s, &watched);
    supervise_end(s);
    output_fetch(s);
    remove_run(s);
    return ret;
}

int sandbox_main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: sensor sandbox FILE\n");
        return 2;
    }
    static struct sandbox s = {
        .run = -1, .proc = -1, .mounts = -1, .relay_control = -1, .exec_pipe = {-1, -1}, .handover = {-1, -1}};
    const char *what = "";
    int ret = launch_read(argv[1], &s.launch, &what);
    if (ret < 0 || !s.launch.run) {
        fprintf(stderr, "cannot read '%s': %s %s\n", argv[1], ret < 0 ? strerror(-ret) : "no run=", what);
        ret = -EINVAL;
    } else {
        ret = sandbox(&s);
    }
    launch_free(&s.launch);
    return ret < 0 ? 1 : 0;
}
