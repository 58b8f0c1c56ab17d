#include "operation.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* The kernel's own limits (limits.h: XATTR_NAME_MAX, XATTR_SIZE_MAX). */
#define LONGEST_XATTR_NAME 255
#define LONGEST_XATTR_VALUE 65536
#define MOST_XATTRS 1024

static int broken(struct operation *op, const char *what)
{
    op->broken = what;
    return -EPROTO;
}

static bool get(struct operation *op, void *to, size_t length)
{
    return fread(to, 1, length, op->in) == length;
}

static bool number(struct operation *op, int bytes, uint64_t *ret)
{
    unsigned char raw[8];
    if (!get(op, raw, (size_t)bytes))
        return false;
    uint64_t value = 0;
    for (int i = 0; i < bytes; i++)
        value = value << 8 | raw[i];
    *ret = value;
    return true;
}

/* NUL-terminated; a NUL within it is refused unless it is a value. */
static int text(struct operation *op, uint64_t length, uint64_t most, bool is_value, char **ret)
{
    if (length > most)
        return broken(op, "a name or value is too long");
    char *bytes = malloc(length + 1);
    if (!bytes)
        return -ENOMEM;
    *ret = bytes;
    if (!get(op, bytes, length))
        return broken(op, "it ended early");
    bytes[length] = 0;
    return !is_value && memchr(bytes, 0, length) ? broken(op, "a name holds a NUL") : 0;
}

static int xattrs(struct operation *op, uint64_t count)
{
    if (count > MOST_XATTRS)
        return broken(op, "too many extended attributes");
    op->xattrs = calloc(count ? count : 1, sizeof *op->xattrs);
    if (!op->xattrs)
        return -ENOMEM;
    for (op->xattr_count = 0; op->xattr_count < count;) {
        struct operation_xattr *x = &op->xattrs[op->xattr_count++];
        uint64_t length;
        if (!number(op, 2, &length))
            return broken(op, "it ended early");
        int ret = text(op, length, LONGEST_XATTR_NAME, false, &x->name);
        if (ret < 0)
            return ret;
        if (!number(op, 4, &length))
            return broken(op, "it ended early");
        ret = text(op, length, LONGEST_XATTR_VALUE, true, &x->value);
        if (ret < 0)
            return ret;
        x->length = (uint32_t)length;
    }
    return 0;
}

static int payload(struct operation *op, uint64_t length)
{
    uint64_t major, minor;
    switch (op->kind) {
    case 'f':
        op->left = length;
        return length > INT64_MAX ? broken(op, "a file is too large") : 0;
    case 'l':
    case 'h':
        return text(op, length, PATH_MAX - 1, false, &op->target);
    case 'c':
    case 'b':
        if (length != 8 || !number(op, 4, &major) || !number(op, 4, &minor))
            return broken(op, "a device has no numbers");
        op->device = makedev((unsigned)major, (unsigned)minor);
        return 0;
    default:
        return length ? broken(op, "a payload where none belongs") : 0;
    }
}

int operation_read(FILE *in, struct operation *op)
{
    operation_free(op);
    op->in = in;
    uint64_t kind, mode, uid, gid, seconds, nanoseconds, length;
    if (!number(op, 1, &kind) || !number(op, 4, &mode) || !number(op, 4, &uid) || !number(op, 4, &gid) ||
        !number(op, 8, &seconds) || !number(op, 4, &nanoseconds) || !number(op, 4, &length))
        return broken(op, "it ended early");
    if (kind == 0 || !strchr("dflhcbpwoe", (int)kind))
        return broken(op, "an unknown operation");
    if (nanoseconds > 999999999)
        return broken(op, "a time is out of range");
    op->kind = (char)kind;
    op->mode = (uint32_t)mode;
    op->uid = (uid_t)uid;
    op->gid = (gid_t)gid;
    op->mtime = (struct timespec){.tv_sec = (time_t)seconds, .tv_nsec = (long)nanoseconds};
    int ret = text(op, length, PATH_MAX - 1, false, &op->name);
    if (ret < 0)
        return ret;
    if (!number(op, 2, &length))
        return broken(op, "it ended early");
    ret = xattrs(op, length);
    if (ret < 0)
        return ret;
    if (!number(op, 8, &length))
        return broken(op, "it ended early");
    return payload(op, length);
}

static int write_all(int fd, const char *bytes, size_t length)
{
    for (ssize_t n; length > 0; bytes += n, length -= (size_t)n)
        if ((n = write(fd, bytes, length)) < 0)
            return -errno;
    return 0;
}

static bool all_zero(const char *bytes, size_t length)
{
    return length > 0 && bytes[0] == 0 && memcmp(bytes, bytes + 1, length - 1) == 0;
}

int operation_content(struct operation *op, int fd)
{
    char buffer[65536];
    uint64_t size = op->left;
    bool hole = false;
    while (op->left > 0) {
        size_t n = op->left < sizeof buffer ? (size_t)op->left : sizeof buffer;
        if (!get(op, buffer, n))
            return broken(op, "it ended early");
        op->left -= n;
        hole = n == sizeof buffer && all_zero(buffer, n);
        if (hole && lseek(fd, (off_t)n, SEEK_CUR) < 0)
            return -errno;
        int ret = hole ? 0 : write_all(fd, buffer, n);
        if (ret < 0)
            return ret;
    }
    return hole && ftruncate(fd, (off_t)size) < 0 ? -errno : 0;
}

int operation_skip(struct operation *op)
{
    char buffer[65536];
    for (size_t n; op->left > 0; op->left -= n) {
        n = op->left < sizeof buffer ? (size_t)op->left : sizeof buffer;
        if (!get(op, buffer, n))
            return broken(op, "it ended early");
    }
    return 0;
}

void operation_free(struct operation *op)
{
    for (unsigned i = 0; i < op->xattr_count; i++) {
        free(op->xattrs[i].name);
        free(op->xattrs[i].value);
    }
    free(op->xattrs);
    free(op->name);
    free(op->target);
    *op = (struct operation){0};
}

void operation_printable(const char *name, char *ret, size_t size)
{
    size_t i = 0;
    for (; name && name[i] && i + 1 < size; i++)
        ret[i] = (unsigned char)name[i] < 0x20 || (unsigned char)name[i] >= 0x7f ? '?' : name[i];
    ret[i] = 0;
}
