#include "unpack.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "cleanup.h"
#include "command.h"
#include "copy.h"
#include "inside.h"
#include "namespaces.h"
#include "operation.h"
#include "remove.h"

/* Directories get their times last, when nothing is put into them any more. */
struct dated {
    struct dated *before;
    struct timespec mtime;
    char path[];
};

struct unpack {
    int root;
    bool privileged;
    unsigned long devices, attributes; /* skipped */
    struct dated *dated;
};

static bool is_whiteout(const struct stat *st)
{
    return S_ISCHR(st->st_mode) && st->st_rdev == makedev(0, 0);
}

static int mark_opaque(const struct unpack *u, int fd)
{
    return fsetxattr(fd, opaque_attribute(u->privileged), "y", 1, 0) < 0 ? -errno : 0;
}

static int xattrs(struct unpack *u, const struct operation *op, int fd)
{
    for (unsigned i = 0; i < op->xattr_count; i++) {
        const struct operation_xattr *x = &op->xattrs[i];
        bool ours = strstr(x->name, ".overlay."); /* would steer the overlay mount itself */
        if (ours || (!u->privileged && strncmp(x->name, "user.", 5))) {
            u->attributes++;
        } else if (fsetxattr(fd, x->name, x->value, x->length, 0) < 0) {
            if (errno != ENOTSUP && errno != EPERM)
                return -errno;
            u->attributes++;
        }
    }
    return 0;
}

/* Owner first: a change of owner takes setuid bits and capabilities away. */
static int attributes(struct unpack *u, const struct operation *op, int fd)
{
    if (u->privileged && fchown(fd, op->uid, op->gid) < 0)
        return -errno;
    if (fchmod(fd, op->mode & 07777) < 0)
        return -errno;
    return xattrs(u, op, fd);
}

static int directory(struct unpack *u, const struct operation *op, int at, const char *name)
{
    struct stat st;
    bool there = fstatat(at, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
    bool hidden = there && is_whiteout(&st);
    if (there && !S_ISDIR(st.st_mode)) {
        if (unlinkat(at, name, 0) < 0)
            return -errno;
        there = false;
    }
    if (!there && mkdirat(at, name, 0700) < 0)
        return -errno;
    cleanup_fd int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    int ret = attributes(u, op, fd);
    if (ret == 0 && hidden)
        ret = mark_opaque(u, fd);
    if (ret < 0)
        return ret;
    struct dated *dated = malloc(sizeof *dated + strlen(op->name) + 1);
    if (!dated)
        return -ENOMEM;
    *dated = (struct dated){.before = u->dated, .mtime = op->mtime};
    strcpy(dated->path, op->name);
    u->dated = dated;
    return 0;
}

static int regular(struct unpack *u, struct operation *op, int at, const char *name)
{
    cleanup_fd int fd = openat(at, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return -errno;
    int ret = operation_content(op, fd);
    if (ret == 0)
        ret = attributes(u, op, fd);
    struct timespec times[2] = {op->mtime, op->mtime};
    return ret < 0 ? ret : futimens(fd, times) < 0 ? -errno : 0;
}

static int hard_link(const struct unpack *u, const struct operation *op, int at, const char *name)
{
    const char *target_name;
    cleanup_fd int target = inside_parent(u->root, op->target, &target_name);
    if (target < 0)
        return target;
    return linkat(target, target_name, at, name, 0) < 0 ? -errno : 0;
}

static int special(struct unpack *u, const struct operation *op, int at, const char *name)
{
    int made;
    if (op->kind == 'l') {
        made = symlinkat(op->target, at, name);
    } else if (op->kind == 'p') {
        made = mkfifoat(at, name, 0600);
    } else if (!u->privileged) {
        u->devices++;
        return 0;
    } else if (op->device == makedev(0, 0)) {
        return -EINVAL; /* would be taken for a whiteout */
    } else {
        made = mknodat(at, name, (op->kind == 'c' ? S_IFCHR : S_IFBLK) | 0600, op->device);
    }
    if (made < 0)
        return -errno;
    if (u->privileged && fchownat(at, name, op->uid, op->gid, AT_SYMLINK_NOFOLLOW) < 0)
        return -errno;
    if (op->kind != 'l' && fchmodat(at, name, op->mode & 07777, 0) < 0)
        return -errno;
    struct timespec times[2] = {op->mtime, op->mtime};
    return utimensat(at, name, times, AT_SYMLINK_NOFOLLOW) < 0 ? -errno : 0;
}

/* A whiteout concerns lower layers only: what this layer has itself under that name stays. */
static int whiteout(const struct unpack *u, int at, const char *name)
{
    struct stat st;
    if (fstatat(at, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
        return mknodat(at, name, S_IFCHR, makedev(0, 0)) < 0 ? -errno : 0;
    if (!S_ISDIR(st.st_mode))
        return 0;
    cleanup_fd int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return fd < 0 ? -errno : mark_opaque(u, fd);
}

static int opaque(const struct unpack *u, const struct operation *op)
{
    cleanup_fd int path = inside_directory(u->root, op->name);
    if (path < 0)
        return path;
    cleanup_fd int fd = openat(path, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fd < 0 ? -errno : mark_opaque(u, fd);
}

static bool is_root(const char *path)
{
    return path[strspn(path, "./")] == 0 && !strstr(path, "..");
}

static int apply(struct unpack *u, struct operation *op)
{
    if (op->kind == 'o')
        return opaque(u, op);
    if (op->kind == 'd' && is_root(op->name))
        return directory(u, op, u->root, ".");
    const char *name;
    cleanup_fd int at = inside_parent(u->root, op->name, &name);
    if (at < 0)
        return at;
    if (op->kind == 'w')
        return whiteout(u, at, name);
    if (op->kind == 'd')
        return directory(u, op, at, name);
    int ret = remove_tree(at, name);
    if (ret < 0)
        return ret;
    switch (op->kind) {
    case 'f':
        return regular(u, op, at, name);
    case 'h':
        return hard_link(u, op, at, name);
    default:
        return special(u, op, at, name);
    }
}

static int date(struct unpack *u)
{
    int ret = 0;
    for (struct dated *d = u->dated; d; d = u->dated) {
        struct timespec times[2] = {d->mtime, d->mtime};
        cleanup_fd int fd = inside_open(u->root, d->path, O_RDONLY | O_DIRECTORY, 0);
        /* A later operation may have put something else there. */
        if (fd >= 0 && futimens(fd, times) < 0 && ret == 0)
            ret = -errno;
        u->dated = d->before;
        free(d);
    }
    return ret;
}

static int report(const struct operation *op, const char *what, int ret)
{
    char name[512];
    operation_printable(op->name, name, sizeof name);
    fprintf(stderr, "cannot %s '%s': %s\n", what, name, strerror(-ret));
    return ret;
}

static int stream(struct unpack *u)
{
    struct operation op = {0};
    int ret;
    while ((ret = operation_read(stdin, &op)) == 0 && op.kind != 'e') {
        ret = apply(u, &op);
        if (ret < 0)
            report(&op, "unpack", ret);
        if (ret == 0)
            ret = operation_skip(&op);
        if (ret < 0)
            break;
    }
    if (op.broken)
        fprintf(stderr, "cannot read the operations: %s\n", op.broken);
    operation_free(&op);
    int dated = date(u);
    return ret < 0 ? ret : dated;
}

static int unpack(const char *dir)
{
    struct unpack u = {.root = -1};
    int privileged = namespaces_enter(CLONE_NEWNS);
    if (privileged < 0) {
        fprintf(stderr, "cannot enter namespaces: %s; %s\n", strerror(-privileged), namespaces_remedy(privileged));
        return privileged;
    }
    u.privileged = privileged;
    if (mkdir(dir, 0755) < 0) {
        int ret = -errno;
        fprintf(stderr, "cannot make the directory '%s': %s\n", dir, strerror(errno));
        return ret;
    }
    u.root = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int ret = u.root < 0 ? -errno : stream(&u);
    /* What is renamed into a cache later must survive a power cut. */
    if (ret == 0 && syncfs(u.root) < 0)
        ret = -errno;
    if (u.root >= 0)
        close(u.root);
    if (ret < 0) {
        remove_tree(AT_FDCWD, dir);
        return ret;
    }
    printf("devices %lu\nattributes %lu\n", u.devices, u.attributes);
    return 0;
}

int unpack_main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: sensor unpack DIR\n");
        return 2;
    }
    /* The end of the stream says when to give up; a ^C also reaches whoever writes it. */
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    umask(0);
    int ret = unpack(argv[1]);
    return fflush(stdout) != 0 || ret < 0 ? 1 : 0;
}

int remove_main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: sensor remove DIR\n");
        return 2;
    }
    /* A ^C that reaches the whole process group must not leave half of it. */
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    int ret = remove_tree(AT_FDCWD, argv[1]);
    if (ret < 0)
        fprintf(stderr, "cannot remove '%s': %s\n", argv[1], strerror(-ret));
    return ret < 0 ? 1 : 0;
}
