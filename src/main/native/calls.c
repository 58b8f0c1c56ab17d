#include "calls.h"

#include "filter.h"

#include <pthread.h>
#include <stddef.h>
#include <string.h>

#define P(use, path) {USE_##use, FOLLOW, -1, path, -1}
#define L(use, path) {USE_##use, NO_FOLLOW, -1, path, -1}
#define AT(use, follow, directory, path, flags) {USE_##use, follow, directory, path, flags}
#define FD(use) {USE_##use, FOLLOW, 0, -1, -1}
#define PATHS(...) ACTION_PATHS, {__VA_ARGS__}

/* man 2 NAME has the arguments; names of i386 that end in 32, 64 or old* take theirs at the same places. */
static const struct call calls[] = {
    {"open", ACTION_OPEN},
    {"creat", ACTION_CREAT},
    {"openat", ACTION_OPENAT},
    {"openat2", ACTION_OPENAT2},
    {"execve", ACTION_EXECVE},
    {"execveat", ACTION_EXECVEAT},
    {"getdents", ACTION_LIST},
    {"getdents64", ACTION_LIST},
    {"readdir", ACTION_LIST},
    {"bind", ACTION_BIND},
    {"connect", ACTION_CONNECT},
    {"listen", ACTION_LISTEN},
    {"socketcall", ACTION_SOCKETCALL},
    {"seccomp", ACTION_SECCOMP},
    {"io_uring_setup", ACTION_IO_URING},
    {"kill", ACTION_KILL},

    {"stat", PATHS(P(SEE, 0))},
    {"lstat", PATHS(L(SEE, 0))},
    {"stat64", PATHS(P(SEE, 0))},
    {"lstat64", PATHS(L(SEE, 0))},
    {"oldstat", PATHS(P(SEE, 0))},
    {"oldlstat", PATHS(L(SEE, 0))},
    {"newfstatat", PATHS(AT(SEE, FOLLOW_UNLESS, 0, 1, 3))},
    {"fstatat64", PATHS(AT(SEE, FOLLOW_UNLESS, 0, 1, 3))},
    {"statx", PATHS(AT(SEE, FOLLOW_UNLESS, 0, 1, 2))},
    {"access", PATHS(P(SEE, 0))},
    {"faccessat", PATHS(AT(SEE, FOLLOW, 0, 1, -1))},
    {"faccessat2", PATHS(AT(SEE, FOLLOW_UNLESS, 0, 1, 3))},
    {"readlink", PATHS(L(SEE, 0))},
    {"readlinkat", PATHS(AT(SEE, NO_FOLLOW, 0, 1, -1))},
    {"statfs", PATHS(P(SEE, 0))},
    {"statfs64", PATHS(P(SEE, 0))},
    {"inotify_add_watch", PATHS(P(SEE, 1))},
    {"name_to_handle_at", PATHS(AT(SEE, FOLLOW_IF, 0, 1, 4))},
    {"open_tree", PATHS(AT(SEE, FOLLOW_UNLESS, 0, 1, 2))},
    {"file_getattr", PATHS(AT(SEE, FOLLOW_UNLESS, 0, 1, 4))},
    {"file_setattr", PATHS(AT(CHANGE, FOLLOW_UNLESS, 0, 1, 4))},
    {"getxattr", PATHS(P(SEE, 0))},
    {"lgetxattr", PATHS(L(SEE, 0))},
    {"listxattr", PATHS(P(SEE, 0))},
    {"llistxattr", PATHS(L(SEE, 0))},
    {"getxattrat", PATHS(AT(SEE, FOLLOW_UNLESS, 0, 1, 2))},
    {"listxattrat", PATHS(AT(SEE, FOLLOW_UNLESS, 0, 1, 2))},

    {"chdir", PATHS(P(SEE, 0))},
    {"chroot", PATHS(P(SEE, 0)), .moves_root = true},
    {"pivot_root", PATHS(P(SEE, 0), P(SEE, 1)), .moves_root = true},
    {"mount", PATHS(P(SEE, 1)), .moves_root = true},
    {"move_mount", PATHS(AT(SEE, FOLLOW, 2, 3, -1)), .moves_root = true},
    {"umount", PATHS(P(SEE, 0)), .moves_root = true},
    {"umount2", PATHS(P(SEE, 0)), .moves_root = true},
    {"setns", .moves_root = true},

    {"truncate", PATHS(P(CHANGE, 0))},
    {"truncate64", PATHS(P(CHANGE, 0))},
    {"chmod", PATHS(P(CHANGE, 0))},
    {"fchmod", PATHS(FD(CHANGE))},
    {"fchmodat", PATHS(AT(CHANGE, FOLLOW, 0, 1, -1))},
    {"fchmodat2", PATHS(AT(CHANGE, FOLLOW_UNLESS, 0, 1, 3))},
    {"chown", PATHS(P(CHANGE, 0))},
    {"lchown", PATHS(L(CHANGE, 0))},
    {"fchown", PATHS(FD(CHANGE))},
    {"chown32", PATHS(P(CHANGE, 0))},
    {"lchown32", PATHS(L(CHANGE, 0))},
    {"fchown32", PATHS(FD(CHANGE))},
    {"fchownat", PATHS(AT(CHANGE, FOLLOW_UNLESS, 0, 1, 4))},
    {"utime", PATHS(P(CHANGE, 0))},
    {"utimes", PATHS(P(CHANGE, 0))},
    {"futimesat", PATHS(AT(CHANGE, FOLLOW, 0, 1, -1))},
    {"utimensat", PATHS(AT(CHANGE, FOLLOW_UNLESS, 0, 1, 3))},
    {"utimensat_time64", PATHS(AT(CHANGE, FOLLOW_UNLESS, 0, 1, 3))},
    {"setxattr", PATHS(P(CHANGE, 0))},
    {"lsetxattr", PATHS(L(CHANGE, 0))},
    {"fsetxattr", PATHS(FD(CHANGE))},
    {"removexattr", PATHS(P(CHANGE, 0))},
    {"lremovexattr", PATHS(L(CHANGE, 0))},
    {"fremovexattr", PATHS(FD(CHANGE))},
    {"setxattrat", PATHS(AT(CHANGE, FOLLOW_UNLESS, 0, 1, 2))},
    {"removexattrat", PATHS(AT(CHANGE, FOLLOW_UNLESS, 0, 1, 2))},
    {"unlink", PATHS(L(CHANGE, 0))},
    {"unlinkat", PATHS(AT(CHANGE, NO_FOLLOW, 0, 1, -1))},
    {"rmdir", PATHS(L(CHANGE, 0))},

    {"mkdir", PATHS(L(MAKE, 0))},
    {"mkdirat", PATHS(AT(MAKE, NO_FOLLOW, 0, 1, -1))},
    {"mknod", PATHS(L(MAKE, 0))},
    {"mknodat", PATHS(AT(MAKE, NO_FOLLOW, 0, 1, -1))},
    {"symlink", PATHS(L(MAKE, 1))},
    {"symlinkat", PATHS(AT(MAKE, NO_FOLLOW, 1, 2, -1))},
    {"link", PATHS(L(SEE, 0), L(MAKE, 1))},
    {"linkat", PATHS(AT(SEE, FOLLOW_IF, 0, 1, 4), AT(MAKE, NO_FOLLOW, 2, 3, -1))},
    {"rename", PATHS(L(CHANGE, 0), L(REPLACE, 1))},
    {"renameat", PATHS(AT(CHANGE, NO_FOLLOW, 0, 1, -1), AT(REPLACE, NO_FOLLOW, 2, 3, -1))},
    {"renameat2", PATHS(AT(CHANGE, NO_FOLLOW, 0, 1, -1), AT(REPLACE, NO_FOLLOW, 2, 3, -1))},
};

static const struct call *by_number[ABI_COUNT][MAX_CALLS];
static bool faked[ABI_COUNT][MAX_CALLS];

static void fill(void)
{
    for (enum abi abi = 0; abi < ABI_COUNT; abi++) {
        for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
            int number = names_number(abi, calls[i].name);
            if (number >= 0)
                by_number[abi][number] = &calls[i];
        }
        for (const char *const *name = filter_faked; *name != NULL; name++) {
            int number = names_number(abi, *name);
            if (number >= 0)
                faked[abi][number] = true;
        }
    }
}

void calls_prepare(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, fill);
}

static bool is_known(enum abi abi, int number)
{
    return abi < ABI_COUNT && number >= 0 && number < MAX_CALLS;
}

const struct call *calls_of(enum abi abi, int number)
{
    return is_known(abi, number) ? by_number[abi][number] : NULL;
}

bool calls_is_faked(enum abi abi, int number)
{
    return is_known(abi, number) && faked[abi][number];
}
