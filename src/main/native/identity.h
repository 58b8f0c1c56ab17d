/* Who the app is: user, groups, capabilities, HOME, as Docker and runc would have it. */
#pragma once

#include "launch.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct identity {
    uid_t uid;
    gid_t gid;
    gid_t *groups; /* the primary group and, if `user` names no group, those that list the user */
    size_t group_count;
    char *home;    /* from passwd, else "/" */
};

/*
 * Looks `user` ("", "user", "uid", "user:group", "uid:gid") up in etc/passwd and etc/group below root_fd (AT_FDCWD
 * and a chrooted process are fine: "/etc/passwd" is used then). Returns 0, or -errno; -ENOENT for a user or group that
 * is not there, then *ret_problem is "user" or "group".
 */
int identity_read(int root_fd, const char *user, struct identity *ret_identity, const char **ret_problem);
void identity_free(struct identity *identity);

/*
 * Becomes that user for good: stdio's owner, groups, bounding set, ids, capabilities. With has_caps the bounding set
 * is cut to `caps`; root gets it as permitted and effective set, others get none. Returns 0 or -errno.
 */
int identity_assume(const struct identity *identity, bool has_caps, uint64_t caps);

/*
 * The environment for the app: launch->env plus HOME if there is none. *ret_env is one malloc'ed array (free it; its
 * strings belong to the launch, `*ret_home` is to be freed as well). Returns 0 or -errno.
 */
int identity_env(const struct launch *launch, const char *home, char ***ret_env, char **ret_home);
