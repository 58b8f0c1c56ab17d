/* /dev, /proc and /sys of a sandbox. */
#pragma once

#include <stdbool.h>

#include "problem.h"

/* Mounts them below `root` (O_PATH); hides and write-protects what Docker does. Returns 0 or -errno. */
int devices_mount(int root, bool privileged, struct problem *problem);

/* mount(2) on an open path, so that no symlink can redirect it. Returns 0 or -errno. */
int mount_at(int target, const char *source, const char *type, unsigned long flags, const char *options);
