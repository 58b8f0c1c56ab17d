/* What went wrong, for people: set where it is known, shown where it is decided. */
#pragma once

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct problem {
    char text[512];
};

/* Notes "FORMAT: error" unless something was noted already; returns `error` (-errno). */
__attribute__((format(printf, 3, 4))) static inline int problem_set(struct problem *problem, int error,
                                                                    const char *format, ...)
{
    if (!problem->text[0]) {
        va_list args;
        va_start(args, format);
        vsnprintf(problem->text, sizeof problem->text, format, args);
        va_end(args);
        size_t length = strlen(problem->text);
        snprintf(problem->text + length, sizeof problem->text - length, ": %s", strerror(-error));
    }
    return error;
}
