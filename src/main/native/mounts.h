/* The file system of a sandbox, laid out as Docker lays out a container's. */
#pragma once

#include <stdbool.h>

#include "launch.h"
#include "problem.h"

/*
 * Makes the image's root at `merged` in the directory `run`: an overlay of launch->lowers; with its upper directory in
 * memory if the file system of `run` cannot hold one; or else a copy. Needs a mount namespace of the caller's own.
 * Returns 0 or -errno. *ret_copied: why it had to be a copy, or empty.
 */
int mounts_root(const struct launch *launch, int run, bool privileged, struct problem *ret_copied,
                struct problem *problem);

/* Takes away what mounts_root made, and all else in `run`. Returns 0 or -errno. */
int mounts_remove(int run);

/*
 * In the app's process, which has its own mount and pid namespace: mounts volumes, tmpfs, /etc files, /dev, /proc and
 * /sys in the root, and makes it the root of this process. Returns 0 or -errno.
 */
int mounts_enter(const struct launch *launch, bool privileged, struct problem *problem);
