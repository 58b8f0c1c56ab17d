#include "relay.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cleanup.h"

struct link;

/* One end of a link: a socket, and the bytes read from it that the other end has not taken yet. */
struct end {
    struct link *link;
    int fd;
    uint32_t watched; /* 0: not in the epoll set */
    bool ended;       /* no more to read */
    bool shut;        /* the other end was told so */
    size_t start, length;
    char bytes[16384];
};

struct link {
    struct end outer, inner;
    uint16_t port;
    bool connecting, sixth; /* sixth: ::1 is tried, 127.0.0.1 refused */
    bool dead;
    struct link *next; /* of the dead */
};

struct relay {
    int epoll;
    const struct relay_port *ports;
    size_t count;
    size_t links;
    bool accepting, closing;
    struct link *dead; /* freed when the batch of events is over */
};

int relay_listen(const char *text, struct relay_port *ret_port, struct problem *problem)
{
    unsigned container, host;
    char rest;
    if (sscanf(text, "%u:%u%c", &container, &host, &rest) != 2 || container < 1 || container > 65535 || host > 65535)
        return problem_set(problem, -EINVAL, "'%s' is no port", text);
    cleanup_fd int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return problem_set(problem, -errno, "no socket for port %u", container);
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)host), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int)) < 0 ||
        bind(fd, (struct sockaddr *)&address, length) < 0 || listen(fd, 1024) < 0 ||
        getsockname(fd, (struct sockaddr *)&address, &length) < 0)
        return problem_set(problem, -errno, "port %u of 127.0.0.1 cannot be listened on", host);
    *ret_port = (struct relay_port){(uint16_t)container, ntohs(address.sin_port), take_fd(&fd)};
    return 0;
}

static void watch(struct relay *r, struct end *end, uint32_t events)
{
    if (end->fd < 0 || events == end->watched)
        return;
    struct epoll_event event = {.events = events, .data.ptr = end};
    /* What is not waited for is taken out: else a hang-up would be reported again and again. */
    int op = !end->watched ? EPOLL_CTL_ADD : events ? EPOLL_CTL_MOD : EPOLL_CTL_DEL;
    if (epoll_ctl(r->epoll, op, end->fd, &event) == 0)
        end->watched = events;
}

static void accept_more(struct relay *r, bool yes)
{
    if (r->accepting == yes)
        return;
    r->accepting = yes;
    for (size_t i = 0; i < r->count; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.u64 = 2 * i + 1}; /* odd: no pointer */
        epoll_ctl(r->epoll, yes ? EPOLL_CTL_ADD : EPOLL_CTL_DEL, r->ports[i].listener, &event);
    }
}

static void drop(struct relay *r, struct link *link, bool reset)
{
    if (link->dead)
        return;
    struct end *ends[] = {&link->outer, &link->inner};
    for (size_t i = 0; i < 2; i++) {
        if (ends[i]->fd < 0)
            continue;
        if (reset)
            setsockopt(ends[i]->fd, SOL_SOCKET, SO_LINGER, &(struct linger){1, 0}, sizeof(struct linger));
        close(ends[i]->fd);
        ends[i]->fd = -1;
    }
    link->dead = true;
    link->next = r->dead;
    r->dead = link;
    r->links--;
    if (!r->closing)
        accept_more(r, true);
}

static int connect_inside(struct link *link)
{
    struct sockaddr_in four = {
        .sin_family = AF_INET, .sin_port = htons(link->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr_in6 six = {
        .sin6_family = AF_INET6, .sin6_port = htons(link->port), .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    struct end *inner = &link->inner;
    if (inner->fd >= 0)
        close(inner->fd);
    inner->watched = 0;
    inner->fd = socket(link->sixth ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (inner->fd < 0)
        return -errno;
    setsockopt(inner->fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
    int ret = link->sixth ? connect(inner->fd, (struct sockaddr *)&six, sizeof six)
                          : connect(inner->fd, (struct sockaddr *)&four, sizeof four);
    link->connecting = true;
    return ret < 0 && errno != EINPROGRESS ? -errno : 0;
}

/* Moves what can be moved from one end to the other. Returns false if the link broke. */
static bool pump(struct end *from, struct end *to)
{
    for (;;) {
        if (from->length == 0 && !from->ended) {
            ssize_t n = read(from->fd, from->bytes, sizeof from->bytes);
            if (n < 0)
                return errno == EAGAIN || errno == EINTR;
            from->ended = n == 0;
            from->start = 0;
            from->length = (size_t)n;
        }
        if (from->length == 0) {
            if (from->ended && !from->shut) {
                from->shut = true;
                shutdown(to->fd, SHUT_WR);
            }
            return true;
        }
        ssize_t n = send(to->fd, from->bytes + from->start, from->length, MSG_NOSIGNAL);
        if (n < 0)
            return errno == EAGAIN || errno == EINTR;
        from->start += (size_t)n;
        from->length -= (size_t)n;
    }
}

static uint32_t wanted(const struct end *end, const struct end *other)
{
    return (end->length == 0 && !end->ended ? EPOLLIN : 0u) | (other->length > 0 ? EPOLLOUT : 0u);
}

static void serve(struct relay *r, struct link *link)
{
    if (link->dead)
        return;
    if (!pump(&link->outer, &link->inner) || !pump(&link->inner, &link->outer))
        drop(r, link, true);
    else if (link->outer.shut && link->inner.shut)
        drop(r, link, false);
    else {
        watch(r, &link->outer, wanted(&link->outer, &link->inner));
        watch(r, &link->inner, wanted(&link->inner, &link->outer));
    }
}

static void connected(struct relay *r, struct link *link)
{
    int error = 0;
    socklen_t length = sizeof error;
    if (getsockopt(link->inner.fd, SOL_SOCKET, SO_ERROR, &error, &length) < 0)
        error = errno;
    if (error && !link->sixth) {
        link->sixth = true;
        if (connect_inside(link) == 0)
            watch(r, &link->inner, EPOLLOUT);
        else
            drop(r, link, true);
    } else if (error) {
        drop(r, link, true);
    } else {
        link->connecting = false;
        serve(r, link);
    }
}

static void welcome(struct relay *r, const struct relay_port *port)
{
    int fd = accept4(port->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0) {
        if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS)
            accept_more(r, r->links == 0); /* until one ends */
        return;
    }
    struct link *link = calloc(1, sizeof *link);
    if (!link) {
        close(fd);
        return;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
    link->outer = (struct end){.link = link, .fd = fd};
    link->inner = (struct end){.link = link, .fd = -1};
    link->port = port->container;
    r->links++;
    int ret = connect_inside(link);
    if (ret < 0 && link->inner.fd >= 0) {
        link->sixth = true;
        ret = connect_inside(link);
    }
    if (ret < 0)
        drop(r, link, true);
    else
        watch(r, &link->inner, EPOLLOUT);
}

static void handle(struct relay *r, const struct epoll_event *event)
{
    if (event->data.u64 == 0) {
        r->closing = true;
        accept_more(r, false);
    } else if (event->data.u64 & 1) {
        welcome(r, &r->ports[event->data.u64 / 2]);
    } else {
        struct end *end = event->data.ptr;
        if (end->link->dead)
            return;
        if (end->link->connecting)
            connected(r, end->link);
        else
            serve(r, end->link);
    }
}

int relay_serve(const struct relay_port *ports, size_t count, int control)
{
    cleanup_fd int epoll = epoll_create1(EPOLL_CLOEXEC);
    struct relay r = {.epoll = epoll, .ports = ports, .count = count};
    struct epoll_event ended = {.events = EPOLLRDHUP, .data.u64 = 0};
    if (epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, control, &ended) < 0)
        return -errno;
    accept_more(&r, true);
    while (!r.closing || r.links > 0) {
        struct epoll_event events[64];
        int n = epoll_wait(epoll, events, 64, -1);
        if (n < 0 && errno != EINTR)
            return -errno;
        for (int i = 0; i < n; i++)
            handle(&r, &events[i]);
        for (struct link *link; (link = r.dead);) {
            r.dead = link->next;
            free(link);
        }
        if (r.closing)
            epoll_ctl(epoll, EPOLL_CTL_DEL, control, NULL);
    }
    return 0;
}
