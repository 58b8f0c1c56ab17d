#include "target.h"

#include "cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif
#ifndef SYS_pidfd_getfd
#define SYS_pidfd_getfd 438
#endif

enum { PAGE = 4096 };

/* Slower, but Docker's older profiles refuse process_vm_readv where they allow this. */
static int read_mem(int proc_fd, pid_t tid, uint64_t address, void *ret, size_t size)
{
    char name[64];
    snprintf(name, sizeof name, "%d/mem", (int)tid);
    cleanup_fd int fd = openat(proc_fd, name, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    ssize_t n = pread(fd, ret, size, (off_t)address);
    if (n < 0)
        return errno == EIO ? -EFAULT : -errno;
    return (size_t)n == size ? 0 : -EFAULT;
}

int target_read(int proc_fd, pid_t tid, uint64_t address, void *ret, size_t size)
{
    struct iovec local = {.iov_base = ret, .iov_len = size};
    struct iovec remote = {.iov_base = (void *)(uintptr_t)address, .iov_len = size};
    ssize_t n = process_vm_readv(tid, &local, 1, &remote, 1, 0);
    if (n < 0 && (errno == EPERM || errno == ENOSYS))
        return read_mem(proc_fd, tid, address, ret, size);
    if (n < 0)
        return -errno;
    return (size_t)n == size ? 0 : -EFAULT;
}

/* Two parts, split where a page may end: a part is read as a whole or not at all. Most paths end in the first. */
int target_read_path(int proc_fd, pid_t tid, uint64_t address, char *ret, size_t size)
{
    size_t done = 0;
    while (done < size) {
        size_t part = PAGE - (address + done) % PAGE;
        if (part > size - done)
            part = size - done;
        int r = target_read(proc_fd, tid, address + done, ret + done, part);
        if (r < 0)
            return r;
        if (memchr(ret + done, '\0', part) != NULL)
            return 0;
        done += part;
    }
    return -ENAMETOOLONG;
}

int target_link(int proc_fd, pid_t tid, const char *name, char ret[PATH_MAX])
{
    static const char deleted[] = " (deleted)";
    char link[64], text[PATH_MAX];
    snprintf(link, sizeof link, "%d/%s", (int)tid, name);
    ssize_t n = readlinkat(proc_fd, link, text, sizeof text);
    if (n < 0)
        return -errno;
    if (n == sizeof text)
        return -ENAMETOOLONG;
    text[n] = '\0';
    size_t suffix = sizeof deleted - 1;
    if (text[0] != '/' || ((size_t)n > suffix && strcmp(text + n - suffix, deleted) == 0))
        return -ENOENT;
    memcpy(ret, text, (size_t)n + 1);
    return 0;
}

int target_directory(int proc_fd, pid_t tid, int fd, char ret[PATH_MAX])
{
    char name[32] = "cwd";
    if (fd != AT_FDCWD)
        snprintf(name, sizeof name, "fd/%d", fd);
    return target_link(proc_fd, tid, name, ret);
}

/* The last number of the line: that of the innermost pid namespace. */
static pid_t last_number(const char *line)
{
    const char *end = strchrnul(line, '\n');
    while (end > line && end[-1] != '\t' && end[-1] != ' ')
        end--;
    return (pid_t)strtol(end, NULL, 10);
}

int target_ids(int proc_fd, pid_t tid, struct target_ids *ret_ids)
{
    char name[64], text[4096];
    snprintf(name, sizeof name, "%d/status", (int)tid);
    cleanup_fd int fd = openat(proc_fd, name, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    ssize_t n = read(fd, text, sizeof text - 1);
    if (n < 0)
        return -errno;
    text[n] = '\0';
    const char *tgid = strstr(text, "\nTgid:"), *inner_tgid = strstr(text, "\nNStgid:"), *inner = strstr(text, "\nNSpid:");
    if (tgid == NULL || inner_tgid == NULL || inner == NULL)
        return -ENODATA;
    ret_ids->tgid = last_number(tgid + 1);
    ret_ids->inner_tgid = last_number(inner_tgid + 1);
    ret_ids->inner_tid = last_number(inner + 1);
    return 0;
}

int target_fd(int proc_fd, pid_t tid, int fd)
{
    struct target_ids ids;
    int r = target_ids(proc_fd, tid, &ids);
    if (r < 0)
        return r;
    cleanup_fd int process = (int)syscall(SYS_pidfd_open, ids.tgid, 0);
    if (process < 0)
        return -errno;
    int copy = (int)syscall(SYS_pidfd_getfd, process, fd, 0);
    if (copy < 0)
        return -errno;
    /* A thread may have its own descriptors, but only the process can be asked. */
    struct stat own, theirs;
    char name[64];
    snprintf(name, sizeof name, "%d/fd/%d", (int)tid, fd);
    if (fstat(copy, &own) < 0 || fstatat(proc_fd, name, &theirs, 0) < 0 || own.st_ino != theirs.st_ino) {
        close(copy);
        return -EXDEV;
    }
    return copy;
}
