#include "mounts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cleanup.h"
#include "copy.h"
#include "devices.h"
#include "inside.h"
#include "remove.h"

/* The kernel takes one page of options; a path of a descriptor below 1000 has 17 bytes. */
#define OPTIONS 4096
#define MOST_LOWERS 200

int mount_at(int target, const char *source, const char *type, unsigned long flags, const char *options)
{
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", target);
    return mount(source, path, type, flags, options) < 0 ? -errno : 0;
}

/*
 * No device of the host opens in the app's files: as root it may make nodes (CAP_MKNOD), and there is no cgroup that
 * would refuse them, as Docker's does. A user namespace has none to begin with.
 */
static int without_devices(int bound, bool privileged)
{
    return privileged ? mount_at(bound, NULL, NULL, MS_BIND | MS_REMOUNT | MS_NODEV, NULL) : 0;
}

static int make(int at, const char *name)
{
    if (mkdirat(at, name, 0755) < 0 && errno != EEXIST)
        return -errno;
    int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

/* Directories are named by descriptor: short, and no ':' or ',' in a path can be taken for an option. */
static int overlay(const int *lowers, size_t count, int base, int merged, bool privileged)
{
    cleanup_fd int upper = make(base, "upper");
    cleanup_fd int work = make(base, "work");
    if (upper < 0 || work < 0)
        return upper < 0 ? upper : work;
    char options[OPTIONS];
    int n = snprintf(options, sizeof options, "upperdir=/proc/self/fd/%d,workdir=/proc/self/fd/%d%s,lowerdir=", upper,
                     work, privileged ? "" : ",userxattr");
    for (size_t i = 0; i < count; i++)
        n += snprintf(options + n, sizeof options - (size_t)n, "%s/proc/self/fd/%d", i ? ":" : "", lowers[i]);
    return mount_at(merged, "overlay", "overlay", MS_NODEV, options);
}

static int overlay_in_memory(const int *lowers, size_t count, int run, int merged, bool privileged)
{
    cleanup_fd int below = make(run, "memory");
    if (below < 0)
        return below;
    int ret = mount_at(below, "tmpfs", "tmpfs", 0, "mode=755");
    if (ret < 0)
        return ret;
    cleanup_fd int memory = make(run, "memory");
    return memory < 0 ? memory : overlay(lowers, count, memory, merged, privileged);
}

static int copied(const int *lowers, size_t count, int run, bool privileged, struct problem *problem)
{
    cleanup_fd int merged = make(run, "merged");
    if (merged < 0)
        return merged;
    for (size_t i = count; i-- > 0;) {
        int ret = copy_tree(lowers[i], merged, true);
        if (ret < 0)
            return problem_set(problem, ret, "the image's layers cannot be copied");
    }
    char path[32]; /* pivot_root(2) wants a mount point */
    snprintf(path, sizeof path, "/proc/self/fd/%d", merged);
    int ret = mount_at(merged, path, NULL, MS_BIND, NULL);
    if (ret == 0) {
        cleanup_fd int bound = make(run, "merged");
        ret = bound < 0 ? bound : without_devices(bound, privileged);
    }
    return ret < 0 ? problem_set(problem, ret, "the copied image cannot be mounted") : 0;
}

static size_t count_of(char **list)
{
    size_t count = 0;
    while (list && list[count])
        count++;
    return count;
}

int mounts_root(const struct launch *launch, int run, bool privileged, struct problem *ret_copied,
                struct problem *problem)
{
    if (mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL) < 0)
        return problem_set(problem, -errno, "the mounts cannot be made private");
    size_t count = count_of(launch->lowers);
    cleanup_free int *lowers = calloc(count + 1, sizeof *lowers);
    if (!lowers)
        return problem_set(problem, -ENOMEM, "the image cannot be mounted");
    int ret = 0;
    size_t opened = 0;
    for (; opened < count && ret == 0; opened++) {
        lowers[opened] = open(launch->lowers[opened], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (lowers[opened] < 0)
            ret = problem_set(problem, -errno, "the unpacked layer '%s' cannot be opened", launch->lowers[opened]);
    }
    cleanup_fd int merged = make(run, "merged");
    if (ret == 0 && merged < 0)
        ret = problem_set(problem, merged, "the directory 'merged' cannot be made in '%s'", launch->run);
    if (ret == 0) {
        int refused = count == 0 || count > MOST_LOWERS ? -E2BIG : overlay(lowers, count, run, merged, privileged);
        if (refused < 0 && count > 0 && count <= MOST_LOWERS)
            refused = overlay_in_memory(lowers, count, run, merged, privileged);
        if (refused < 0) {
            if (count > 0)
                problem_set(ret_copied, refused, "an overlay mount was refused, so the image was copied");
            ret = copied(lowers, count, run, privileged, problem);
        }
    }
    for (size_t i = 0; i < opened; i++)
        if (lowers[i] >= 0)
            close(lowers[i]);
    return ret;
}

int mounts_remove(int run)
{
    const char *const mounted[] = {"merged", "memory"};
    for (size_t i = 0; i < 2; i++) {
        char path[64];
        snprintf(path, sizeof path, "/proc/self/fd/%d/%s", run, mounted[i]);
        while (umount2(path, MNT_DETACH | UMOUNT_NOFOLLOW) == 0)
            ;
    }
    return remove_content(run, ".");
}

/* A fresh directory with what the image has there. */
static int volume(int root, int volumes, unsigned number, const char *path, bool privileged, struct problem *problem)
{
    char name[16];
    snprintf(name, sizeof name, "%u", number);
    cleanup_fd int fresh = make(volumes, name);
    cleanup_fd int target = inside_directory(root, path);
    int ret = fresh < 0 ? fresh : target < 0 ? target : 0;
    if (ret == 0) {
        cleanup_fd int content = openat(target, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        ret = content < 0 ? -errno : copy_tree(content, fresh, false);
        if (ret == 0)
            ret = copy_attributes(content, fresh);
    }
    if (ret == 0) {
        char source[32];
        snprintf(source, sizeof source, "/proc/self/fd/%d", fresh);
        ret = mount_at(target, source, NULL, MS_BIND, NULL);
    }
    if (ret == 0) {
        cleanup_fd int bound = inside_directory(root, path);
        ret = bound < 0 ? bound : without_devices(bound, privileged);
    }
    return ret < 0 ? problem_set(problem, ret, "the volume '%s' cannot be mounted", path) : 0;
}

static int volumes(const struct launch *launch, int root, int run, bool privileged, struct problem *problem)
{
    cleanup_fd int dir = make(run, "volumes");
    if (dir < 0)
        return problem_set(problem, dir, "the directory 'volumes' cannot be made in '%s'", launch->run);
    int ret = 0;
    for (unsigned i = 0; ret == 0 && launch->volumes && launch->volumes[i]; i++)
        ret = volume(root, dir, i, launch->volumes[i], privileged, problem);
    for (unsigned i = 0; ret == 0 && launch->tmpfs && launch->tmpfs[i]; i++) {
        cleanup_fd int target = inside_directory(root, launch->tmpfs[i]);
        ret = target < 0 ? target : mount_at(target, "tmpfs", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=1777");
        if (ret < 0)
            problem_set(problem, ret, "the tmpfs '%s' cannot be mounted", launch->tmpfs[i]);
    }
    return ret;
}

static int write_file(int at, const char *name, const char *text, size_t length)
{
    cleanup_fd int fd = openat(at, name, O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
    return fd < 0 || fchmod(fd, 0644) < 0 || write(fd, text, length) != (ssize_t)length ? -errno : 0;
}

static int over(int root, int run, const char *path, const char *name, const char *text, size_t length,
                struct problem *problem)
{
    int ret = write_file(run, name, text, length);
    cleanup_fd int target = ret < 0 ? ret : inside_file(root, path);
    if (target >= 0) {
        cleanup_fd int source = openat(run, name, O_PATH | O_CLOEXEC);
        char from[32];
        snprintf(from, sizeof from, "/proc/self/fd/%d", source);
        ret = mount_at(target, from, NULL, MS_BIND, NULL);
    } else {
        ret = target;
    }
    return ret < 0 ? problem_set(problem, ret, "the file '/%s' cannot be mounted", path) : 0;
}

/* The three files that Docker puts over the image's. */
static int names(const struct launch *launch, int root, int run, struct problem *problem)
{
    const char *host = launch->hostname ? launch->hostname : "sandbox";
    char text[4096];
    int n = snprintf(text, sizeof text, "%s\n", host);
    int ret = over(root, run, "etc/hostname", "hostname", text, (size_t)n, problem);
    if (ret < 0)
        return ret;
    n = snprintf(text, sizeof text,
                 "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::0\tip6-localnet\n"
                 "ff00::0\tip6-mcastprefix\nff02::1\tip6-allnodes\nff02::2\tip6-allrouters\n127.0.0.1\t%s\n",
                 host);
    for (size_t i = 0; launch->hosts && launch->hosts[i] && n < (int)sizeof text; i++)
        n += snprintf(text + n, sizeof text - (size_t)n, "127.0.0.1\t%s\n", launch->hosts[i]);
    if (n >= (int)sizeof text)
        return problem_set(problem, -E2BIG, "the names for '/etc/hosts' are too long");
    ret = over(root, run, "etc/hosts", "hosts", text, (size_t)n, problem);
    if (ret < 0)
        return ret;
    cleanup_fd int resolver = open("/etc/resolv.conf", O_RDONLY | O_CLOEXEC);
    ssize_t length = resolver < 0 ? 0 : read(resolver, text, sizeof text);
    return over(root, run, "etc/resolv.conf", "resolv.conf", text, length < 0 ? 0 : (size_t)length, problem);
}

int mounts_enter(const struct launch *launch, bool privileged, struct problem *problem)
{
    /* Opened here: a mount point has to be of this mount namespace. */
    cleanup_fd int run = open(launch->run, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (run < 0)
        return problem_set(problem, -errno, "the directory '%s' cannot be opened", launch->run);
    cleanup_fd int root = openat(run, "merged", O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (root < 0)
        return problem_set(problem, -errno, "the image's root cannot be opened");
    int ret = volumes(launch, root, run, privileged, problem);
    if (ret == 0)
        ret = names(launch, root, run, problem);
    if (ret == 0)
        ret = devices_mount(root, privileged, problem);
    if (ret < 0)
        return ret;
    /* The old root is stacked upon the new one, and goes. */
    if (fchdir(root) < 0 || syscall(SYS_pivot_root, ".", ".") < 0 || umount2(".", MNT_DETACH) < 0 || chdir("/") < 0)
        return problem_set(problem, -errno, "the image's root cannot become the root");
    return 0;
}
