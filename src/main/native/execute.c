/* Searches and executes the app's program, and says what is wrong if that fails. */
#include "execute.h"

#include "cleanup.h"
#include "interp.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

#define DEFAULT_PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

int execute_chdir(const struct launch *launch)
{
    cleanup_free char *path = strdup(launch->cwd);
    if (path == NULL)
        return -ENOMEM;
    if (chdir(path) == 0)
        return 0;
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(path, 0755) < 0 && errno != EEXIST)
            return -errno;
        *slash = '/';
    }
    if (mkdir(path, 0755) < 0 && errno != EEXIST)
        return -errno;
    return chdir(path) < 0 ? -errno : 0;
}

static const char *search_path(char **env)
{
    for (; env != NULL && *env != NULL; env++)
        if (strncmp(*env, "PATH=", 5) == 0)
            return *env + 5;
    return DEFAULT_PATH;
}

/* Finds the program. -EACCES if only ones that may not be executed are there, -ENOENT if none is. */
static int search(const char *name, const char *path, char ret_program[PATH_MAX])
{
    int r = -ENOENT;
    for (;;) {
        size_t length = strcspn(path, ":");
        char program[PATH_MAX];
        int n = snprintf(program, sizeof program, "%.*s%s%s", (int)length, length ? path : ".", "/", name);
        if (length == 0)
            n = snprintf(program, sizeof program, "./%s", name);
        struct stat status;
        if (n < PATH_MAX && stat(program, &status) == 0 && !S_ISDIR(status.st_mode)) {
            if (faccessat(AT_FDCWD, program, X_OK, 0) == 0) {
                strcpy(ret_program, program);
                return 0;
            }
            r = -EACCES;
        }
        if (path[length] == '\0')
            return r;
        path += length + 1;
    }
}

static int explain(const char *program, int error, char **ret_message)
{
    struct stat status;
    struct interp interp = {0};
    int code = 126, r = 0;
    if (error == ENOENT && stat(program, &status) == 0 && interp_read(AT_FDCWD, program, &interp) == 0 && interp.path[0]) {
        r = asprintf(ret_message, "'%s' needs the interpreter '%s', which is not there", program, interp.path);
        code = 127;
    } else if (error == ENOENT || error == ENOTDIR) {
        r = asprintf(ret_message, "'%s' was not found", program);
        code = 127;
    } else if (error == ENOEXEC) {
        r = asprintf(ret_message, "'%s' has a format that this machine cannot execute (a script without #!, or another "
                     "architecture?)", program);
    } else if (error == EACCES) {
        r = asprintf(ret_message, "'%s' may not be executed by uid %u (permission denied)", program, (unsigned)geteuid());
    } else {
        r = asprintf(ret_message, "'%s' could not be executed: %s", program, strerror(error));
    }
    if (r < 0)
        *ret_message = NULL;
    return code;
}

int execute(const struct launch *launch, char **env, char **ret_message)
{
    const char *name = launch->args[0];
    char program[PATH_MAX];
    *ret_message = NULL;

    if (*name == '\0')
        return explain("", ENOENT, ret_message);
    if (strchr(name, '/') == NULL) {
        int r = search(name, search_path(env), program);
        if (r == -ENOENT && asprintf(ret_message, "'%s' was not found on the PATH '%s'", name, search_path(env)) < 0)
            *ret_message = NULL;
        if (r == -ENOENT)
            return 127;
        if (r < 0)
            return explain(name, -r, ret_message);
        name = program;
    }
    execve(name, launch->args, env);
    return explain(name, errno, ret_message);
}
