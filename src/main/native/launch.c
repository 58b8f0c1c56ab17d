/* Reads the description of a launch. */
#include "launch.h"

#include "cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

enum { MAX_LENGTH = 16 << 20 };


static int read_text(const char *file, char **ret_text, size_t *ret_length)
{
    cleanup_fd int fd = open(file, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    struct stat status;
    if (fstat(fd, &status) < 0)
        return -errno;
    if (!S_ISREG(status.st_mode) || status.st_size > MAX_LENGTH)
        return -EFBIG;
    size_t length = (size_t)status.st_size, done = 0;
    cleanup_free char *text = malloc(length + 1);
    if (text == NULL)
        return -ENOMEM;
    while (done < length) {
        ssize_t n = read(fd, text + done, length - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -errno;
        if (n == 0)
            break;
        done += (size_t)n;
    }
    text[done] = '\0';
    *ret_text = text;
    *ret_length = done;
    text = NULL;
    return 0;
}

static int append(char ***list, char *value)
{
    size_t n = 0;
    while (*list != NULL && (*list)[n] != NULL)
        n++;
    /* The array grows when its size reaches a power of two. */
    if (*list == NULL || (n & (n + 1)) == 0) {
        char **grown = realloc(*list, (2 * (n + 1)) * sizeof *grown);
        if (grown == NULL)
            return -ENOMEM;
        *list = grown;
    }
    (*list)[n] = value;
    (*list)[n + 1] = NULL;
    return 0;
}

static int set_caps(struct launch *launch, const char *value)
{
    char *end;
    errno = 0;
    launch->caps = strtoull(value, &end, 16);
    if (errno != 0 || *value == '\0' || *end != '\0')
        return -EINVAL;
    launch->has_caps = true;
    return 0;
}

static int set_one(struct launch *launch, const char *key, char *value)
{
    const struct {
        const char *key;
        char ***list;
    } lists[] = {
        {"arg", &launch->args},    {"env", &launch->env},     {"lower", &launch->lowers},
        {"port", &launch->ports},  {"tmpfs", &launch->tmpfs}, {"volume", &launch->volumes},
        {"host", &launch->hosts},
    };
    const struct {
        const char *key;
        const char **text;
    } texts[] = {
        {"cwd", &launch->cwd},     {"user", &launch->user}, {"nonce", &launch->nonce},
        {"trace", &launch->trace}, {"run", &launch->run},   {"hostname", &launch->hostname},
        {"out", &launch->out},
    };

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (strcmp(key, lists[i].key) == 0)
            return append(lists[i].list, value);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (strcmp(key, texts[i].key) == 0) {
            *texts[i].text = value;
            return 0;
        }
    if (strcmp(key, "caps") == 0)
        return set_caps(launch, value);
    if (strcmp(key, "weak") == 0) {
        launch->weak = strcmp(value, "1") == 0;
        return 0;
    }
    if (strcmp(key, "net") == 0) {
        char *end;
        launch->host_net = strcmp(value, "host") == 0;
        launch->net_of = launch->host_net ? 0 : (pid_t)strtol(value, &end, 10);
        return launch->host_net || (launch->net_of > 0 && *end == '\0') ? 0 : -EINVAL;
    }
    return -EINVAL;
}

static int split(struct launch *launch, const char **ret_problem)
{
    char *end = launch->text + launch->length;
    for (char *line = launch->text; line < end;) {
        char *next = line + strlen(line) + 1;
        char *equals = strchr(line, '=');
        if (equals == NULL || next > end) {
            *ret_problem = line;
            return -EINVAL;
        }
        *equals = '\0';
        int r = set_one(launch, line, equals + 1);
        if (r < 0) {
            *equals = '=';
            *ret_problem = line;
            return r;
        }
        line = next;
    }
    if (launch->args == NULL) {
        *ret_problem = "no arg=";
        return -EINVAL;
    }
    if (launch->cwd[0] != '/') {
        *ret_problem = launch->cwd;
        return -EINVAL;
    }
    return 0;
}

int launch_read(const char *file, struct launch *ret_launch, const char **ret_problem)
{
    *ret_launch = (struct launch){.cwd = "/", .user = "", .nonce = "", .event_fd = STDERR_FILENO};
    *ret_problem = file;
    int r = read_text(file, &ret_launch->text, &ret_launch->length);
    return r < 0 ? r : split(ret_launch, ret_problem);
}

void launch_free(struct launch *launch)
{
    free(launch->text);
    free(launch->args);
    free(launch->env);
    free(launch->lowers);
    free(launch->ports);
    free(launch->tmpfs);
    free(launch->volumes);
    free(launch->hosts);
    *launch = (struct launch){0};
}
