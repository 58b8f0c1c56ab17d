/* Event lines. */
#include "launch.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int event_write(const struct launch *launch, const char *format, ...)
{
    char line[4096];
    int start = snprintf(line, sizeof line, "\x1e%.256s ", launch->nonce);
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(line + start, sizeof line - (size_t)start, format, arguments);
    va_end(arguments);
    if (n < 0)
        return -EINVAL;
    size_t length = strlen(line);
    if (length > sizeof line - 2)
        length = sizeof line - 2;
    for (size_t i = (size_t)start; i < length; i++)
        if (line[i] == '\n' || line[i] == '\r')
            line[i] = ' ';
    line[length++] = '\n';
    ssize_t written;
    do
        written = write(launch->event_fd, line, length);
    while (written < 0 && errno == EINTR);
    return written < 0 ? -errno : 0;
}
