/* What calls do to paths. */
#include "session.h"

#include "interp.h"
#include "target.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_INTERPRETERS = 5, NO_ARGUMENT = -1 };

#ifndef __O_TMPFILE
#define __O_TMPFILE 020000000
#endif

/* A path as the call names it. */
struct name {
    char base[PATH_MAX]; /* image path that a relative path starts from */
    char path[PATH_MAX]; /* "": base itself, which is an open file */
};

static int note_refusal(struct session *session, const struct notice *notice, int error)
{
    char name[64], comm[32] = "?";
    if (error != -EPERM && error != -EACCES)
        return error;
    snprintf(name, sizeof name, "%d/comm", (int)notice->tid);
    int fd = openat(session->tracer->proc_fd, name, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, comm, sizeof comm - 1);
    if (fd >= 0)
        close(fd);
    if (n > 0)
        comm[comm[n - 1] == '\n' ? n - 1 : n] = '\0';
    session_limit(session, "the process '%s' could not be looked into (%s): its files are not all known", comm,
                  strerror(-error));
    return error;
}

static int read_name(struct session *session, const struct notice *notice, int directory, int path, struct name *ret)
{
    int r, fd = directory == NO_ARGUMENT ? AT_FDCWD : (int)notice->args[directory];
    bool has_path = path != NO_ARGUMENT && notice->args[path] != 0;
    ret->base[0] = ret->path[0] = '\0';
    if (has_path) {
        r = target_read_path(session->tracer->proc_fd, notice->tid, notice->args[path], ret->path, sizeof ret->path);
        if (r < 0)
            return note_refusal(session, notice, r);
    }
    if (ret->path[0] == '/')
        return 0;
    r = target_directory(session->tracer->proc_fd, notice->tid, fd, ret->base);
    return r < 0 ? note_refusal(session, notice, r) : 0;
}

static uint64_t hash_of(const struct session *session, char kind, const struct name *name)
{
    uint64_t seed = session->known.key ^ session->generation << 8 ^ (unsigned char)kind;
    return hash_text(hash_text(seed, name->base), name->path);
}

/* Whether this very lookup was recorded. Only lookups that found something are remembered. */
static bool is_known(const struct session *session, char kind, const struct name *name)
{
    return !session->roots_differ && hashes_has(&session->known, hash_of(session, kind, name));
}

static void remember(struct session *session, char kind, const struct name *name)
{
    if (session->roots_differ)
        return;
    int r = hashes_add(&session->known, hash_of(session, kind, name));
    if (r < 0)
        session->records.error = r;
}

static void forget_all(struct session *session)
{
    enum { ENOUGH = 1 << 18 };
    session->generation++;
    if (session->known.count > ENOUGH)
        hashes_clear(&session->known);
}

static int walk(struct session *session, const struct notice *notice, const struct name *name, bool follow,
                struct place *ret)
{
    if (!notice_is_valid(session, notice))
        return -ESRCH;
    struct view view;
    int r = view_open(session, notice->tid, &view);
    if (r < 0)
        return note_refusal(session, notice, r);
    /* An open file's own path needs no walk, and is not to be resolved a second time. */
    r = path_walk(&view, &session->records, name->base, name->path, follow, ret);
    view_close(session, &view);
    return r;
}

static bool follows(const struct notice *notice, const struct path_argument *argument)
{
    uint64_t flags = argument->flags < 0 ? 0 : notice->args[(int)argument->flags];
    switch (argument->follow) {
    case FOLLOW: return true;
    case NO_FOLLOW: return false;
    case FOLLOW_UNLESS: return !(flags & AT_SYMLINK_NOFOLLOW);
    case FOLLOW_IF: return flags & AT_SYMLINK_FOLLOW;
    }
    return true;
}

static void record_use(struct session *session, enum use use, const struct place *place)
{
    struct records *records = &session->records;
    bool puts = use == USE_REPLACE || use == USE_MAKE ? place->can_be_made : use == USE_CHANGE && place->exists;
    if (place->exists)
        record_path(records, "see", place->path);
    if (puts || (use == USE_REPLACE && place->exists))
        record_path(records, "put", place->path);
    else if (!place->exists)
        record_path(records, "mis", place->path);
}

/* Returns whether the call can succeed: what it looks at is there, what it makes is not. */
static bool look_at(struct session *session, struct notice *notice, const struct call *call,
                    const struct path_argument *argument)
{
    struct name name;
    struct place place;
    bool follow = follows(notice, argument);
    char kind = follow ? 's' : 'l';
    if (read_name(session, notice, argument->directory, argument->path, &name) < 0)
        return false;
    /* An empty path means an open file, whose opening was recorded; without AT_EMPTY_PATH it fails. */
    if (name.path[0] == '\0' && argument->use == USE_SEE)
        return true;
    if (argument->use == USE_SEE && is_known(session, kind, &name))
        return true;
    if (walk(session, notice, &name, follow, &place) < 0)
        return false;
    record_use(session, argument->use, &place);
    caps_change(session, notice, call, argument, &place);
    if (argument->use == USE_SEE && place.exists)
        remember(session, kind, &name);
    if (argument->use != USE_SEE && !follow)
        forget_all(session);
    return argument->use == USE_MAKE ? place.can_be_made : place.exists;
}

static bool is_faked(const struct session *session, const struct notice *notice, const struct call *call)
{
    if (!session->tracer->fake_ids)
        return false;
    if (calls_is_faked(notice->abi, notice->number))
        return true;
    int mode = strcmp(call->name, "mknod") == 0 ? 1 : strcmp(call->name, "mknodat") == 0 ? 2 : NO_ARGUMENT;
    return mode != NO_ARGUMENT && (S_ISCHR(notice->args[mode]) || S_ISBLK(notice->args[mode]));
}

void files_paths(struct session *session, struct notice *notice, const struct call *call)
{
    bool possible = true;
    for (int i = 0; i < 2 && call->paths[i].use != USE_NONE; i++)
        possible &= look_at(session, notice, call, &call->paths[i]);
    /* What cannot succeed is left to the kernel, which has the right error for it. */
    notice->answered = possible && is_faked(session, notice, call);
}

static void record_open(struct session *session, const struct notice *notice, const struct place *place, uint64_t flags)
{
    struct records *records = &session->records;
    bool creates = flags & O_CREAT, only_looks = flags & O_PATH || (creates && flags & O_EXCL) || S_ISDIR(place->mode) ||
        S_ISLNK(place->mode);
    bool reads = (flags & O_ACCMODE) != O_WRONLY, writes = (flags & O_ACCMODE) != O_RDONLY || flags & O_TRUNC;
    if (!place->exists) {
        record_path(records, creates && place->can_be_made ? "put" : "mis", place->path);
        if (creates)
            caps_make(session, notice, place);
        return;
    }
    caps_open(session, notice, place, flags & O_PATH ? 0 : (reads ? 4 : 0) | (writes ? 2 : 0));
    record_path(records, !only_looks && reads ? "get" : "see", place->path);
    if (!only_looks && writes)
        record_path(records, "put", place->path);
}

void files_open(struct session *session, struct notice *notice, int directory, int path, uint64_t flags, bool in_root)
{
    struct name name;
    struct place place;
    bool follow = !(flags & O_NOFOLLOW) && (flags & (O_CREAT | O_EXCL)) != (O_CREAT | O_EXCL);
    bool plain = (flags & (O_ACCMODE | O_CREAT | O_TRUNC | O_PATH | __O_TMPFILE)) == O_RDONLY && !in_root;
    char kind = follow ? 'o' : 'p';
    if (read_name(session, notice, directory, path, &name) < 0 || name.path[0] == '\0')
        return;
    if (plain && is_known(session, kind, &name))
        return;
    if (in_root && name.path[0] == '/') {
        memmove(name.path, name.path + strspn(name.path, "/"), strlen(name.path + strspn(name.path, "/")) + 1);
        if (target_directory(session->tracer->proc_fd, notice->tid, (int)notice->args[directory], name.base) < 0)
            return;
    }
    if (walk(session, notice, &name, follow, &place) < 0)
        return;
    record_open(session, notice, &place, flags);
    if (plain && place.exists)
        remember(session, kind, &name);
}

void files_openat2(struct session *session, struct notice *notice)
{
    struct open_how how;
    if (notice->args[3] < sizeof how || target_read(session->tracer->proc_fd, notice->tid, notice->args[2], &how, sizeof how) < 0)
        return;
    files_open(session, notice, 0, 1, how.flags, how.resolve & RESOLVE_IN_ROOT);
}

/* The kernel opens interpreters without a call: follows them as it does (binfmt_script, binfmt_elf). */
static void record_run(struct session *session, const struct notice *notice, const struct view *view,
                       struct place *place)
{
    struct name name = {.path = ""};
    for (int depth = 0; depth < MAX_INTERPRETERS; depth++) {
        struct interp interp;
        const char *file;
        record_path(&session->records, place->exists ? "run" : "mis", place->path);
        if (!place->exists)
            return;
        int at = path_at(view, place->path, &file);
        int r = interp_read(at, file, &interp);
        if (r == -EACCES || r == -EPERM)
            session_limit(session, "'%s' was executed but may not be read: its interpreter is not known", place->path);
        if (interp.foreign)
            session_limit(session, "'%s' is for another architecture: its system calls are not watched", place->path);
        if (r < 0 || interp.path[0] == '\0')
            return;
        if (interp.path[0] != '/' &&
            target_directory(session->tracer->proc_fd, notice->tid, AT_FDCWD, name.base) < 0)
            return;
        if (path_walk(view, &session->records, name.base, interp.path, true, place) < 0)
            return;
    }
}

void files_execute(struct session *session, struct notice *notice, int directory, int path, int flags)
{
    struct name name;
    struct place place;
    struct view view;
    bool follow = flags == NO_ARGUMENT || !(notice->args[flags] & AT_SYMLINK_NOFOLLOW);
    if (read_name(session, notice, directory, path, &name) < 0 || is_known(session, 'x', &name))
        return;
    if (walk(session, notice, &name, follow, &place) < 0 || view_open(session, notice->tid, &view) < 0)
        return;
    bool runs = S_ISREG(place.mode) && place.mode & 0111;
    if (runs) {
        caps_open(session, notice, &place, 1);
        record_run(session, notice, &view, &place);
        remember(session, 'x', &name);
    } else {
        record_path(&session->records, place.exists ? "see" : "mis", place.path);
    }
    view_close(session, &view);
}

void files_list(struct session *session, struct notice *notice)
{
    char path[PATH_MAX];
    int r = target_directory(session->tracer->proc_fd, notice->tid, (int)notice->args[0], path);
    if (r == 0 && notice_is_valid(session, notice))
        record_path(&session->records, "get", path);
}

void files_socket(struct session *session, struct notice *notice, const char *path, bool made)
{
    struct name name = {.base = ""};
    struct place place;
    if (strlen(path) >= sizeof name.path)
        return;
    strcpy(name.path, path);
    if (path[0] != '/' && target_directory(session->tracer->proc_fd, notice->tid, AT_FDCWD, name.base) < 0)
        return;
    if (walk(session, notice, &name, !made, &place) < 0)
        return;
    record_use(session, made ? USE_MAKE : USE_SEE, &place);
    if (made)
        caps_make(session, notice, &place);
    else
        caps_open(session, notice, &place, 2);
}
