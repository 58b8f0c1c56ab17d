#include "output.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cleanup.h"
#include "filter.h"
#include "problem.h"

#define PARENT "/.slim"
#define DIRECTORY PARENT "/out"

/* Of all files together, and how many: OutputFiles in package engine has the same. */
#define MOST_BYTES (512LL << 20)
#define MOST_FILES 256

int output_make(struct problem *problem)
{
    if (mkdir(PARENT, 0755) < 0 && errno != EEXIST)
        return problem_set(problem, -errno, "'" PARENT "' cannot be made");
    if (mkdir(DIRECTORY, 0755) < 0 && errno != EEXIST)
        return problem_set(problem, -errno, "'" DIRECTORY "' cannot be made");
    cleanup_fd int fd = open(DIRECTORY, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0 || fchmod(fd, 01777) < 0)
        return problem_set(problem, -errno, "'" DIRECTORY "' cannot be made writable");
    return 0;
}

int output_send(const struct sandbox *s)
{
    cleanup_fd int mounts = openat(s->proc, "self/ns/mnt", O_RDONLY | O_CLOEXEC);
    return mounts < 0 ? -errno : listener_send(s->handover[1], mounts);
}

/* As its name goes to the host, it has to be a plain one. */
static bool is_plain(const char *name)
{
    return name[0] != '.' &&
           name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")] == '\0';
}

static int copy(int from, int to, long long *left)
{
    static char buffer[65536];
    for (ssize_t n; (n = read(from, buffer, sizeof buffer)) != 0;) {
        if (n < 0)
            return -errno;
        if ((*left -= n) < 0)
            return -EFBIG;
        for (ssize_t done = 0, m; done < n; done += m)
            if ((m = write(to, buffer + done, (size_t)(n - done))) < 0)
                return -errno;
    }
    return 0;
}

/* Nothing of the app runs: what is a regular file stays one. */
static int file(int from_dir, int to_dir, const char *name, long long *left)
{
    struct stat st;
    if (fstatat(from_dir, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
        return -errno;
    if (!S_ISREG(st.st_mode))
        return 0;
    if (st.st_size > *left)
        return -EFBIG;
    cleanup_fd int from = openat(from_dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (from < 0)
        return -errno;
    cleanup_fd int to = openat(to_dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    return to < 0 ? -errno : copy(from, to, left);
}

static int fetch(int mounts, int to, struct problem *problem)
{
    if (setns(mounts, CLONE_NEWNS) < 0)
        return problem_set(problem, -errno, "the app's container cannot be entered");
    int from = open(DIRECTORY, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *dir = from < 0 ? NULL : fdopendir(from);
    if (!dir)
        return problem_set(problem, -errno, "'" DIRECTORY "' cannot be listed");
    long long left = MOST_BYTES;
    int count = 0, ret = 0;
    for (struct dirent *e; ret == 0 && (errno = 0, e = readdir(dir));) {
        if (!is_plain(e->d_name))
            continue;
        ret = ++count > MOST_FILES ? -E2BIG : file(from, to, e->d_name, &left);
        if (ret < 0)
            problem_set(problem, ret, "'" DIRECTORY "/%s' cannot be fetched", e->d_name);
    }
    if (ret == 0 && errno)
        ret = problem_set(problem, -errno, "'" DIRECTORY "' cannot be listed");
    closedir(dir);
    return ret;
}

/* A process of its own: the one that enters the app's mounts does not come back. */
void output_fetch(struct sandbox *s)
{
    if (!s->launch.out || s->mounts < 0)
        return;
    struct problem problem = {0};
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        cleanup_fd int to = open(s->launch.out, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        int ret = to < 0 ? problem_set(&problem, -errno, "'%s' cannot be opened", s->launch.out)
                         : fetch(s->mounts, to, &problem);
        if (ret < 0)
            event_write(&s->launch, "out %s", problem.text);
        _exit(0);
    }
    int status = -1;
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    if (status != 0)
        event_write(&s->launch, "out the process that fetches files failed");
    close(s->mounts);
    s->mounts = -1;
}
