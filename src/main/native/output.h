/* Files that the app leaves in one directory of its container are handed over when it has ended (launch.h, `out`). */
#pragma once

#include "problem.h"
#include "sandbox.h"

/* In the app's process, once the image's root is its root: makes the directory, writable by every user. 0 or -errno. */
int output_make(struct problem *problem);

/* In the app's process: sends its mount namespace to the supervisor. Returns 0 or -errno. */
int output_send(const struct sandbox *sandbox);

/*
 * In the supervisor, when nothing of the app runs any more: copies the regular files of the directory, as the app's own
 * mounts show it, to `out`, and sends an event if that cannot be done. No symlink is followed there.
 */
void output_fetch(struct sandbox *sandbox);
