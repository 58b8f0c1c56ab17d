/* Reads the stream of operations that unpack.h describes. */
#pragma once

#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>
#include <time.h>

struct operation_xattr {
    char *name;
    char *value;
    uint32_t length;
};

struct operation {
    char kind;
    uint32_t mode;
    uid_t uid;
    gid_t gid;
    struct timespec mtime;
    char *name;
    unsigned xattr_count;
    struct operation_xattr *xattrs;
    char *target; /* of links; else "" */
    dev_t device;

    FILE *in;
    uint64_t left;      /* content not read yet */
    const char *broken; /* what is wrong with the stream, if it is */
};

/* Reads the next operation up to its content; frees the one before. 0, or -EPROTO with `broken` set, or -ENOMEM. */
int operation_read(FILE *in, struct operation *op);

/* Writes the content to a new file, its longer runs of zeros as holes. 0 or -errno. */
int operation_content(struct operation *op, int fd);

/* Passes over content that nobody wanted. 0 or -errno. */
int operation_skip(struct operation *op);

void operation_free(struct operation *op);

/* Copies a name for a message: control characters and bytes from 0x7f become '?'; cut to `size` - 1 bytes. */
void operation_printable(const char *name, char *ret, size_t size);
