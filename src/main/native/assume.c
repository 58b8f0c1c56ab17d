/* Becomes the app's user, in the order that runc uses, while the needed capabilities are still there. */
#include "identity.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The app may open /dev/stdout again only if it owns the pipe behind it. */
static void give_stdio(uid_t uid)
{
    struct stat null, status;
    bool has_null = stat("/dev/null", &null) == 0;
    for (int fd = 0; fd <= 2; fd++) {
        if (fstat(fd, &status) < 0 || status.st_uid == uid)
            continue;
        if (has_null && S_ISCHR(status.st_mode) && status.st_rdev == null.st_rdev)
            continue;
        /* A read-only or foreign descriptor stays as it is, as in runc. */
        if (fchown(fd, uid, (gid_t)-1) < 0)
            continue;
    }
}

static int cut_bounding_set(uint64_t caps)
{
    for (int cap = 0; cap < 64; cap++) {
        int has = prctl(PR_CAPBSET_READ, cap, 0, 0, 0);
        if (has < 0)
            break;
        if (has == 1 && !(caps >> cap & 1) && prctl(PR_CAPBSET_DROP, cap, 0, 0, 0) < 0)
            return -errno;
    }
    return 0;
}

static int set_capabilities(uint64_t permitted, uint64_t inheritable)
{
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[2];
    if (syscall(SYS_capget, &header, data) < 0)
        return -errno;
    for (int i = 0; i < 2; i++) {
        data[i].effective = data[i].permitted = (uint32_t)(permitted >> 32 * i) & data[i].permitted;
        data[i].inheritable &= (uint32_t)(inheritable >> 32 * i);
    }
    return syscall(SYS_capset, &header, data) < 0 ? -errno : 0;
}

int identity_assume(const struct identity *identity, bool has_caps, uint64_t caps)
{
    give_stdio(identity->uid);
    if (setgroups(identity->group_count, identity->groups) < 0)
        return -errno;
    if (has_caps) {
        int r = cut_bounding_set(caps);
        if (r < 0)
            return r;
    }
    if (syscall(SYS_setresgid, identity->gid, identity->gid, identity->gid) < 0)
        return -errno;
    if (syscall(SYS_setresuid, identity->uid, identity->uid, identity->uid) < 0)
        return -errno;
    if (identity->uid != 0)
        return set_capabilities(0, has_caps ? caps : UINT64_MAX);
    return has_caps ? set_capabilities(caps, caps) : 0;
}
