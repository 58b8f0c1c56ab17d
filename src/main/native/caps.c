/*
 * Capabilities in use (capabilities(7)): those that the calling thread has in effect, and without which the call would
 * be refused. Decided by the same numbers that the kernel compares, before the call runs.
 */
#include "session.h"

#include "cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_GROUPS = 128, NETLINK_OF_AUDIT = 9, READ = 4, WRITE = 2, SEARCH = 1 };

struct credentials {
    uid_t uids[4]; /* real, effective, saved, of the file system */
    gid_t gids[4];
    gid_t groups[MAX_GROUPS];
    int group_count;
    uint64_t effective;
};

enum kind { NOTHING, SET_UIDS, SET_GIDS, SET_GROUPS, CHROOT, PRCTL, MAKE_NODE, MAKE_NODE_AT, SOCKET, KILL };

static const struct {
    const char *name;
    enum kind kind;
    int ids; /* how many of the first arguments are ids */
} capable[] = {
    {"setuid", SET_UIDS, 1},      {"setreuid", SET_UIDS, 2},    {"setresuid", SET_UIDS, 3},   {"setfsuid", SET_UIDS, 1},
    {"setuid32", SET_UIDS, 1},    {"setreuid32", SET_UIDS, 2},  {"setresuid32", SET_UIDS, 3}, {"setfsuid32", SET_UIDS, 1},
    {"setgid", SET_GIDS, 1},      {"setregid", SET_GIDS, 2},    {"setresgid", SET_GIDS, 3},   {"setfsgid", SET_GIDS, 1},
    {"setgid32", SET_GIDS, 1},    {"setregid32", SET_GIDS, 2},  {"setresgid32", SET_GIDS, 3}, {"setfsgid32", SET_GIDS, 1},
    {"setgroups", SET_GROUPS, 0}, {"setgroups32", SET_GROUPS, 0}, {"chroot", CHROOT, 0},      {"prctl", PRCTL, 0},
    {"mknod", MAKE_NODE, 0},      {"mknodat", MAKE_NODE_AT, 0}, {"socket", SOCKET, 0},        {"kill", KILL, 0},
    {"tkill", KILL, 0},           {"tgkill", KILL, 0},
};

static signed char by_number[ABI_COUNT][MAX_CALLS]; /* index in `capable` and 1; 0: none */

static void fill(void)
{
    for (enum abi abi = 0; abi < ABI_COUNT; abi++)
        for (size_t i = 0; i < sizeof capable / sizeof *capable; i++) {
            int number = names_number(abi, capable[i].name);
            if (number >= 0)
                by_number[abi][number] = (signed char)(i + 1);
        }
}

void caps_prepare(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, fill);
}

static const char *line_of(const char *status, const char *key)
{
    const char *line = strstr(status, key);
    return line == NULL ? "" : line + strlen(key);
}

static int read_credentials(const struct session *session, pid_t tid, struct credentials *ret)
{
    char name[64], text[4096];
    snprintf(name, sizeof name, "%d/status", (int)tid);
    cleanup_fd int fd = openat(session->tracer->proc_fd, name, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (n < 0)
        return -errno;
    text[n] = '\0';
    *ret = (struct credentials){.group_count = 0};
    unsigned *uids = ret->uids, *gids = ret->gids;
    if (sscanf(line_of(text, "\nUid:"), "%u %u %u %u", &uids[0], &uids[1], &uids[2], &uids[3]) != 4 ||
        sscanf(line_of(text, "\nGid:"), "%u %u %u %u", &gids[0], &gids[1], &gids[2], &gids[3]) != 4)
        return -ENODATA;
    ret->effective = strtoull(line_of(text, "\nCapEff:"), NULL, 16);
    const char *group = line_of(text, "\nGroups:");
    while (ret->group_count < MAX_GROUPS) {
        char *end;
        group += strspn(group, " \t");
        unsigned long id = strtoul(group, &end, 10);
        if (end == group || *group == '\n')
            break;
        ret->groups[ret->group_count++] = (gid_t)id;
        group = end;
    }
    return 0;
}

static void note(struct session *session, const struct credentials *who, int capability, const char *name)
{
    uint64_t mask = UINT64_C(1) << capability;
    if (who->effective & mask && !(session->seen_caps & mask)) {
        record(&session->records, "cap", name);
        session->seen_caps |= mask;
    }
}

static bool is_seen(const struct session *session, int capability)
{
    return session->seen_caps >> capability & 1;
}

/* Whether an id is to be set that the thread has nowhere yet; -1 leaves one as it is. */
static bool sets_another(const struct notice *notice, int count, const unsigned ids[4])
{
    for (int i = 0; i < count; i++) {
        unsigned id = (unsigned)notice->args[i];
        /* setuid of a root sets all three, which a root in part may not do otherwise. */
        bool had = id == ids[0] && id == ids[1] && id == ids[2];
        if (id != (unsigned)-1 && !had)
            return true;
    }
    return false;
}

static bool is_device(uint64_t mode)
{
    return S_ISCHR(mode) || S_ISBLK(mode);
}

/* kill(2): the real or effective uid has to be the real or saved one of the other. */
static bool is_anothers(const struct session *session, const struct notice *notice, const struct credentials *who)
{
    struct credentials other;
    pid_t pid = (pid_t)notice->args[0];
    if (!session->tracer->same_pids || pid <= 0 || read_credentials(session, pid, &other) < 0)
        return false;
    for (int mine = 0; mine < 2; mine++)
        if (who->uids[mine] == other.uids[0] || who->uids[mine] == other.uids[2])
            return false;
    return true;
}

void caps_call(struct session *session, const struct notice *notice)
{
    int index = notice->abi < ABI_COUNT && notice->number >= 0 && notice->number < MAX_CALLS
        ? by_number[notice->abi][notice->number] - 1
        : -1;
    struct credentials who;
    if (index < 0 || read_credentials(session, notice->tid, &who) < 0 || who.effective == 0)
        return;
    const __u64 *args = notice->args;
    switch (capable[index].kind) {
    case NOTHING: break;
    case SET_UIDS:
        if (sets_another(notice, capable[index].ids, who.uids))
            note(session, &who, CAP_SETUID, "SETUID");
        break;
    case SET_GIDS:
        if (sets_another(notice, capable[index].ids, who.gids))
            note(session, &who, CAP_SETGID, "SETGID");
        break;
    case SET_GROUPS: note(session, &who, CAP_SETGID, "SETGID"); break;
    case CHROOT: note(session, &who, CAP_SYS_CHROOT, "SYS_CHROOT"); break;
    case PRCTL:
        if (args[0] == PR_CAPBSET_DROP || args[0] == PR_SET_SECUREBITS)
            note(session, &who, CAP_SETPCAP, "SETPCAP");
        break;
    case MAKE_NODE:
        if (is_device(args[1]))
            note(session, &who, CAP_MKNOD, "MKNOD");
        break;
    case MAKE_NODE_AT:
        if (is_device(args[2]))
            note(session, &who, CAP_MKNOD, "MKNOD");
        break;
    case SOCKET:
        if (args[0] == AF_PACKET || ((args[0] == AF_INET || args[0] == AF_INET6) && (args[1] & 0xf) == SOCK_RAW))
            note(session, &who, CAP_NET_RAW, "NET_RAW");
        if (args[0] == AF_NETLINK && args[2] == NETLINK_OF_AUDIT)
            note(session, &who, CAP_AUDIT_WRITE, "AUDIT_WRITE");
        break;
    case KILL:
        if (is_anothers(session, notice, &who))
            note(session, &who, CAP_KILL, "KILL");
        break;
    }
}

static bool is_member(const struct credentials *who, gid_t gid)
{
    bool member = who->gids[3] == gid;
    for (int i = 0; i < who->group_count; i++)
        member |= who->groups[i] == gid;
    return member;
}

/* path_resolution(7), "Permissions". */
static bool may(const struct credentials *who, mode_t mode, uid_t uid, gid_t gid, int wanted)
{
    int shift = who->uids[3] == uid ? 6 : is_member(who, gid) ? 3 : 0;
    return ((int)(mode >> shift) & wanted) == wanted;
}

/* What everybody may, and root where it owns, needs no look at who asks. */
static bool is_free(mode_t mode, uid_t uid, int wanted)
{
    return ((int)mode & wanted) == wanted || (uid == 0 && ((int)(mode >> 6) & wanted) == wanted);
}

static bool parent_of(struct session *session, const struct notice *notice, const char *path, struct stat *ret)
{
    char parent[LONG_PATH];
    const char *name;
    struct view view;
    snprintf(parent, sizeof parent, "%s", path);
    char *slash = strrchr(parent, '/');
    if (slash == NULL || view_open(session, notice->tid, &view) < 0)
        return false;
    slash[slash == parent] = '\0';
    int at = path_at(&view, parent, &name);
    bool found = fstatat(at, name, ret, AT_SYMLINK_NOFOLLOW) == 0;
    view_close(session, &view);
    return found;
}

static void override(struct session *session, const struct credentials *who)
{
    note(session, who, CAP_DAC_OVERRIDE, "DAC_OVERRIDE");
}

/* The directories on the way, then what is wanted of the place itself. */
void caps_open(struct session *session, const struct notice *notice, const struct place *place, int wanted)
{
    struct credentials who;
    bool way_is_free = place->guard.mode == 0;
    bool is_plain = !place->exists || wanted == 0 || is_free(place->mode, place->uid, wanted);
    if (is_seen(session, CAP_DAC_OVERRIDE) || (way_is_free && is_plain) ||
        read_credentials(session, notice->tid, &who) < 0 || who.effective == 0)
        return;
    if (!way_is_free && !may(&who, place->guard.mode, place->guard.uid, place->guard.gid, SEARCH))
        override(session, &who);
    if (!is_plain && !may(&who, place->mode, place->uid, place->gid, wanted))
        override(session, &who);
}

static void change_directory(struct session *session, const struct notice *notice, const struct place *place, bool removes)
{
    struct stat parent;
    struct credentials who;
    if (!parent_of(session, notice, place->path, &parent))
        return;
    bool sticky = removes && parent.st_mode & S_ISVTX && place->exists;
    if ((is_free(parent.st_mode, parent.st_uid, WRITE | SEARCH) && !sticky) ||
        read_credentials(session, notice->tid, &who) < 0 || who.effective == 0)
        return;
    if (!may(&who, parent.st_mode, parent.st_uid, parent.st_gid, WRITE | SEARCH))
        override(session, &who);
    if (sticky && who.uids[3] != place->uid && who.uids[3] != parent.st_uid)
        note(session, &who, CAP_FOWNER, "FOWNER");
}

void caps_make(struct session *session, const struct notice *notice, const struct place *place)
{
    caps_open(session, notice, place, 0);
    if (place->can_be_made)
        change_directory(session, notice, place, false);
}

static bool is_named(const struct call *call, const char *part)
{
    return strstr(call->name, part) != NULL;
}

/* chown(2): an owner may give a file to a group of its own, and no more. */
static void change_owner(struct session *session, const struct notice *notice, const struct place *place, int first)
{
    struct credentials who;
    uid_t uid = (uid_t)notice->args[first];
    gid_t gid = (gid_t)notice->args[first + 1];
    if ((uid == (uid_t)-1 && gid == (gid_t)-1) || read_credentials(session, notice->tid, &who) < 0)
        return;
    bool own = who.uids[3] == place->uid && (uid == (uid_t)-1 || uid == place->uid) &&
        (gid == (gid_t)-1 || gid == place->gid || is_member(&who, gid));
    if (!own)
        note(session, &who, CAP_CHOWN, "CHOWN");
}

static void change_attributes(struct session *session, const struct notice *notice, const struct place *place,
                              bool write_is_enough)
{
    struct credentials who;
    if (read_credentials(session, notice->tid, &who) == 0 && who.uids[3] != place->uid &&
        !(write_is_enough && may(&who, place->mode, place->uid, place->gid, WRITE)))
        note(session, &who, CAP_FOWNER, "FOWNER");
}

void caps_change(struct session *session, const struct notice *notice, const struct call *call,
                 const struct path_argument *argument, const struct place *place)
{
    bool changes = argument->use == USE_CHANGE && place->exists;
    caps_open(session, notice, place, is_named(call, "truncate") ? WRITE : is_named(call, "chdir") ? SEARCH : 0);
    if (argument->use == USE_MAKE || argument->use == USE_REPLACE)
        caps_make(session, notice, place);
    else if (changes && (is_named(call, "unlink") || is_named(call, "rmdir") || is_named(call, "rename")))
        change_directory(session, notice, place, true);
    else if (changes && is_named(call, "chown"))
        change_owner(session, notice, place, is_named(call, "chownat") ? 2 : 1);
    else if (changes && is_named(call, "chmod"))
        change_attributes(session, notice, place, false);
    else if (changes && is_named(call, "utime"))
        change_attributes(session, notice, place, true);
}
