#include "remove.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"

/* Deeper ones are moved up, so that a hostile nesting costs neither stack nor descriptors. */
#define DEPTH 48

struct removal {
    int top; /* the directory where too deep ones are moved to */
    unsigned moved;
};

static int directory(struct removal *r, int at, const char *name, int depth);

static int open_directory(int at, const char *name)
{
    int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    int fd = openat(at, name, flags);
    if (fd < 0 && errno == EACCES && fchmodat(at, name, 0700, 0) == 0)
        fd = openat(at, name, flags);
    if (fd < 0)
        return -errno;
    struct stat st;
    /* Fails where it is another's, who then has left it open for us or the removal fails below. */
    if (fstat(fd, &st) == 0 && (st.st_mode & 0700) != 0700)
        (void)fchmod(fd, 0700);
    return fd;
}

static int deep(struct removal *r, int at, const char *name)
{
    char moved[32];
    do
        snprintf(moved, sizeof moved, "deep-%u", r->moved++);
    while (faccessat(r->top, moved, F_OK, AT_SYMLINK_NOFOLLOW) == 0);
    return renameat(at, name, r->top, moved) < 0 ? -errno : 1;
}

static int entry(struct removal *r, int at, const char *name, int depth)
{
    struct stat st;
    if (fstatat(at, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
        return errno == ENOENT ? 0 : -errno;
    if (!S_ISDIR(st.st_mode))
        return unlinkat(at, name, 0) < 0 && errno != ENOENT ? -errno : 0;
    if (depth < DEPTH)
        return directory(r, at, name, depth);
    if (unlinkat(at, name, AT_REMOVEDIR) == 0)
        return 0;
    cleanup_fd int opened = open_directory(at, name); /* a move rewrites its "..": it must be writable */
    return opened < 0 ? opened : deep(r, at, name);
}

/* Empties it; 1 if something was moved to the top meanwhile, which has to be read again then. */
static int content(struct removal *r, int fd, int depth)
{
    int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    if (copy < 0)
        return -errno;
    DIR *dir = fdopendir(copy);
    if (!dir) {
        close(copy);
        return -errno;
    }
    rewinddir(dir);
    int result = 0;
    for (struct dirent *e; result >= 0 && (errno = 0, e = readdir(dir));) {
        if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
            continue;
        int ret = entry(r, fd, e->d_name, depth + 1);
        result = ret < 0 ? ret : result | ret;
    }
    if (result >= 0 && errno)
        result = -errno;
    closedir(dir);
    return result;
}

static int directory(struct removal *r, int at, const char *name, int depth)
{
    cleanup_fd int fd = open_directory(at, name);
    if (fd < 0)
        return fd;
    int ret = content(r, fd, depth);
    if (ret < 0)
        return ret;
    if (unlinkat(at, name, AT_REMOVEDIR) < 0)
        return -errno;
    return ret;
}

int remove_content(int at, const char *name)
{
    cleanup_fd int top = open_directory(at, name);
    if (top < 0)
        return top == -ENOENT ? 0 : top;
    struct removal r = {.top = top};
    int ret;
    while ((ret = content(&r, top, 0)) > 0)
        ;
    return ret;
}

int remove_tree(int at, const char *name)
{
    struct stat st;
    if (fstatat(at, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
        return errno == ENOENT ? 0 : -errno;
    if (!S_ISDIR(st.st_mode))
        return unlinkat(at, name, 0) < 0 ? -errno : 0;
    int ret = remove_content(at, name);
    if (ret == 0 && unlinkat(at, name, AT_REMOVEDIR) < 0)
        ret = -errno;
    return ret;
}
