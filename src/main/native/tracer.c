/* Serves the notifications of a listener (seccomp_unotify(2)). */
#include "tracer.h"

#include "cleanup.h"
#include "filter.h"
#include "session.h"
#include "target.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

#ifndef SECCOMP_IOCTL_NOTIF_SET_FLAGS
#define SECCOMP_IOCTL_NOTIF_SET_FLAGS SECCOMP_IOW(4, __u64)
#endif
#define SYNC_WAKE_UP 1UL

#if defined(__x86_64__)
#define ARCHITECTURE "x86_64"
#else
#define ARCHITECTURE "aarch64"
#endif

/* Room for what a newer kernel may append to its structures. */
union request {
    struct seccomp_notif raw;
    char bytes[512];
};

union response {
    struct seccomp_notif_resp raw;
    char bytes[512];
};

bool notice_is_valid(const struct session *session, const struct notice *notice)
{
    return ioctl(session->tracer->listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &notice->raw->id) == 0;
}

void session_limit(struct session *session, const char *format, ...)
{
    char text[2 * PATH_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    record(&session->records, "lim", text);
}

static int open_root(const struct session *session, pid_t tid)
{
    char name[64];
    snprintf(name, sizeof name, "%d/root", (int)tid);
    int fd = openat(session->tracer->proc_fd, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

int view_open(struct session *session, pid_t tid, struct view *ret_view)
{
    if (session->image_fd < 0)
        session->image_fd = open_root(session, tid);
    if (session->image_fd < 0)
        return session->image_fd;
    ret_view->proc_fd = session->tracer->proc_fd;
    ret_view->tid = tid;
    ret_view->image_fd = ret_view->root_fd = session->image_fd;
    ret_view->root[0] = '\0';
    if (!session->roots_differ)
        return 0;
    int r = target_link(session->tracer->proc_fd, tid, "root", ret_view->root);
    if (r < 0)
        return r;
    if (strcmp(ret_view->root, "/") == 0)
        ret_view->root[0] = '\0';
    ret_view->root_fd = open_root(session, tid);
    return ret_view->root_fd < 0 ? ret_view->root_fd : 0;
}

void view_close(const struct session *session, struct view *view)
{
    if (view->root_fd != session->image_fd)
        close(view->root_fd);
}

static void socketcall(struct session *session, struct notice *notice)
{
    enum { BIND = 2, CONNECT = 3, LISTEN = 4 };
    uint32_t words[3];
    __u64 kind = notice->args[0];
    size_t size = kind == LISTEN ? 8 : 12;
    if (kind < BIND || kind > LISTEN ||
        target_read(session->tracer->proc_fd, notice->tid, notice->args[1], words, size) < 0)
        return;
    for (int i = 0; i < 3; i++)
        notice->unpacked[i] = i == 2 && kind == LISTEN ? 0 : words[i];
    notice->args = notice->unpacked;
    if (kind == BIND)
        sockets_bind(session, notice);
    else if (kind == CONNECT)
        sockets_connect(session, notice);
    else
        sockets_listen(session, notice);
}

static void act(struct session *session, struct notice *notice, const struct call *call)
{
    enum { WRITE_NEW = O_CREAT | O_WRONLY | O_TRUNC };
    const __u64 *args = notice->args;
    switch (call->action) {
    case ACTION_PATHS: files_paths(session, notice, call); break;
    case ACTION_OPEN: files_open(session, notice, -1, 0, args[1], false); break;
    case ACTION_CREAT: files_open(session, notice, -1, 0, WRITE_NEW, false); break;
    case ACTION_OPENAT: files_open(session, notice, 0, 1, args[2], false); break;
    case ACTION_OPENAT2: files_openat2(session, notice); break;
    case ACTION_EXECVE: files_execute(session, notice, -1, 0, -1); break;
    case ACTION_EXECVEAT: files_execute(session, notice, 0, 1, 4); break;
    case ACTION_LIST: files_list(session, notice); break;
    case ACTION_BIND: sockets_bind(session, notice); break;
    case ACTION_CONNECT: sockets_connect(session, notice); break;
    case ACTION_LISTEN: sockets_listen(session, notice); break;
    case ACTION_SOCKETCALL: socketcall(session, notice); break;
    case ACTION_SECCOMP:
        if (args[0] == SECCOMP_SET_MODE_FILTER && args[1] & SECCOMP_FILTER_FLAG_NEW_LISTENER)
            session_limit(session, "the app asked for a seccomp listener of its own, which there can be only one of");
        break;
    case ACTION_IO_URING:
        /* Its opens would go unseen; libraries fall back to ordinary calls. */
        notice->answered = true;
        notice->error = -ENOSYS;
        break;
    case ACTION_KILL:
        if (session->tracer->same_pids && (int)args[0] == -1 && (int)args[1] == SIGKILL)
            tracer_lost(session->tracer, "the app killed every process, the sensor among them");
        break;
    }
    if (call->moves_root)
        session->roots_differ = true;
}

/* The calls that are not watched are taken as used in each convention that is. */
static void start_abi(struct session *session, enum abi abi)
{
    session->seen_abis[abi] = true;
    if (abi != ABI_NATIVE)
        record(&session->records, "abi", abi == ABI_COMPAT ? "x86" : "x32");
    for (const char *const *name = filter_hot; *name != NULL; name++)
        if (names_number(abi, *name) >= 0)
            record(&session->records, "sys", *name);
}

static void note_call(struct session *session, const struct notice *notice)
{
    const char *name = names_of(notice->abi, notice->number);
    if (name == NULL) {
        session_limit(session, "system call number %d (convention %d) has no name here", notice->number,
                      (int)notice->abi);
        return;
    }
    if (!session->seen_abis[notice->abi])
        start_abi(session, notice->abi);
    bool *seen = &session->seen_calls[notice->abi][notice->number];
    if (!*seen)
        record(&session->records, "sys", name);
    *seen = true;
}

static bool is_execve(const struct call *call)
{
    return call != NULL && (call->action == ACTION_EXECVE || call->action == ACTION_EXECVEAT);
}

static void handle(struct session *session, struct notice *notice)
{
    const struct call *call = calls_of(notice->abi, notice->number);
    session->started |= is_execve(call);
    if (!session->started) {
        notice->answered = session->tracer->fake_ids && calls_is_faked(notice->abi, notice->number);
        return;
    }
    note_call(session, notice);
    caps_call(session, notice);
    if (call != NULL)
        act(session, notice, call);
    else
        notice->answered = session->tracer->fake_ids && calls_is_faked(notice->abi, notice->number);
}

static int serve_one(struct session *session)
{
    union request request = {0};
    union response response = {0};
    int listener = session->tracer->listener;
    /* ENOENT: the call was interrupted in the meantime. That is ordinary, here and in SEND. */
    if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &request) < 0)
        return errno == EINTR || errno == ENOENT ? 0 : -errno;
    struct notice notice = {
        .raw = &request.raw,
        .args = request.raw.data.args,
        .number = request.raw.data.nr,
        .tid = (pid_t)request.raw.pid,
    };
    notice.abi = names_abi(request.raw.data.arch, &notice.number);
    handle(session, &notice);
    int r = records_flush(&session->records);
    if (r < 0)
        return r;
    response.raw.id = request.raw.id;
    response.raw.flags = notice.answered ? 0 : SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    response.raw.error = notice.answered ? notice.error : 0;
    if (ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &response) < 0 && errno != ENOENT && errno != EINTR)
        return -errno;
    return 0;
}

/* The pipe's end without a byte is the exec. */
static void note_exec(const struct session *session)
{
    char byte;
    if (read(session->tracer->exec_fd, &byte, 1) == 0)
        event_write(session->tracer->launch, "exec");
}

static int serve_all(struct session *session)
{
    enum { LISTENER, EXEC, FANOTIFY, COUNT };
    struct pollfd fds[COUNT] = {
        {.fd = session->tracer->listener, .events = POLLIN},
        {.fd = session->tracer->exec_fd, .events = POLLIN},
        {.fd = session->fanotify_fd, .events = POLLIN},
    };
    for (;;) {
        if (poll(fds, COUNT, -1) < 0 && errno != EINTR)
            return -errno;
        if (fds[EXEC].revents != 0) {
            note_exec(session);
            fds[EXEC].fd = -1;
        }
        if (fds[FANOTIFY].revents != 0)
            watch_read(session);
        int r = 0;
        if (fds[LISTENER].revents & POLLIN)
            r = serve_one(session);
        else if (fds[LISTENER].revents != 0)
            return records_flush(&session->records);
        if (r == 0)
            r = records_flush(&session->records);
        if (r < 0)
            return r;
    }
}

int tracer_serve(const struct tracer *tracer)
{
    static const char header[] = "slim-trace 1 " ARCHITECTURE "\n";
    cleanup_free struct session *session = calloc(1, sizeof *session);
    if (session == NULL)
        return -ENOMEM;
    session->tracer = tracer;
    session->image_fd = -1;
    int r = records_open(&session->records, tracer->trace_fd);
    if (r < 0)
        return r;
    session->known.key = session->records.written.key;
    if (write(tracer->trace_fd, header, sizeof header - 1) != (ssize_t)sizeof header - 1)
        session->records.error = errno == 0 ? -EIO : -errno;
    calls_prepare();
    caps_prepare();
    record(&session->records, "by", "notify");
    watch_open(session);
    /* Hands the processor over with the answer (Linux 6.6); without it everything works, but slower. */
    ioctl(tracer->listener, SECCOMP_IOCTL_NOTIF_SET_FLAGS, SYNC_WAKE_UP);
    r = records_flush(&session->records);
    if (r == 0)
        r = serve_all(session);
    watch_close(session);
    if (session->image_fd >= 0)
        close(session->image_fd);
    hashes_clear(&session->known);
    records_close(&session->records);
    return r;
}

void tracer_lost(const struct tracer *tracer, const char *reason)
{
    char line[4096] = "lost\t";
    size_t start = strlen(line), room = (sizeof line - start - 2) / 3;
    char text[4096];
    snprintf(text, sizeof text, "%.*s", (int)room, reason);
    size_t length = start + record_escape(text, false, line + start);
    line[length++] = '\n';
    /* A full disk may refuse the record; the event still tells. */
    if (write(tracer->trace_fd, line, length) < 0)
        event_write(tracer->launch, "lost %s (and the trace could not be marked: %s)", reason, strerror(errno));
    else
        event_write(tracer->launch, "lost %s", reason);
}
