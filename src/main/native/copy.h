/* Copies trees: a volume's first content; and layers, where overlay mounts are refused. */
#pragma once

#include <stdbool.h>

/*
 * Copies what is in the directory `from` into the directory `to`, with modes, owners (as far as permitted), times,
 * extended attributes, devices (as far as permitted) and hard links; what is there already is replaced, directories are
 * merged. With `layered`, `from` is an unpacked layer: its whiteouts and opaque marks take away what `to` has.
 * Returns 0 or -errno.
 */
int copy_tree(int from, int to, bool layered);

/* Copies mode, owner, extended attributes and times from one open file or directory to another. 0 or -errno. */
int copy_attributes(int from, int to);

/* The mark of an opaque directory of an unpacked layer: trusted.* needs privileges in the initial namespace. */
const char *opaque_attribute(bool privileged);
