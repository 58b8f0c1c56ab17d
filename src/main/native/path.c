#include "path.h"

#include "target.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_LINKS = 40 };

struct walk {
    const struct view *view;
    struct records *records;
    char *resolved; /* "" is the root, else no slash at the end */
    char pending[LONG_PATH];
    size_t root_length;
    int links;
    struct guard *guard;
};

int path_at(const struct view *view, const char *path, const char **ret_name)
{
    size_t length = strlen(view->root);
    bool inside = strncmp(path, view->root, length) == 0 && (path[length] == '/' || path[length] == '\0');
    const char *name = inside ? path + length : path;
    *ret_name = *name == '\0' || strcmp(name, "/") == 0 ? "." : name + 1;
    return inside ? view->root_fd : view->image_fd;
}

static int look(const struct walk *walk, struct stat *ret_status)
{
    const char *name;
    int at = path_at(walk->view, walk->resolved, &name);
    return fstatat(at, name, ret_status, AT_SYMLINK_NOFOLLOW) < 0 ? -errno : 0;
}

static void go_up(struct walk *walk)
{
    if (strlen(walk->resolved) <= walk->root_length)
        return;
    char *slash = strrchr(walk->resolved, '/');
    if (slash != NULL)
        *slash = '\0';
}

static int go_down(struct walk *walk, const char *name, size_t length)
{
    size_t there = strlen(walk->resolved);
    if (there + length + 2 > LONG_PATH)
        return -ENAMETOOLONG;
    walk->resolved[there] = '/';
    memcpy(walk->resolved + there + 1, name, length);
    walk->resolved[there + 1 + length] = '\0';
    return 0;
}

/* Takes the next component off. Returns its length, 0 at the end. */
static size_t next_name(const char **rest, const char **ret_name)
{
    *rest += strspn(*rest, "/");
    *ret_name = *rest;
    size_t length = strcspn(*rest, "/");
    *rest += length;
    return length;
}

static bool is_dot(const char *name, size_t length)
{
    return length == 1 && name[0] == '.';
}

static bool is_up(const char *name, size_t length)
{
    return length == 2 && name[0] == '.' && name[1] == '.';
}

/* What is left of a path whose middle is missing, by its text alone. */
static int finish_missing(struct walk *walk, const char *rest)
{
    const char *name;
    size_t length;
    int r = 0;
    while (r == 0 && (length = next_name(&rest, &name)) > 0) {
        if (is_up(name, length))
            go_up(walk);
        else if (!is_dot(name, length))
            r = go_down(walk, name, length);
    }
    return r;
}

/* `text` takes the place of the link, before what is pending. */
static int push(struct walk *walk, const char *text, const char *rest)
{
    char joined[LONG_PATH];
    int n = snprintf(joined, sizeof joined, "%s%s", text, rest);
    if (n < 0 || n >= (int)sizeof joined)
        return -ENAMETOOLONG;
    memcpy(walk->pending, joined, (size_t)n + 1);
    return 0;
}

/* Whether the walk is below a process's folder in /proc: links there do not lead where their text says. */
static bool is_in_process(const struct walk *walk)
{
    const char *path = walk->resolved + walk->root_length;
    return strncmp(path, "/proc/", 6) == 0 && isdigit((unsigned char)path[6]) && strchr(path + 6, '/') != NULL;
}

/* /proc/self is the reader's own process, so the target's number has to be put in its place. */
static int replace_self(struct walk *walk, const char *rest, bool *ret_replaced)
{
    const char *path = walk->resolved + walk->root_length;
    bool thread = strcmp(path, "/proc/thread-self") == 0;
    *ret_replaced = thread || strcmp(path, "/proc/self") == 0;
    if (!*ret_replaced)
        return 0;
    struct target_ids ids;
    int r = target_ids(walk->view->proc_fd, walk->view->tid, &ids);
    if (r < 0)
        return r;
    char number[64];
    if (thread)
        snprintf(number, sizeof number, "%d/task/%d", (int)ids.inner_tgid, (int)ids.inner_tid);
    else
        snprintf(number, sizeof number, "%d", (int)ids.inner_tgid);
    go_up(walk);
    return push(walk, number, rest);
}

static int follow_link(struct walk *walk, const char *rest)
{
    char target[PATH_MAX];
    const char *name;
    if (++walk->links > MAX_LINKS)
        return -ELOOP;
    int at = path_at(walk->view, walk->resolved, &name);
    ssize_t n = readlinkat(at, name, target, sizeof target);
    if (n < 0)
        return -errno;
    if (n == sizeof target)
        return -ENAMETOOLONG;
    target[n] = '\0';
    if (is_in_process(walk) && target[0] != '/' && strchr(target, ':') != NULL)
        return -ENOENT; /* pipe:[1], socket:[2], anon_inode:x */
    if (is_in_process(walk) && target[0] == '/') {
        walk->resolved[0] = '\0';
        return push(walk, target, rest);
    }
    record_path(walk->records, "via", walk->resolved);
    if (target[0] == '/')
        walk->resolved[walk->root_length] = '\0';
    else
        go_up(walk);
    return push(walk, target, rest);
}

/* One component. Sets *ret_missing if it is not there; then what is pending was appended. */
static int step(struct walk *walk, const char *name, size_t length, const char *rest, bool follow, struct stat *status,
                bool *ret_missing, bool *ret_last)
{
    bool replaced, last = rest[0] == '\0';
    int r = go_down(walk, name, length);
    if (r < 0)
        return r;
    r = replace_self(walk, rest, &replaced);
    if (r < 0 || replaced)
        return r;
    r = look(walk, status);
    if (r == 0 && S_ISLNK(status->st_mode) && (!last || follow))
        return follow_link(walk, rest);
    if (r == 0 && !last && S_ISDIR(status->st_mode) && !(status->st_mode & S_IXOTH) &&
        !(status->st_uid == 0 && status->st_mode & S_IXUSR))
        *walk->guard = (struct guard){.mode = status->st_mode, .uid = status->st_uid, .gid = status->st_gid};
    bool no_directory = r == 0 && !last && !S_ISDIR(status->st_mode) && !S_ISLNK(status->st_mode);
    if (no_directory) {
        record_path(walk->records, "see", walk->resolved);
        if (rest[strspn(rest, "/")] == '\0')
            return -ENOTDIR;
    }
    if (r == -ENOENT || r == -ENOTDIR || r == -ENAMETOOLONG || no_directory) {
        *ret_missing = true;
        *ret_last = r == -ENOENT && rest[strspn(rest, "/")] == '\0';
        return finish_missing(walk, rest);
    }
    memmove(walk->pending, rest, strlen(rest) + 1);
    return r;
}

int path_walk(const struct view *view, struct records *records, const char *base, const char *path, bool follow,
              struct place *ret_place)
{
    struct walk walk = {.view = view, .records = records, .resolved = ret_place->path, .root_length = strlen(view->root),
                        .guard = &ret_place->guard};
    struct stat status = {.st_mode = 0};
    bool missing = false, last = false;
    ret_place->guard = (struct guard){.mode = 0};
    const char *start = path[0] == '/' ? view->root : base;
    if (strlen(path) >= sizeof walk.pending || strlen(start) >= LONG_PATH)
        return -ENAMETOOLONG;
    strcpy(walk.pending, path);
    strcpy(walk.resolved, strcmp(start, "/") == 0 ? "" : start);

    while (!missing) {
        const char *name, *rest = walk.pending;
        size_t length = next_name(&rest, &name);
        if (length == 0)
            break;
        if (is_dot(name, length) || is_up(name, length)) {
            if (length == 2)
                go_up(&walk);
            memmove(walk.pending, rest, strlen(rest) + 1);
            status.st_mode = 0;
            continue;
        }
        int r = step(&walk, name, length, rest, follow, &status, &missing, &last);
        if (r < 0)
            return r;
    }
    if (!missing && (status.st_mode == 0 || S_ISLNK(status.st_mode)) && !(S_ISLNK(status.st_mode) && !follow)) {
        int r = look(&walk, &status);
        if (r < 0)
            return r;
    }
    ret_place->exists = !missing;
    ret_place->can_be_made = missing && last;
    ret_place->mode = missing ? 0 : status.st_mode;
    ret_place->uid = missing ? 0 : status.st_uid;
    ret_place->gid = missing ? 0 : status.st_gid;
    if (walk.resolved[0] == '\0')
        strcpy(walk.resolved, "/");
    return 0;
}
