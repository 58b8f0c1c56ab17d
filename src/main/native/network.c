/* `sensor network`: holds a network for several containers (network.h). */
#include "network.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cleanup.h"
#include "command.h"
#include "namespaces.h"

static void set(const char *file, const char *text)
{
    cleanup_fd int fd = open(file, O_WRONLY | O_CLOEXEC);
    if (fd >= 0 && write(fd, text, strlen(text)) < 0)
        return; /* a nicety that this kernel does not have */
}

int network_up(struct problem *problem)
{
    cleanup_fd int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    struct ifreq request = {.ifr_name = "lo"};
    if (fd < 0 || ioctl(fd, SIOCGIFFLAGS, &request) < 0)
        return problem_set(problem, -errno, "the loopback interface cannot be reached");
    request.ifr_flags = (short)(request.ifr_flags | IFF_UP | IFF_RUNNING);
    if (ioctl(fd, SIOCSIFFLAGS, &request) < 0)
        return problem_set(problem, -errno, "the loopback interface cannot be brought up");
    /* As Docker: low ports and ping for every user. */
    set("/proc/sys/net/ipv4/ip_unprivileged_port_start", "0");
    set("/proc/sys/net/ipv4/ping_group_range", "0 2147483647");
    return 0;
}

int network_main(int argc, char **argv)
{
    (void)argv;
    if (argc != 1) {
        fprintf(stderr, "usage: sensor network\n");
        return 2;
    }
    struct problem problem = {0};
    int ret = namespaces_enter(CLONE_NEWNET);
    if (ret < 0)
        problem_set(&problem, ret, "this machine allows no namespaces (%s)", namespaces_remedy(ret));
    else
        ret = network_up(&problem);
    if (ret < 0) {
        fprintf(stderr, "%s\n", problem.text);
        return 1;
    }
    /* What is printed is awaited: only now can it be joined. */
    if (puts("ready") < 0 || fflush(stdout) != 0)
        return 1;
    char c;
    while (read(STDIN_FILENO, &c, 1) > 0 || errno == EINTR)
        errno = 0;
    return 0;
}
