/*
 * Paths inside a directory whose content others wrote: an image's layer, an image's root. Symlinks are
 * followed as if that directory were "/", so neither a link nor ".." leads out of it
 * (openat2(2), RESOLVE_IN_ROOT; Linux 5.6). All return a descriptor or -errno.
 */
#pragma once

#include <sys/types.h>

/* Opens a path; O_CLOEXEC is added. Magic links (/proc/PID/fd, ...) are refused. */
int inside_open(int root, const char *path, int flags, mode_t mode);

/* Opens a directory O_PATH; it and its parents are made (0755) where they are missing. */
int inside_directory(int root, const char *path);

/*
 * Opens the directory that holds the last component, O_PATH, made if missing. *ret_name points to the
 * last component within `path`, which must not be empty, "." or ".." and must not end in '/'.
 */
int inside_parent(int root, const char *path, const char **ret_name);

/* Opens a file O_PATH to mount something on; an empty one is made if it is missing. */
int inside_file(int root, const char *path);
