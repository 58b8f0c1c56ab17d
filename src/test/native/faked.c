/* fake_ids in a namespace of one user, traced and not: faked TRACE|- PROGRAM ARGUMENT... */
#include "filter.h"
#include "launch.h"
#include "tracer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static int run_app(int socket, bool traced, char **words)
{
    struct filter_options options = {.traced = traced, .fake_ids = true};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        return 90;
    int listener = filter_install(&options);
    if (listener < 0 || (traced && listener_send(socket, listener) < 0))
        return 91;
    execv(words[0], words);
    return 92;
}

static int watch(int socket, const char *trace)
{
    struct launch launch = {.nonce = "n0", .event_fd = STDERR_FILENO};
    struct tracer tracer = {
        .launch = &launch,
        .listener = listener_receive(socket),
        .proc_fd = open("/proc", O_PATH | O_CLOEXEC),
        .trace_fd = open(trace, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600),
        .exec_fd = -1,
        .fake_ids = true,
    };
    return tracer.listener < 0 ? tracer.listener : tracer_serve(&tracer);
}

int main(int argc, char **argv)
{
    int sockets[2], status;
    bool traced = argc > 2 && strcmp(argv[1], "-") != 0;
    if (argc < 3 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) < 0)
        return 93;
    pid_t app = fork();
    if (app == 0)
        _exit(run_app(sockets[0], traced, argv + 2));
    close(sockets[0]);
    if (traced && watch(sockets[1], argv[1]) < 0)
        return 94;
    return waitpid(app, &status, 0) == app && WIFEXITED(status) ? WEXITSTATUS(status) : 95;
}
