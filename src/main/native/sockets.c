/* Ports: a listener is reported once it really listens, so the tracer calls listen on its own duplicate of the socket. */
#include "session.h"

#include "cleanup.h"
#include "target.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

enum { FIRST_FREE_PORT = 1024 };

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

union address {
    struct sockaddr any;
    struct sockaddr_in in;
    struct sockaddr_in6 in6;
    struct sockaddr_un un;
    struct sockaddr_storage storage;
};

static void report(struct session *session, const char *protocol, int port)
{
    char text[32];
    snprintf(text, sizeof text, "%s %d", protocol, port);
    if (record(&session->records, "lis", text))
        event_write(session->tracer->launch, "listen %s", text);
}

static int port_of(const union address *address)
{
    if (address->any.sa_family == AF_INET)
        return ntohs(address->in.sin_port);
    return address->any.sa_family == AF_INET6 ? ntohs(address->in6.sin6_port) : -1;
}

static int bound_port(int socket)
{
    union address address = {0};
    socklen_t size = sizeof address;
    return getsockname(socket, &address.any, &size) < 0 ? -1 : port_of(&address);
}

static int option(int socket, int name)
{
    int value = -1;
    socklen_t size = sizeof value;
    return getsockopt(socket, SOL_SOCKET, name, &value, &size) < 0 ? -1 : value;
}

static bool is_tcp(int socket)
{
    int protocol = option(socket, SO_PROTOCOL);
    return option(socket, SO_TYPE) == SOCK_STREAM && (protocol == IPPROTO_TCP || protocol == IPPROTO_MPTCP);
}

static bool is_udp(int socket)
{
    return option(socket, SO_TYPE) == SOCK_DGRAM && option(socket, SO_PROTOCOL) == IPPROTO_UDP;
}

/* Reads the call's second and third argument. Returns the address's length or -errno. */
static int read_address(const struct session *session, const struct notice *notice, union address *ret)
{
    size_t size = (uint32_t)notice->args[2];
    *ret = (union address){0};
    if (size < sizeof(sa_family_t) || size > sizeof *ret)
        return -EINVAL;
    int r = target_read(session->tracer->proc_fd, notice->tid, notice->args[1], ret, size);
    return r < 0 ? r : (int)size;
}

static void look_at_path(struct session *session, struct notice *notice, const union address *address, int size,
                         bool made)
{
    char path[sizeof address->un.sun_path + 1] = "";
    int length = size - (int)offsetof(struct sockaddr_un, sun_path);
    if (address->any.sa_family != AF_UNIX || length <= 0 || address->un.sun_path[0] == '\0')
        return;
    memcpy(path, address->un.sun_path, (size_t)length < sizeof path ? (size_t)length : sizeof path - 1);
    files_socket(session, notice, path, made);
}

void sockets_connect(struct session *session, struct notice *notice)
{
    union address address;
    int size = read_address(session, notice, &address);
    if (size > 0)
        look_at_path(session, notice, &address, size, false);
}

static void remember(struct session *session, const struct notice *notice, int port)
{
    char name[64], path[64];
    struct bound *bound = &session->bound[session->next_bound++ % BOUND_SOCKETS];
    snprintf(name, sizeof name, "%d/fd/%d", (int)notice->tid, (int)notice->args[0]);
    ssize_t n = readlinkat(session->tracer->proc_fd, name, path, sizeof bound->socket - 1);
    *bound = (struct bound){.port = port};
    if (n > 0)
        memcpy(bound->socket, path, (size_t)n);
}

/* Below 1024 the app's capabilities decide, so the call is left to it. */
static void bind_udp(struct session *session, struct notice *notice, int socket, const union address *address, int size)
{
    int port = port_of(address);
    if (port >= FIRST_FREE_PORT) {
        notice->answered = true;
        notice->error = bind(socket, &address->any, (socklen_t)size) < 0 ? -errno : 0;
    }
    if (notice->error == 0)
        report(session, "udp", port);
}

void sockets_bind(struct session *session, struct notice *notice)
{
    union address address;
    int size = read_address(session, notice, &address);
    if (size < 0)
        return;
    look_at_path(session, notice, &address, size, true);
    if (port_of(&address) <= 0)
        return;
    cleanup_fd int socket = target_fd(session->tracer->proc_fd, notice->tid, (int)notice->args[0]);
    if (!notice_is_valid(session, notice))
        return;
    if (socket < 0)
        remember(session, notice, port_of(&address));
    else if (is_udp(socket))
        bind_udp(session, notice, socket, &address, size);
}

/* The socket is out of reach: then the listener is reported just before it listens. */
static void listen_unseen(struct session *session, const struct notice *notice)
{
    char name[64], path[64] = "";
    snprintf(name, sizeof name, "%d/fd/%d", (int)notice->tid, (int)notice->args[0]);
    if (readlinkat(session->tracer->proc_fd, name, path, sizeof path - 1) <= 0)
        return;
    for (int i = 0; i < BOUND_SOCKETS; i++)
        if (session->bound[i].port != 0 && strcmp(session->bound[i].socket, path) == 0) {
            report(session, "tcp", session->bound[i].port);
            return;
        }
}

void sockets_listen(struct session *session, struct notice *notice)
{
    cleanup_fd int socket = target_fd(session->tracer->proc_fd, notice->tid, (int)notice->args[0]);
    if (!notice_is_valid(session, notice))
        return;
    if (socket < 0) {
        listen_unseen(session, notice);
        return;
    }
    if (!is_tcp(socket))
        return;
    notice->answered = true;
    notice->error = listen(socket, (int)notice->args[1]) < 0 ? -errno : 0;
    int port = bound_port(socket);
    if (notice->error == 0 && port > 0)
        report(session, "tcp", port);
}
