/* The process that waits for an answer: its memory, folders and numbers, by way of the tracer's /proc. */
#pragma once

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Reads exactly `size` bytes. Returns 0 or -errno (-EFAULT: a bad address, -EPERM: not allowed to). */
int target_read(int proc_fd, pid_t tid, uint64_t address, void *ret, size_t size);

/* Reads a string that ends within `size` bytes, else -ENAMETOOLONG. Returns 0 or -errno. */
int target_read_path(int proc_fd, pid_t tid, uint64_t address, char *ret, size_t size);

/* Where `name` ("cwd", "root", "fd/7") of the thread leads to. -ENOENT if that is no path or was removed. */
int target_link(int proc_fd, pid_t tid, const char *name, char ret[PATH_MAX]);

/* As target_link for a directory descriptor; AT_FDCWD is the working directory. */
int target_directory(int proc_fd, pid_t tid, int fd, char ret[PATH_MAX]);

struct target_ids {
    pid_t tgid;       /* in the tracer's pid namespace */
    pid_t inner_tgid; /* in the target's own */
    pid_t inner_tid;
};

int target_ids(int proc_fd, pid_t tid, struct target_ids *ret_ids);

/* A duplicate of the target's descriptor (pidfd_getfd(2)), or -errno. */
int target_fd(int proc_fd, pid_t tid, int fd);
