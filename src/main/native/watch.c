/* fanotify: what is opened without a system call of the app, as by the kernel or through io_uring. */
#include "session.h"

#include "cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/fanotify.h>

void watch_open(struct session *session)
{
    session->fanotify_fd = -1;
    if (session->tracer->root_fd < 0) {
        session_limit(session, "fanotify is not available here: files that the kernel opens by itself are known only as "
                      "interpreters");
        return;
    }
    cleanup_fd int fd = fanotify_init(FAN_CLASS_NOTIF | FAN_CLOEXEC | FAN_NONBLOCK | FAN_UNLIMITED_QUEUE,
                                      O_RDONLY | O_CLOEXEC | O_LARGEFILE | O_NOATIME);
    int r = fd < 0 ? -errno : 0;
    const struct tracer *tracer = session->tracer;
    if (r == 0 &&
        fanotify_mark(fd, FAN_MARK_ADD | tracer->root_mark, FAN_OPEN | FAN_OPEN_EXEC, tracer->root_fd, ".") < 0)
        r = -errno;
    if (r < 0) {
        session_limit(session, "fanotify was refused (%s): files that the kernel opens by itself are known only as "
                      "interpreters", strerror(-r));
        return;
    }
    session->fanotify_fd = take_fd(&fd);
    record(&session->records, "by", "fanotify");
}

static void record_event(struct session *session, const struct fanotify_event_metadata *event)
{
    static const char *const kinds[] = {"get", "run", "put", "see"};
    char name[64], path[PATH_MAX];
    if (event->pid == getpid() || !session->started)
        return;
    snprintf(name, sizeof name, "thread-self/fd/%d", event->fd);
    ssize_t n = readlinkat(session->tracer->proc_fd, name, path, sizeof path - 1);
    if (n <= 0 || path[0] != '/')
        return;
    path[n] = '\0';
    /* A call was recorded before it opened the file, and with more detail than fanotify has. */
    const struct records *records = &session->records;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (record_has(records, kinds[i], path))
            return;
    record_path(&session->records, event->mask & FAN_OPEN_EXEC ? "run" : "get", path);
}

void watch_read(struct session *session)
{
    union {
        char bytes[4096];
        struct fanotify_event_metadata align;
    } buffer;
    ssize_t n = read(session->fanotify_fd, buffer.bytes, sizeof buffer.bytes);
    const struct fanotify_event_metadata *event = (void *)buffer.bytes;
    for (; n > 0 && FAN_EVENT_OK(event, n); event = FAN_EVENT_NEXT(event, n)) {
        if (event->mask & FAN_Q_OVERFLOW)
            session_limit(session, "fanotify lost events");
        if (event->fd < 0)
            continue;
        record_event(session, event);
        close(event->fd);
    }
}

void watch_close(struct session *session)
{
    if (session->fanotify_fd >= 0)
        close(session->fanotify_fd);
    session->fanotify_fd = -1;
}
