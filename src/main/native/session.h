/* The state of one tracer_serve, shared by the files that look into calls. */
#pragma once

#include "calls.h"
#include "path.h"
#include "record.h"
#include "tracer.h"

#include <linux/seccomp.h>

enum { BOUND_SOCKETS = 256 };

/* A port that a socket was bound to, remembered where the socket itself cannot be reached. */
struct bound {
    char socket[32]; /* "socket:[123]" */
    int port;
};

struct session {
    const struct tracer *tracer;
    struct records records;
    struct hashes known;  /* lookups that were recorded and need no second walk */
    uint64_t generation;  /* changes with each rename, link, removal: then nothing is known any more */
    int image_fd;         /* the container's root; -1 before the first record */
    bool roots_differ;    /* something was chrooted or mounted */
    bool started;         /* the app's first execve was seen */
    int fanotify_fd;
    bool seen_calls[ABI_COUNT][MAX_CALLS];
    bool seen_abis[ABI_COUNT];
    uint64_t seen_caps;   /* capabilities recorded, as a mask */
    struct bound bound[BOUND_SOCKETS];
    unsigned next_bound;
};

/* One notification on its way to an answer. */
struct notice {
    const struct seccomp_notif *raw;
    const __u64 *args;
    enum abi abi;
    int number;
    pid_t tid;
    __u64 unpacked[6]; /* of socketcall */
    bool answered;     /* then with value and error; else the call continues */
    __s64 value;
    int error;
};

/* Whether the target still waits: what was read from its memory is then its own. */
bool notice_is_valid(const struct session *session, const struct notice *notice);

/* Records a `lim` sentence. */
__attribute__((format(printf, 2, 3))) void session_limit(struct session *session, const char *format, ...);

/* Opens what the walk needs. Close with view_close. */
int view_open(struct session *session, pid_t tid, struct view *ret_view);
void view_close(const struct session *session, struct view *view);

/* files.c: what calls do to paths. */
void files_paths(struct session *session, struct notice *notice, const struct call *call);
void files_open(struct session *session, struct notice *notice, int directory, int path, uint64_t flags, bool in_root);
void files_openat2(struct session *session, struct notice *notice);
void files_execute(struct session *session, struct notice *notice, int directory, int path, int flags);
void files_list(struct session *session, struct notice *notice);
void files_socket(struct session *session, struct notice *notice, const char *path, bool made);

/* sockets.c: ports. */
void sockets_bind(struct session *session, struct notice *notice);
void sockets_connect(struct session *session, struct notice *notice);
void sockets_listen(struct session *session, struct notice *notice);

/* caps.c: records the capabilities without which the call would be refused. */
void caps_call(struct session *session, const struct notice *notice);
void caps_change(struct session *session, const struct notice *notice, const struct call *call,
                 const struct path_argument *argument, const struct place *place);
void caps_open(struct session *session, const struct notice *notice, const struct place *place, int wanted);
void caps_make(struct session *session, const struct notice *notice, const struct place *place);

/* Fills the table behind caps_call. */
void caps_prepare(void);

/* watch.c: fanotify. */
void watch_open(struct session *session);
void watch_read(struct session *session);
void watch_close(struct session *session);
