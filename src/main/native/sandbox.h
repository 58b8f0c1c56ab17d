/*
 * `sensor sandbox FILE`: runs an image's container in Linux namespaces of its own, without a daemon; FILE as in
 * launch.h. As an ordinary user there is one uid: the app's, mapped to the caller's.
 *
 * Standard input takes commands, a line each: "signal N" sends a signal to the app, "kill" ends it and all that it
 * started, "exec" runs the command of the file `exec` in the `run` directory (as in launch.h) beside the app, untraced,
 * with its output in `exec.out` there; one at a time. The end of standard input, SIGTERM, SIGINT and SIGHUP do the same as "kill": a caller that dies leaves
 * nothing. In any case all in the `run` directory, and that directory, is removed at the end.
 *
 * The exit code is 0 if the app ran, however it ended; 1 if it could not be launched or watched.
 */
#pragma once

#include <sys/types.h>

#include "launch.h"
#include "relay.h"

#define SANDBOX_PORTS 256

/* What the supervisor holds. */
struct sandbox {
    struct launch launch;
    bool privileged;
    int run;  /* the directory */
    int proc; /* O_PATH of the outer /proc */
    struct relay_port ports[SANDBOX_PORTS];
    size_t port_count;
    pid_t relay, app, tracer, command; /* 0: not there, or ended */
    int relay_control;        /* closing it ends the relay */
    int exec_pipe[2];         /* closed by the app's exec */
    int handover[2];          /* the listener's way to the supervisor: [0] here, [1] in the app */
    int mounts;               /* the app's mount namespace, if files are fetched out of it; or -1 */
};

/* In the app's process: sets all up and executes. Returns the exit code if that failed; the event was sent. */
int sandbox_app(struct sandbox *sandbox);

/* In a process of its own: executes the command of `exec` beside the app. Returns its exit code. */
int sandbox_exec(const struct sandbox *sandbox);
