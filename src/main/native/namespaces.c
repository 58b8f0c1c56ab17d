#include "namespaces.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"

static int put(const char *file, const char *text)
{
    cleanup_fd int fd = open(file, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    return write(fd, text, strlen(text)) < 0 ? -errno : 0;
}

static int map(const char *file, unsigned inner, unsigned outer)
{
    char line[48];
    snprintf(line, sizeof line, "%u %u 1", inner, outer);
    return put(file, line);
}

static int own_users(int flags, uid_t uid, gid_t gid)
{
    uid_t outer_uid = geteuid();
    gid_t outer_gid = getegid();
    if (unshare(CLONE_NEWUSER | flags) < 0)
        return -errno;
    int ret = put("/proc/self/setgroups", "deny");
    if (ret == 0)
        ret = map("/proc/self/uid_map", uid, outer_uid);
    if (ret == 0)
        ret = map("/proc/self/gid_map", gid, outer_gid);
    return ret;
}

/* uid_map of the initial user namespace: all of them, each to itself. */
static bool initial_users(void)
{
    cleanup_fd int fd = open("/proc/self/uid_map", O_RDONLY | O_CLOEXEC);
    char line[128] = "";
    unsigned inner, outer, count;
    return fd >= 0 && read(fd, line, sizeof line - 1) > 0 && sscanf(line, "%u %u %u", &inner, &outer, &count) == 3 &&
           inner == 0 && outer == 0 && count == UINT32_MAX;
}

int namespaces_enter(int flags)
{
    if (geteuid() == 0 && initial_users() && unshare(flags) == 0)
        return 1;
    return own_users(flags, 0, 0);
}

static int open_of(const char *process, const char *name)
{
    char path[48];
    snprintf(path, sizeof path, "/proc/%s/ns/%s", process, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

int namespaces_join(pid_t process, int flags)
{
    char number[16];
    struct stat here, there;
    snprintf(number, sizeof number, "%d", (int)process);
    cleanup_fd int own = open_of("self", "user");
    cleanup_fd int users = open_of(number, "user");
    cleanup_fd int network = open_of(number, "net");
    if (own < 0 || users < 0 || network < 0)
        return own < 0 ? own : users < 0 ? users : network;
    if (fstat(own, &here) < 0 || fstat(users, &there) < 0)
        return -errno;
    bool privileged = here.st_ino == there.st_ino;
    if (!privileged && setns(users, CLONE_NEWUSER) < 0)
        return -errno;
    if (setns(network, CLONE_NEWNET) < 0 || unshare(flags) < 0)
        return -errno;
    return privileged;
}

int namespaces_become(uid_t uid, gid_t gid)
{
    return own_users(0, uid, gid);
}

static bool says(const char *file, char wanted)
{
    cleanup_fd int fd = open(file, O_RDONLY | O_CLOEXEC);
    char c;
    return fd >= 0 && read(fd, &c, 1) == 1 && c == wanted;
}

const char *namespaces_remedy(int error)
{
    if (says("/proc/sys/kernel/unprivileged_userns_clone", '0'))
        return "run 'sysctl kernel.unprivileged_userns_clone=1' as root, or build as root";
    if (says("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", '1'))
        return "run 'sysctl kernel.apparmor_restrict_unprivileged_userns=0' as root, or build as root";
    if (says("/proc/sys/user/max_user_namespaces", '0'))
        return "raise 'sysctl user.max_user_namespaces' as root, or build as root";
    if (error == -EPERM || error == -EACCES)
        return "inside a container, start that container with '--security-opt seccomp=unconfined --security-opt "
               "systempaths=unconfined' ('--security-opt apparmor=unconfined' too where AppArmor is on), or give the "
               "build a Docker engine";
    if (error == -ENOSPC || error == -EUSERS)
        return "the limit of namespaces is reached: raise 'sysctl user.max_user_namespaces'";
    return "use a Linux kernel of 5.11 or later with user namespaces, or give the build a Docker engine";
}
