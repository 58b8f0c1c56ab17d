/*
 * storm FILES CALLS: looks at the files /data/N of an image, each one once, and then CALLS times in turn; opens them as
 * often. Prints what that took: a name and seconds in each line. (It is what tracing costs most.)
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void fail(const char *path)
{
    perror(path);
    exit(1);
}

static void look(const char *path)
{
    struct stat status;
    if (stat(path, &status) < 0)
        fail(path);
}

static void open_and_close(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        fail(path);
    close(fd);
}

static void storm(const char *name, int files, int calls, void (*call)(const char *path))
{
    char path[64];
    double start = now();
    for (int i = 0; i < calls; i++) {
        snprintf(path, sizeof path, "/data/%d", i % files);
        call(path);
    }
    printf("%s %.6f\n", name, now() - start);
}

int main(int argc, char **argv)
{
    int files = argc == 3 ? atoi(argv[1]) : 0, calls = argc == 3 ? atoi(argv[2]) : 0;
    if (files <= 0 || calls <= 0)
        return fprintf(stderr, "usage: storm FILES CALLS\n"), 2;
    storm("first-stat", files, files, look);
    storm("stat", files, calls, look);
    storm("open", files, calls, open_and_close);
    return 0;
}
