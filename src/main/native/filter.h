/* The seccomp filter under which the app runs, and how its listener reaches the tracer. */
#pragma once

#include <stdbool.h>
#include <sys/socket.h>

struct filter_options {
    bool traced;   /* all calls but the hot ones notify a listener */
    bool docker;   /* SYS_ADMIN was added to Docker's set: refuse what Docker's own profile would have refused */
    bool fake_ids; /* the sandbox has one uid: set*id, setgroups, chown, capset, mknod of devices answer 0 */
};

/*
 * Installs the filter for this thread and its future children. The caller has SYS_ADMIN in its user namespace or
 * no_new_privs. Returns the listener (close on exec) if traced, else 0; or -errno: -EBUSY if there is a listener
 * already, -EACCES if not permitted.
 *
 * From here on each call of this thread waits for the tracer, so hand the listener over at once with listener_send.
 */
int filter_install(const struct filter_options *options);

/* No program passes these flags of sendmsg together: by them the filter lets the hand-over pass, unseen. */
enum { FILTER_HANDOVER = MSG_NOSIGNAL | MSG_EOR | MSG_CONFIRM | MSG_PROXY };

/* Sends a listener over a Unix socket, by the one call that the filter lets pass. Returns 0 or -errno. */
int listener_send(int socket, int listener);

/* Returns the descriptor received, -ECONNRESET if the other side closed first, or -errno. */
int listener_receive(int socket);

/* Calls that are never notified, as names that end with NULL. */
extern const char *const filter_hot[];

/* Calls that fake_ids answers with 0, as names that end with NULL. A traced filter leaves that to the tracer. */
extern const char *const filter_faked[];
