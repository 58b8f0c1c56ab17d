/* Resolves a path as the kernel would for the target (path_resolution(7)), and records each link on the way. */
#pragma once

#include "record.h"

#include <limits.h>
#include <stdbool.h>
#include <sys/types.h>

enum { LONG_PATH = 2 * PATH_MAX };

/* The directory tree that a target sees. Image paths are absolute from the container's root. */
struct view {
    int image_fd;   /* the container's root */
    int root_fd;    /* the target's root; the same unless something was chrooted */
    char root[PATH_MAX]; /* image path of root_fd, "" for the container's root */
    int proc_fd;
    pid_t tid;
};

struct place {
    char path[LONG_PATH]; /* image path without links; of a missing one, what it would be */
    bool exists;
    bool can_be_made; /* missing, but the directory it would be in is there */
    mode_t mode;
    uid_t uid;
    gid_t gid;
    struct guard {
        mode_t mode; /* 0: none */
        uid_t uid;
        gid_t gid;
    } guard; /* the last directory on the way that not everybody, and not a plain root, may search */
};

/*
 * base is an image path ("" or "/" for the root), ignored if path is absolute. With follow a link at the end is
 * followed. Returns 0, also for a missing place; -ENOENT if the path leads out of what can be named (a pipe, a removed
 * directory), -ELOOP, -ENAMETOOLONG or another -errno.
 */
int path_walk(const struct view *view, struct records *records, const char *base, const char *path, bool follow,
              struct place *ret_place);

/* The directory and name for *at calls on an image path. *ret_name points into path, or is ".". */
int path_at(const struct view *view, const char *path, const char **ret_name);
