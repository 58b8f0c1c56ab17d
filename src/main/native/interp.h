/* What the kernel opens by itself to execute a file: a script's #! interpreter, or the PT_INTERP of an ELF file. */
#pragma once

#include <limits.h>
#include <stdbool.h>

struct interp {
    char path[PATH_MAX]; /* "" if there is none */
    bool foreign;        /* an ELF file of a machine whose calls this sensor cannot watch */
};

/* Reads the file (elf(5), execve(2)). Returns 0 or -errno; -ENOEXEC for an ELF file whose headers are broken. */
int interp_read(int dir_fd, const char *path, struct interp *ret_interp);
