#include "devices.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "inside.h"

#define NOTHING (MS_NOSUID | MS_NODEV | MS_NOEXEC)

/* moby, oci/defaults.go: MaskedPaths and ReadonlyPaths. */
static const char *const masked[] = {"proc/asound",
                                     "proc/acpi",
                                     "proc/kcore",
                                     "proc/keys",
                                     "proc/latency_stats",
                                     "proc/timer_list",
                                     "proc/timer_stats",
                                     "proc/sched_debug",
                                     "proc/scsi",
                                     "sys/firmware",
                                     "sys/devices/virtual/powercap",
                                     NULL};
static const char *const protected[] = {"proc/bus", "proc/fs", "proc/irq", "proc/sys", "proc/sysrq-trigger", NULL};

static const char *const nodes[] = {"null", "zero", "full", "random", "urandom", "tty", NULL};

static const struct {
    const char *name, *target;
} links[] = {
    {"fd", "/proc/self/fd"},       {"stdin", "/proc/self/fd/0"}, {"stdout", "/proc/self/fd/1"},
    {"stderr", "/proc/self/fd/2"}, {"core", "/proc/kcore"},      {"ptmx", "pts/ptmx"},
};

static int mount_inside(int root, const char *path, const char *type, unsigned long flags, const char *options,
                        struct problem *problem)
{
    cleanup_fd int target = inside_directory(root, path);
    int ret = target < 0 ? target : mount_at(target, type, type, flags, options);
    return ret < 0 ? problem_set(problem, ret, "'/%s' cannot be mounted", path) : 0;
}

/* A node of the host, bound: making one needs more than an ordinary user has. */
static int node(int root, const char *name)
{
    char host[32], path[32];
    snprintf(host, sizeof host, "/dev/%s", name);
    snprintf(path, sizeof path, "dev/%s", name);
    if (access(host, F_OK) < 0)
        return 0;
    cleanup_fd int target = inside_file(root, path);
    return target < 0 ? target : mount_at(target, host, NULL, MS_BIND, NULL);
}

static int dev(int root, bool privileged, struct problem *problem)
{
    int ret = mount_inside(root, "dev", "tmpfs", MS_NOSUID | MS_NODEV | MS_STRICTATIME, "mode=755,size=65536k", problem);
    for (size_t i = 0; ret == 0 && nodes[i]; i++) {
        ret = node(root, nodes[i]);
        if (ret < 0)
            problem_set(problem, ret, "'/dev/%s' cannot be mounted", nodes[i]);
    }
    if (ret < 0)
        return ret;
    cleanup_fd int dir = inside_directory(root, "dev");
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        if (symlinkat(links[i].target, dir, links[i].name) < 0)
            return problem_set(problem, -errno, "'/dev/%s' cannot be made", links[i].name);
    /* The group tty (5) is not mapped for an ordinary user. */
    ret = mount_inside(root, "dev/pts", "devpts", MS_NOSUID | MS_NOEXEC,
                       privileged ? "newinstance,ptmxmode=0666,mode=0620,gid=5" : "newinstance,ptmxmode=0666,mode=0620",
                       problem);
    if (ret == 0)
        ret = mount_inside(root, "dev/shm", "tmpfs", NOTHING, "mode=1777,size=65536k", problem);
    if (ret == 0) {
        struct problem missing = {0}; /* a kernel without CONFIG_POSIX_MQUEUE is none of the app's business */
        mount_inside(root, "dev/mqueue", "mqueue", NOTHING, NULL, &missing);
    }
    return ret;
}

static int bind_readonly(int root, const char *path)
{
    cleanup_fd int target = inside_open(root, path, O_PATH, 0);
    if (target < 0)
        return target == -ENOENT ? 0 : target;
    char self[32];
    snprintf(self, sizeof self, "/proc/self/fd/%d", target);
    int ret = mount_at(target, self, NULL, MS_BIND | MS_REC, NULL);
    if (ret < 0)
        return ret;
    cleanup_fd int bound = inside_open(root, path, O_PATH, 0);
    return bound < 0 ? bound : mount_at(bound, NULL, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY | NOTHING, NULL);
}

static int mask(int root, const char *path)
{
    cleanup_fd int target = inside_open(root, path, O_PATH, 0);
    struct stat st;
    if (target < 0)
        return target == -ENOENT || target == -ENOTDIR ? 0 : target;
    if (fstat(target, &st) < 0)
        return -errno;
    return S_ISDIR(st.st_mode) ? mount_at(target, "tmpfs", "tmpfs", MS_RDONLY | NOTHING, "size=0")
                               : mount_at(target, "/dev/null", NULL, MS_BIND, NULL);
}

/* A user namespace may only mount what it could see before; then the host's, read-only, has to do. */
static int sys(int root)
{
    cleanup_fd int target = inside_directory(root, "sys");
    if (target < 0)
        return target;
    int ret = mount_at(target, "sysfs", "sysfs", MS_RDONLY | NOTHING, NULL);
    if (ret == 0)
        return 0;
    ret = mount_at(target, "/sys", NULL, MS_BIND | MS_REC, NULL);
    cleanup_fd int bound = ret < 0 ? ret : inside_open(root, "sys", O_PATH, 0);
    return bound < 0 ? bound : mount_at(bound, NULL, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY | NOTHING, NULL);
}

int devices_mount(int root, bool privileged, struct problem *problem)
{
    int ret = dev(root, privileged, problem);
    if (ret == 0)
        ret = mount_inside(root, "proc", "proc", NOTHING, NULL, problem);
    if (ret == 0 && (ret = sys(root)) < 0)
        problem_set(problem, ret, "'/sys' cannot be mounted");
    for (size_t i = 0; ret == 0 && protected[i]; i++)
        if ((ret = bind_readonly(root, protected[i])) < 0)
            problem_set(problem, ret, "'/%s' cannot be write-protected", protected[i]);
    for (size_t i = 0; ret == 0 && masked[i]; i++)
        if ((ret = mask(root, masked[i])) < 0)
            problem_set(problem, ret, "'/%s' cannot be hidden", masked[i]);
    return ret;
}
