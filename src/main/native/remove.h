/* Removes whatever a container left behind. */
#pragma once

/*
 * Removes `name` in the directory `at` with all below it, however deep. Symlinks are not followed. A
 * directory that its modes lock is opened up first. 0, also if there is nothing; or -errno.
 */
int remove_tree(int at, const char *name);

/* Removes all that is in the directory `at`/`name`, not itself. */
int remove_content(int at, const char *name);
