/* Entering namespaces as root or as an ordinary user (user_namespaces(7)). */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

/*
 * Unshares the namespaces `flags` (CLONE_NEWNS, ...). Who may not do that as he is gets a user namespace of his own
 * too, in which he is root (0 mapped to his own uid and gid, nothing else). Returns 1 if privileged without it, 0 if
 * there is such a user namespace now, or -errno.
 */
int namespaces_enter(int flags);

/*
 * Joins the network of a process that has called namespaces_enter, and its user namespace if it has one; unshares the
 * others in `flags`. Returns as namespaces_enter does.
 */
int namespaces_join(pid_t process, int flags);

/* Enters one more user namespace, where the caller has this uid and gid. Returns 0 or -errno. */
int namespaces_become(uid_t uid, gid_t gid);

/* What to do about an error of the above; one sentence without a full stop. */
const char *namespaces_remedy(int error);
