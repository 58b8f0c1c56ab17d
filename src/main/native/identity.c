/* Looks the app's user up. Rules as in runc's libcontainer/user: a number is always an id, a named group alone is used. */
#include "identity.h"

#include "cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

enum { MAX_FIELDS = 7, MAX_GROUPS = 1024 };

static FILE *open_table(int root_fd, const char *name)
{
    const char *path = root_fd == AT_FDCWD ? name : name + 1;
    int fd = openat(root_fd, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat status;
    if (fd >= 0 && (fstat(fd, &status) < 0 || !S_ISREG(status.st_mode))) {
        close(fd);
        return NULL;
    }
    FILE *file = fd < 0 ? NULL : fdopen(fd, "r");
    if (fd >= 0 && file == NULL)
        close(fd);
    return file;
}

/* The next line with at least `least` fields; missing ones are "". Returns 0 at the end. */
static int next_entry(FILE *file, char **line, size_t *size, char *fields[MAX_FIELDS], int least)
{
    ssize_t n;
    while ((n = getline(line, size, file)) > 0) {
        if ((*line)[n - 1] == '\n')
            (*line)[n - 1] = '\0';
        int count = 0;
        char *rest = *line;
        while (count < MAX_FIELDS && rest != NULL)
            fields[count++] = strsep(&rest, ":");
        if (count < least)
            continue;
        while (count < MAX_FIELDS)
            fields[count++] = (char *)"";
        return 1;
    }
    return 0;
}

static bool parse_id(const char *text, unsigned *ret_id)
{
    char *end;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    if (errno != 0 || *text < '0' || *text > '9' || *end != '\0' || value > INT_MAX)
        return false;
    *ret_id = (unsigned)value;
    return true;
}

/* Finds the user; *ret_name stays NULL if passwd does not know the id. */
static int find_user(int root_fd, const char *user, struct identity *identity, char **ret_name)
{
    unsigned wanted = 0;
    bool numeric = *user == '\0' || parse_id(user, &wanted);
    FILE *file = open_table(root_fd, "/etc/passwd");
    cleanup_free char *line = NULL;
    size_t size = 0;
    char *fields[MAX_FIELDS];
    int r = numeric ? 0 : -ENOENT;

    while (file != NULL && *ret_name == NULL && next_entry(file, &line, &size, fields, 4)) {
        unsigned uid, gid;
        if (!parse_id(fields[2], &uid) || !parse_id(fields[3], &gid))
            continue;
        if (numeric ? uid != wanted : strcmp(fields[0], user) != 0)
            continue;
        identity->uid = uid;
        identity->gid = gid;
        identity->home = strdup(fields[5][0] ? fields[5] : "/");
        *ret_name = strdup(fields[0]);
        r = identity->home == NULL || *ret_name == NULL ? -ENOMEM : 0;
        if (r < 0)
            break;
    }
    if (file != NULL)
        fclose(file);
    if (r == 0 && *ret_name == NULL)
        identity->uid = wanted;
    return r;
}

static bool lists_member(char *members, const char *name)
{
    char *member;
    while ((member = strsep(&members, ",")) != NULL)
        if (strcmp(member, name) == 0)
            return true;
    return false;
}

/* With a group given: sets the gid. Otherwise adds the groups that list the user. */
static int find_groups(int root_fd, const char *group, const char *user, struct identity *identity)
{
    unsigned wanted = 0;
    bool numeric = group != NULL && parse_id(group, &wanted);
    if (numeric)
        identity->gid = wanted;
    if (numeric || (group == NULL && user == NULL))
        return 0;
    FILE *file = open_table(root_fd, "/etc/group");
    cleanup_free char *line = NULL;
    size_t size = 0;
    char *fields[MAX_FIELDS];
    int r = group != NULL ? -ENOENT : 0;

    while (file != NULL && next_entry(file, &line, &size, fields, 3)) {
        unsigned gid;
        if (!parse_id(fields[2], &gid))
            continue;
        if (group != NULL && strcmp(fields[0], group) == 0) {
            identity->gid = gid;
            r = 0;
            break;
        }
        if (group == NULL && identity->group_count < MAX_GROUPS && lists_member(fields[3], user))
            identity->groups[identity->group_count++] = gid;
    }
    if (file != NULL)
        fclose(file);
    return r;
}

int identity_read(int root_fd, const char *user, struct identity *ret_identity, const char **ret_problem)
{
    *ret_identity = (struct identity){0};
    *ret_problem = "user";
    cleanup_free char *text = strdup(user);
    cleanup_free char *name = NULL;
    ret_identity->groups = calloc(MAX_GROUPS + 1, sizeof(gid_t));
    if (text == NULL || ret_identity->groups == NULL)
        return -ENOMEM;
    char *group = strchr(text, ':');
    if (group != NULL)
        *group++ = '\0';
    if (group != NULL && *group == '\0')
        group = NULL;

    int r = find_user(root_fd, text, ret_identity, &name);
    if (r < 0)
        return r;
    *ret_problem = "group";
    ret_identity->group_count = 1;
    r = find_groups(root_fd, group, name, ret_identity);
    if (r < 0)
        return r;
    ret_identity->groups[0] = ret_identity->gid;
    if (ret_identity->home == NULL)
        ret_identity->home = strdup("/");
    return ret_identity->home == NULL ? -ENOMEM : 0;
}

void identity_free(struct identity *identity)
{
    free(identity->groups);
    free(identity->home);
    *identity = (struct identity){0};
}

int identity_env(const struct launch *launch, const char *home, char ***ret_env, char **ret_home)
{
    size_t n = 0;
    bool has_home = false;
    for (; launch->env != NULL && launch->env[n] != NULL; n++)
        has_home |= strncmp(launch->env[n], "HOME=", 5) == 0;
    cleanup_free char **env = calloc(n + 2, sizeof *env);
    char *added = NULL;
    if (env == NULL || (!has_home && asprintf(&added, "HOME=%s", home) < 0))
        return -ENOMEM;
    for (size_t i = 0; i < n; i++)
        env[i] = launch->env[i];
    env[n] = added;
    *ret_env = env;
    *ret_home = added;
    env = NULL;
    return 0;
}
