/* Watches an app through its seccomp listener and writes the trace (format in launch.h). */
#pragma once

#include "launch.h"

#include <stdbool.h>

struct tracer {
    const struct launch *launch; /* for events: nonce and event_fd */
    int listener;                /* from listener_receive */
    int proc_fd;                 /* O_PATH of a /proc of the pid namespace that the caller lives in */
    int trace_fd;                /* opened O_WRONLY | O_APPEND | O_CLOEXEC */
    int exec_fd;                 /* read end of a pipe that the app's exec closes; it writes a byte there first if the
                                    exec failed. Its end is reported as the event `exec`. -1: no such event */
    int root_fd;                 /* the app's root, for fanotify; -1: no fanotify */
    unsigned root_mark;          /* FAN_MARK_MOUNT, or FAN_MARK_FILESYSTEM if the app sees another mount of it */
    bool fake_ids;               /* as in filter_options */
    bool same_pids;              /* the app lives in the caller's pid namespace and could kill it */
};

/*
 * Serves until the last process under the filter is gone; closes none of the descriptors. Returns 0, or -errno if the
 * trace cannot be kept (disk full, no memory): the caller then reports it with tracer_lost. Ids are those of the
 * caller's pid namespace. The caller is single-threaded or gives this a thread of its own; all signals should be
 * blocked.
 */
int tracer_serve(const struct tracer *tracer);

/* Appends `lost REASON` to the trace and sends the event. Needs launch, trace_fd only. */
void tracer_lost(const struct tracer *tracer, const char *reason);
