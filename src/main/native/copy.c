#include "copy.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "cleanup.h"
#include "remove.h"

/* A file with several names, and one of them in the target. */
struct twin {
    dev_t dev;
    ino_t ino;
    char *path;
};

struct copy {
    bool layered;
    int top; /* the target */
    struct twin *twins;
    size_t count;
    char path[PATH_MAX]; /* of the current entry below `top` */
};

static int directory(struct copy *c, int from, int to);

const char *opaque_attribute(bool privileged)
{
    return privileged ? "trusted.overlay.opaque" : "user.overlay.opaque";
}

static bool is_opaque(int fd)
{
    char value[8];
    for (int privileged = 0; privileged < 2; privileged++)
        if (fgetxattr(fd, opaque_attribute(privileged), value, sizeof value) == 1 && value[0] == 'y')
            return true;
    return false;
}

/* Overlay's own marks stay behind. Attributes that the target refuses are left out, as cp does. */
static int copy_xattrs(int from, int to)
{
    char names[4096], value[65536];
    ssize_t length = flistxattr(from, names, sizeof names);
    if (length < 0)
        return errno == ENOTSUP ? 0 : -errno;
    for (char *name = names; name < names + length; name += strlen(name) + 1) {
        if (strstr(name, ".overlay."))
            continue;
        ssize_t size = fgetxattr(from, name, value, sizeof value);
        if (size >= 0 && fsetxattr(to, name, value, (size_t)size, 0) < 0 && errno == ENOSPC)
            return -errno;
    }
    return 0;
}

int copy_attributes(int from, int to)
{
    struct stat st;
    if (fstat(from, &st) < 0)
        return -errno;
    /* With one mapped uid all files are mine already. */
    if (fchown(to, st.st_uid, st.st_gid) < 0 && errno != EPERM && errno != EINVAL)
        return -errno;
    if (fchmod(to, st.st_mode & 07777) < 0)
        return -errno;
    int ret = copy_xattrs(from, to);
    if (ret < 0)
        return ret;
    struct timespec times[2] = {st.st_atim, st.st_mtim};
    return futimens(to, times) < 0 ? -errno : 0;
}

static int file(int from, int to_dir, const char *name)
{
    cleanup_fd int to = openat(to_dir, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (to < 0)
        return -errno;
    for (;;) {
        ssize_t n = copy_file_range(from, NULL, to, NULL, 1 << 30, 0);
        if (n == 0)
            return copy_attributes(from, to);
        if (n < 0)
            break;
    }
    if (errno != EXDEV && errno != EINVAL && errno != EOPNOTSUPP && errno != ENOSYS && errno != EPERM)
        return -errno;
    char buffer[65536];
    for (ssize_t n; (n = read(from, buffer, sizeof buffer)) != 0;) {
        if (n < 0)
            return -errno;
        for (ssize_t done = 0, m; done < n; done += m)
            if ((m = write(to, buffer + done, (size_t)(n - done))) < 0)
                return -errno;
    }
    return copy_attributes(from, to);
}

/* Symlinks, devices, fifos. A device that may not be made is left out. */
static int special(int from_dir, int to_dir, const char *name, const struct stat *st)
{
    if (S_ISLNK(st->st_mode)) {
        char target[PATH_MAX];
        ssize_t n = readlinkat(from_dir, name, target, sizeof target - 1);
        if (n < 0)
            return -errno;
        target[n] = 0;
        if (symlinkat(target, to_dir, name) < 0)
            return -errno;
    } else if (S_ISSOCK(st->st_mode)) {
        return 0;
    } else if (mknodat(to_dir, name, st->st_mode, st->st_rdev) < 0) {
        return errno == EPERM ? 0 : -errno;
    }
    if (fchownat(to_dir, name, st->st_uid, st->st_gid, AT_SYMLINK_NOFOLLOW) < 0 && errno != EPERM && errno != EINVAL)
        return -errno;
    if (!S_ISLNK(st->st_mode) && fchmodat(to_dir, name, st->st_mode & 07777, 0) < 0)
        return -errno;
    struct timespec times[2] = {st->st_atim, st->st_mtim};
    return utimensat(to_dir, name, times, AT_SYMLINK_NOFOLLOW) < 0 ? -errno : 0;
}

/* 1 if it became a hard link to what was copied before, 0 if it is the first, or -errno. */
static int twin(struct copy *c, int to_dir, const char *name, const struct stat *st)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->twins[i].ino == st->st_ino && c->twins[i].dev == st->st_dev)
            return linkat(c->top, c->twins[i].path, to_dir, name, 0) < 0 ? -errno : 1;
    if ((c->count & (c->count - 1)) == 0) {
        void *more = realloc(c->twins, (c->count ? 2 * c->count : 1) * sizeof *c->twins);
        if (!more)
            return -ENOMEM;
        c->twins = more;
    }
    char *path = strdup(c->path);
    if (!path)
        return -ENOMEM;
    c->twins[c->count++] = (struct twin){st->st_dev, st->st_ino, path};
    return 0;
}

static int into_directory(struct copy *c, int from_dir, int to_dir, const char *name)
{
    cleanup_fd int from = openat(from_dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (from < 0)
        return -errno;
    struct stat old;
    bool there = fstatat(to_dir, name, &old, AT_SYMLINK_NOFOLLOW) == 0;
    if (there && (!S_ISDIR(old.st_mode) || (c->layered && is_opaque(from)))) {
        int ret = remove_tree(to_dir, name);
        if (ret < 0)
            return ret;
        there = false;
    }
    if (!there && mkdirat(to_dir, name, 0700) < 0)
        return -errno;
    cleanup_fd int to = openat(to_dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (to < 0)
        return -errno;
    int ret = directory(c, from, to);
    return ret < 0 ? ret : copy_attributes(from, to);
}

static int entry(struct copy *c, int from_dir, int to_dir, const char *name)
{
    struct stat st;
    if (fstatat(from_dir, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
        return -errno;
    if (S_ISDIR(st.st_mode))
        return into_directory(c, from_dir, to_dir, name);
    int ret = remove_tree(to_dir, name);
    if (ret < 0 || (c->layered && S_ISCHR(st.st_mode) && st.st_rdev == makedev(0, 0)))
        return ret;
    if (st.st_nlink > 1 && (ret = twin(c, to_dir, name, &st)) != 0)
        return ret < 0 ? ret : 0;
    if (!S_ISREG(st.st_mode))
        return special(from_dir, to_dir, name, &st);
    cleanup_fd int from = openat(from_dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    return from < 0 ? -errno : file(from, to_dir, name);
}

static int directory(struct copy *c, int from, int to)
{
    int copy = fcntl(from, F_DUPFD_CLOEXEC, 0);
    if (copy < 0)
        return -errno;
    DIR *dir = fdopendir(copy);
    if (!dir) {
        close(copy);
        return -errno;
    }
    int ret = 0;
    size_t length = strlen(c->path);
    for (struct dirent *e; ret == 0 && (errno = 0, e = readdir(dir));) {
        if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
            continue;
        size_t room = sizeof c->path - length;
        int n = snprintf(c->path + length, room, length ? "/%s" : "%s", e->d_name);
        ret = n < 0 || (size_t)n >= room ? -ENAMETOOLONG : entry(c, from, to, e->d_name);
        c->path[length] = 0;
    }
    if (ret == 0 && errno)
        ret = -errno;
    closedir(dir);
    return ret;
}

int copy_tree(int from, int to, bool layered)
{
    struct copy *c = calloc(1, sizeof *c);
    if (!c)
        return -ENOMEM;
    c->layered = layered;
    c->top = to;
    int ret = directory(c, from, to);
    for (size_t i = 0; i < c->count; i++)
        free(c->twins[i].path);
    free(c->twins);
    free(c);
    return ret;
}
