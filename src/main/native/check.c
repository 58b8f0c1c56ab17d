/* `sensor check`: can this machine run `sensor sandbox`? */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cleanup.h"
#include "command.h"
#include "filter.h"
#include "namespaces.h"
#include "problem.h"

/* What the trial process found; sent through a pipe. */
struct finding {
    int privileged;
    int error;
    struct problem problem;
};

static int mounts_work(struct problem *problem)
{
    if (mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL) < 0 || mount("tmpfs", "/proc", "tmpfs", 0, NULL) < 0 ||
        umount2("/proc", MNT_DETACH) < 0)
        return problem_set(problem, -errno, "mounts are refused");
    long pid = syscall(SYS_clone, CLONE_NEWPID | SIGCHLD, 0, 0, 0, 0);
    if (pid < 0)
        return problem_set(problem, -errno, "a pid namespace is refused");
    if (pid == 0)
        _exit(mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) < 0 ? errno : 0);
    int status;
    if (waitpid((pid_t)pid, &status, 0) < 0)
        return problem_set(problem, -errno, "the trial process cannot be waited for");
    if (!WIFEXITED(status) || WEXITSTATUS(status))
        return problem_set(problem, WIFEXITED(status) ? -WEXITSTATUS(status) : -EINTR, "mounting '/proc' is refused");
    return 0;
}

static struct finding try_namespaces(void)
{
    struct finding found = {0};
    found.privileged = namespaces_enter(CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWNET);
    if (found.privileged == -ENOSPC) { /* user_namespaces(7); "No space left on device" would mislead */
        snprintf(found.problem.text, sizeof found.problem.text, "namespaces are refused: their limit is reached");
        found.error = found.privileged;
    } else if (found.privileged < 0)
        found.error = problem_set(&found.problem, found.privileged, "namespaces are refused");
    else
        found.error = mounts_work(&found.problem);
    return found;
}

static struct finding namespaces(void)
{
    struct finding found = {.error = -EIO};
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return found;
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        struct finding mine = try_namespaces();
        _exit(write(ends[1], &mine, sizeof mine) != sizeof mine);
    }
    close(ends[1]);
    struct finding read_back;
    if (read(ends[0], &read_back, sizeof read_back) == sizeof read_back)
        found = read_back;
    else
        problem_set(&found.problem, -EIO, "the trial process ended early");
    close(ends[0]);
    while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        ;
    return found;
}

/* The trial process may hang in its next call, which nobody answers: it is killed. */
static int listener(void)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
        return -errno;
    pid_t pid = fork();
    if (pid == 0) {
        const struct filter_options traced = {.traced = true};
        close(ends[0]);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        int fd = filter_install(&traced);
        if (fd >= 0)
            listener_send(ends[1], fd);
        _exit(0);
    }
    close(ends[1]);
    cleanup_fd int received = pid < 0 ? -errno : listener_receive(ends[0]);
    close(ends[0]);
    if (pid > 0) {
        kill(pid, SIGKILL);
        while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
            ;
    }
    return received < 0 ? received : 0;
}

/*
 * Prints "root" or "user UID" (who the sandbox would be) and exits with 0; or prints a line that says what is
 * missing and what to do, and exits with 1.
 */
int check_main(int argc, char **argv)
{
    (void)argv;
    if (argc != 1) {
        fprintf(stderr, "usage: sensor check\n");
        return 2;
    }
    struct finding found = namespaces();
    if (found.error < 0) {
        printf("%s; %s\n", found.problem.text, namespaces_remedy(found.error));
        return 1;
    }
    int ret = listener();
    if (ret < 0) {
        printf("seccomp user notification is refused: %s; use Linux 5.6 or later, and no other tracer or sandbox that "
               "holds a seccomp listener already\n",
               strerror(-ret));
        return 1;
    }
    if (found.privileged)
        printf("root\n");
    else
        printf("user %u\n", geteuid());
    return 0;
}
