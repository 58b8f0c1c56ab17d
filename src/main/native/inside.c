#include "inside.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cleanup.h"

#ifndef __NR_openat2
#define __NR_openat2 437
#endif

int inside_open(int root, const char *path, int flags, mode_t mode)
{
    struct open_how how = {
        .flags = (unsigned)(flags | O_CLOEXEC),
        .mode = flags & O_CREAT ? mode : 0,
        .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS,
    };
    for (;;) {
        long fd = syscall(__NR_openat2, root, *path ? path : ".", &how, sizeof how);
        if (fd >= 0)
            return (int)fd;
        /* EAGAIN: something was renamed meanwhile and the kernel cannot vouch for "..". */
        if (errno != EAGAIN && errno != EINTR)
            return -errno;
    }
}

/* As many as the kernel follows in a path (path_resolution(7)). */
#define HOPS 40

static int directory(int root, const char *path, int hops);

/* A link that leads nowhere yet: its target is made. */
static int beyond(int root, const char *path, int parent, const char *name, int hops)
{
    char target[PATH_MAX], joined[PATH_MAX];
    ssize_t n = readlinkat(parent, name, target, sizeof target - 1);
    if (n < 0)
        return errno == EINVAL ? -ENOTDIR : -errno;
    if (hops == 0)
        return -ELOOP;
    target[n] = 0;
    int m = snprintf(joined, sizeof joined, "%.*s%s", *target == '/' ? 0 : (int)(strlen(path) - strlen(name)), path,
                     target);
    return m < 0 || (size_t)m >= sizeof joined ? -ENAMETOOLONG : directory(root, joined, hops - 1);
}

static int parent_of(int root, const char *path, const char **ret_name, int hops)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    if (!*name || !strcmp(name, ".") || !strcmp(name, ".."))
        return -EINVAL;
    cleanup_free char *parent = strndup(path, slash ? (size_t)(slash - path) : 0);
    if (!parent)
        return -ENOMEM;
    int fd = directory(root, parent, hops);
    if (fd >= 0)
        *ret_name = name;
    return fd;
}

static int directory(int root, const char *path, int hops)
{
    cleanup_free char *plain = strdup(path);
    if (!plain)
        return -ENOMEM;
    for (size_t n = strlen(plain); n > 0 && plain[n - 1] == '/';)
        plain[--n] = 0;
    int fd = inside_open(root, plain, O_PATH | O_DIRECTORY, 0);
    if (fd != -ENOENT)
        return fd;
    const char *name;
    cleanup_fd int parent = parent_of(root, plain, &name, hops);
    if (parent < 0)
        return parent;
    if (mkdirat(parent, name, 0755) == 0)
        return inside_open(root, plain, O_PATH | O_DIRECTORY, 0);
    return errno == EEXIST ? beyond(root, plain, parent, name, hops) : -errno;
}

int inside_parent(int root, const char *path, const char **ret_name)
{
    return parent_of(root, path, ret_name, HOPS);
}

int inside_directory(int root, const char *path)
{
    return directory(root, path, HOPS);
}

int inside_file(int root, const char *path)
{
    int fd = inside_open(root, path, O_PATH, 0);
    if (fd != -ENOENT)
        return fd;
    const char *name;
    cleanup_fd int parent = inside_parent(root, path, &name);
    if (parent < 0)
        return parent;
    cleanup_fd int made = openat(parent, name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);
    if (made < 0)
        return errno == EEXIST ? -ELOOP : -errno; /* a dangling link is in the way */
    return inside_open(root, path, O_PATH, 0);
}
