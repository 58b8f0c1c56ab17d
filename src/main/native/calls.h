/* What each system call does to which path, or what else is to be seen in it. */
#pragma once

#include "names.h"

#include <stdbool.h>

enum use {
    USE_NONE,
    USE_SEE,    /* looks it up */
    USE_CHANGE, /* changes or removes what is there */
    USE_MAKE,   /* makes it unless it is there */
    USE_REPLACE /* makes it or puts something in its place */
};

enum follow { FOLLOW, NO_FOLLOW, FOLLOW_UNLESS, FOLLOW_IF }; /* the last two: AT_SYMLINK_NOFOLLOW, AT_SYMLINK_FOLLOW */

enum action {
    ACTION_PATHS, /* as its paths say */
    ACTION_OPEN,
    ACTION_CREAT,
    ACTION_OPENAT,
    ACTION_OPENAT2,
    ACTION_EXECVE,
    ACTION_EXECVEAT,
    ACTION_LIST,
    ACTION_BIND,
    ACTION_CONNECT,
    ACTION_LISTEN,
    ACTION_SOCKETCALL,
    ACTION_SECCOMP,
    ACTION_IO_URING,
    ACTION_KILL,
};

/* Indexes of arguments, -1 where there is none. Without `path` the descriptor itself is meant. */
struct path_argument {
    enum use use;
    enum follow follow;
    signed char directory, path, flags;
};

struct call {
    const char *name;
    enum action action;
    struct path_argument paths[2];
    bool moves_root; /* afterwards a process may see another tree than the container's */
};

/* NULL for a call with nothing to see but its name. */
const struct call *calls_of(enum abi abi, int number);

/* Fills the tables behind the other two. */
void calls_prepare(void);

/* Whether `fake_ids` answers this call (mknod is decided by its mode). */
bool calls_is_faked(enum abi abi, int number);
