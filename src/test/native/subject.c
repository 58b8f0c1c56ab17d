/* A program with one small behaviour a word, to be traced: subject WORD ARGUMENT... Exits 0 if it saw what it expects. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static int check(int ok, const char *what)
{
    if (!ok)
        fprintf(stderr, "subject: %s: %s\n", what, strerror(errno));
    return ok ? 0 : 1;
}

/* Relative to the working directory, to a descriptor, to a descriptor alone. */
static int do_relative(char **a)
{
    struct stat status;
    int fd = open(a[0], O_RDONLY | O_DIRECTORY);
    int failed = check(fd >= 0 && openat(fd, "by-fd", O_RDONLY) >= 0, "openat");
    failed |= check(chdir(a[0]) == 0 && open("../d/./by-cwd", O_RDONLY) >= 0, "open");
    int file = open("by-empty", O_PATH);
    failed |= check(fstatat(file, "", &status, AT_EMPTY_PATH) == 0, "fstatat");
    failed |= check(fchdir(fd) == 0 && access("absent", F_OK) < 0, "access");
    char *const words[] = {"true", NULL};
    int program = open(a[1], O_PATH);
    if (fork() == 0) {
        syscall(SYS_execveat, program, "", words, environ, AT_EMPTY_PATH);
        _exit(9);
    }
    int code;
    wait(&code);
    return failed | check(code == 0, "execveat");
}

static int do_open(char **a)
{
    for (; *a != NULL; a++)
        close(open(*a, O_RDONLY));
    return 0;
}

static int do_lookups(char **a)
{
    struct stat status;
    char text[100];
    return check(lstat(a[0], &status) == 0 && readlink(a[0], text, sizeof text) > 0, "lstat") | check(stat(a[1], &status) == 0, "stat") |
        check(open(a[2], O_RDONLY | O_NOFOLLOW) < 0 && errno == ELOOP, "O_NOFOLLOW");
}

static int do_create(char **a)
{
    struct stat status;
    chdir(a[0]);
    int fd = open("made", O_CREAT | O_RDWR, 0600);
    int failed = check(fd >= 0 && stat("made", &status) == 0, "open");
    failed |= check(mkdir("made-dir", 0700) == 0 && mkdir("made-dir", 0700) < 0, "mkdir");
    failed |= check(rename("old", "new") == 0 && unlink("gone") == 0 && symlink("x", "made-link") == 0, "rename");
    failed |= check(link("kept", "made-hard") == 0 && chmod("changed", 0600) == 0 && truncate("cut", 0) == 0, "link");
    failed |= check(open("nowhere/file", O_CREAT | O_WRONLY, 0600) < 0, "open in a missing folder");
    return failed | check(open("written", O_WRONLY) >= 0 && open("both", O_RDWR) >= 0 && open("kept", O_CREAT | O_EXCL, 0600) < 0, "open");
}

static int do_chroot(char **a)
{
    return check(chroot(a[0]) == 0 && chdir("/") == 0 && open("/in/../in/link", O_RDONLY) >= 0, "chroot") |
        check(open("../../../etc-absent", O_RDONLY) < 0, "open");
}

#if defined(__x86_64__)
static long call32(int number, const void *first, long second, long third)
{
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(number), "b"(first), "c"(second), "d"(third) : "memory", "r8", "r9", "r10", "r11");
    return (int)result;
}

static int do_call32(char **a)
{
    enum { OPEN = 5, STAT64 = 195, SOCKETCALL = 102 };
    char *low = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
    strcpy(low, a[0]);
    int failed = check(call32(OPEN, low, 0, 0) >= 0, "open by int 0x80");
    strcpy(low, a[1]);
    failed |= check(call32(STAT64, low, (long)(low + 2048), 0) == -ENOENT, "stat64 by int 0x80");
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    unsigned *words = (unsigned *)low;
    words[0] = (unsigned)fd;
    words[1] = 5;
    failed |= check(call32(SOCKETCALL, (void *)4L, (long)words, 0) == 0, "listen by socketcall");
    return failed | check(syscall(0x40000000 | SYS_getppid) != -1 || errno == ENOSYS, "x32");
}
#else
static int do_call32(char **a)
{
    (void)a;
    return 77;
}
#endif

static int do_io_uring(char **a)
{
    char parameters[120] = {0};
    (void)a;
    return check(syscall(425, 4, parameters) < 0 && errno == ENOSYS, "io_uring_setup");
}

static int do_listener(char **a)
{
    struct sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    struct sock_fprog program = {1, &allow};
    (void)a;
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    return check(syscall(SYS_seccomp, 1, 8, &program) < 0 && errno == EBUSY, "seccomp");
}

/* Listens on a free port, fails to listen and to bind in some ways, and serves one connection within 10 s. */
static int do_listen(char **a)
{
    (void)a;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    int failed = check(bind(fd, (void *)&address, size) == 0 && getsockname(fd, (void *)&address, &size) == 0, "bind");
    int bad = socket(AF_INET, SOCK_DGRAM, 0);
    failed |= check(listen(bad, 1) < 0 && errno == EOPNOTSUPP, "listen on a datagram socket");
    failed |= check(listen(12345, 1) < 0 && errno == EBADF, "listen on no socket");
    failed |= check(bind(bad, (void *)&address, sizeof address) == 0, "bind udp");
    int again = socket(AF_INET, SOCK_DGRAM, 0);
    failed |= check(bind(again, (void *)&address, sizeof address) < 0 && errno == EADDRINUSE, "bind udp twice");
    if (failed || listen(fd, 5) < 0)
        return 1;
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    return check(poll(&wait, 1, 10000) == 1 && accept(fd, NULL, NULL) >= 0, "accept");
}

static int do_connect(char **a)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(a[0])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    return check(connect(fd, (void *)&address, sizeof address) == 0, "connect");
}

static int do_unix(char **a)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strcpy(address.sun_path, a[0]);
    int one = socket(AF_UNIX, SOCK_STREAM, 0), two = socket(AF_UNIX, SOCK_STREAM, 0);
    int failed = check(bind(one, (void *)&address, sizeof address) == 0 && listen(one, 1) == 0, "bind");
    failed |= check(connect(two, (void *)&address, sizeof address) == 0, "connect");
    strcpy(address.sun_path, a[1]);
    return failed | check(connect(two, (void *)&address, sizeof address) < 0, "connect to nothing");
}

/* Has no child it did not make, no descriptor but those given. */
static int do_alone(char **a)
{
    int failed = check(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD, "waitpid");
    for (int fd = 0; fd < 256; fd++) {
        char **given = a;
        while (*given != NULL && atoi(*given) != fd)
            given++;
        if (*given == NULL)
            failed |= check(fcntl(fd, F_GETFD) < 0, "a foreign descriptor");
    }
    return failed;
}

static void leave(int signal)
{
    _exit(signal == SIGTERM ? 7 : 8);
}

/* Says it is ready, then waits for the end of standard input. */
static int do_wait(char **a)
{
    char byte;
    if (a[0] != NULL && strcmp(a[0], "handle") == 0)
        signal(SIGTERM, leave);
    puts("ready");
    fflush(stdout);
    while (read(0, &byte, 1) > 0 || errno == EINTR)
        continue;
    return 5;
}

/* What a namespace of one user refuses, unless it is faked. */
static int do_ids(char **a)
{
    gid_t groups[] = {1, 2};
    int failed = check(setgroups(2, groups) == 0 && setresgid(12345, 12345, 12345) == 0 && setuid(12345) == 0, "ids");
    failed |= check(chown(a[0], 1, 1) == 0 && fchownat(AT_FDCWD, a[0], 2, 2, AT_SYMLINK_NOFOLLOW) == 0, "chown");
    failed |= check(mknod("device", S_IFCHR | 0600, makedev(1, 3)) == 0 && access("device", F_OK) < 0, "mknod of a device");
    failed |= check(mknod("queue", S_IFIFO | 0600, 0) == 0 && access("queue", F_OK) == 0, "mknod of a fifo");
    return failed | check(a[1] == NULL || (chown("absent", 1, 1) < 0 && errno == ENOENT), "chown of nothing");
}

/* What Docker's own profile refuses to a container without SYS_ADMIN. */
static int do_refused(char **a)
{
    (void)a;
    int failed = check(unshare(CLONE_NEWUSER) < 0 && errno == EPERM, "unshare");
    failed |= check(syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0) < 0 && errno == EPERM, "clone");
    failed |= check(syscall(SYS_bpf, 0, 0, 0) < 0 && errno == EPERM, "bpf");
    failed |= check(syscall(435, 0, 0) < 0 && errno == ENOSYS, "clone3");
    return failed | check(mount("none", "/", "tmpfs", 0, NULL) < 0 && errno == EPERM, "mount");
}

static int do_segfault(char **a)
{
    (void)a;
    raise(SIGSEGV);
    return 0;
}

static int race_pipe[2];

static void guard_pages(void)
{
    mprotect(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), 4096, PROT_NONE);
}

static void *race_second(void *unused)
{
    guard_pages();
    check(write(race_pipe[1], "", 1) == 1, "write");
    return unused;
}

/* As the main thread of a JVM: is it ahead of the one that it starts until it opens the file? */
static void *race_main(void *file)
{
    pthread_t second;
    struct pollfd polled = {.fd = race_pipe[0], .events = POLLIN};
    guard_pages();
    pthread_create(&second, NULL, race_second, NULL);
    puts(poll(&polled, 1, 500) == 0 ? "first" : "second");
    close(open(file, O_RDONLY));
    pthread_join(second, NULL);
    return NULL;
}

static int do_race(char **a)
{
    pthread_t thread;
    int failed = check(pipe(race_pipe) == 0 && pthread_create(&thread, NULL, race_main, a[0]) == 0, "thread");
    return failed | check(pthread_join(thread, NULL) == 0, "join");
}

int main(int argc, char **argv)
{
    static const struct {
        const char *word;
        int (*run)(char **);
    } words[] = {
        {"relative", do_relative}, {"open", do_open},       {"lookups", do_lookups}, {"create", do_create},
        {"chroot", do_chroot},     {"call32", do_call32},   {"io_uring", do_io_uring}, {"listener", do_listener},
        {"listen", do_listen},     {"connect", do_connect}, {"unix", do_unix},       {"alone", do_alone},
        {"wait", do_wait},         {"ids", do_ids}, {"refused", do_refused},         {"segfault", do_segfault},
        {"race", do_race},
    };
    for (size_t i = 0; argc > 1 && i < sizeof words / sizeof *words; i++)
        if (strcmp(argv[1], words[i].word) == 0)
            return words[i].run(argv + 2);
    return 99;
}
