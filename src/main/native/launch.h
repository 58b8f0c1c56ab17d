/*
 * How a launch is described to the sensor, and what it says while it runs. The engines write the
 * description (package engine), `sensor trace FILE` and `sensor sandbox FILE` read it.
 *
 * The file is a sequence of NUL-terminated "key=value" strings; repeated keys keep their order.
 *
 *   arg=          argv of the app, one each; argv[0] is searched on the PATH of `env`
 *   env=          NAME=value, the whole environment; HOME is added from passwd if it has none
 *   cwd=          working directory, absolute; created if missing
 *   user=         "", "user", "uid", "user:group", "uid:gid": as in the image config, looked up in the
 *                 app's own /etc/passwd and /etc/group
 *   caps=         capability mask of the app when it runs as root, hexadecimal
 *   nonce=        marks event lines on standard error
 *   trace=        where the trace is written, as seen by the sensor; absent: not traced
 *   weak=1        no capabilities are had: set no_new_privs, do not change user, no fanotify
 *
 * for `sandbox` also:
 *   lower=        an unpacked layer directory, topmost first
 *   run=          the launch's own directory: upper, work and merged go there
 *   hostname=
 *   port=         CONTAINERPORT:HOSTPORT (tcp), HOSTPORT 0 = any free one; reported as an event
 *   tmpfs=, volume=   absolute paths
 *   out=          a directory; the regular files that the app leaves in its /.slim/out are copied there at the end,
 *                 though at most 256 with 512 MiB in all; absent: there is no such directory
 *   net=host      share the host's network (no relay)
 *   net=PID       join the network that `sensor network` with this process id holds
 *   host=NAME     resolves to 127.0.0.1
 *
 * Events are lines on standard error, each in one write of at most 4096 bytes:
 *   RS nonce SP event LF          with RS = 0x1e
 *   port CONTAINERPORT HOSTPORT   the relay listens (sandbox)
 *   exec                          the app's process was executed
 *   listen tcp|udp PORT           the app listens
 *   exit CODE                     the app ended (sandbox; in Docker the engine tells)
 *   lost REASON                   tracing broke: the run is worthless
 *   fail MESSAGE                  the launch failed before the app's first instruction
 *   done CODE                     the command that was to be executed beside the app ended (sandbox)
 *   out REASON                    why the files of `out` are not all there (sandbox)
 *   note SENTENCE                 what could not be done as an engine does it (sandbox)
 *
 * The trace is a text file, a record a line, fields separated by one TAB. Bytes of a path up to 0x20,
 * from 0x7f, and '%' are written %XX. Each record is written once, before its call is answered.
 *   slim-trace 1 ARCH             first line; ARCH is x86_64 or aarch64
 *   by  notify|fanotify           what watches
 *   see PATH                      looked up and there
 *   get PATH                      opened for reading, or listed
 *   run PATH                      executed, or loaded as an interpreter
 *   via PATH                      a symlink passed through
 *   put PATH                      created, written, renamed or removed
 *   mis PATH                      looked up in vain
 *   sys NAME                      a system call (name from the kernel's tables); the calls that are too
 *                                 frequent to be watched are all listed, used or not
 *   abi x86|x32                   a calling convention besides the machine's own was used
 *   cap NAME                      a capability that the app had and a call needed, as in "CHOWN": looked for are CHOWN,
 *                                 DAC_OVERRIDE, FOWNER, KILL (in Docker), SETGID, SETUID, SETPCAP, NET_RAW, SYS_CHROOT,
 *                                 MKNOD and AUDIT_WRITE
 *   lis tcp|udp PORT
 *   lim SENTENCE                  what could not be watched, percent-escaped
 *   lost REASON                   tracing broke, percent-escaped: the trace is worthless
 *
 * Paths below /proc, /sys, /dev and /.slim/out are left out. What the sensor itself does before the app's first
 * execve is left out as well.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* A description in memory. Strings point into `text`; lists end with NULL. */
struct launch {
    char *text;
    size_t length;
    char **args;
    char **env;
    char **lowers;
    char **ports;
    char **tmpfs;
    char **volumes;
    char **hosts;
    const char *cwd;      /* "/" if absent */
    const char *user;     /* "" if absent */
    const char *nonce;    /* "" if absent */
    const char *trace;    /* NULL: not traced */
    const char *run;      /* NULL if absent */
    const char *hostname; /* NULL if absent */
    const char *out;      /* NULL if absent */
    uint64_t caps;
    bool has_caps;        /* false: capabilities are left as they are */
    bool weak;
    bool host_net;
    pid_t net_of;         /* 0: the network of no other process */
    int event_fd;         /* where events go; STDERR_FILENO at first */
};

/*
 * Reads a description. Returns 0 or -errno; -EINVAL for an unknown key, a missing `=` or NUL, or no arg,
 * and then *ret_problem (static or in *ret_launch) names it. Free with launch_free in either case.
 */
int launch_read(const char *file, struct launch *ret_launch, const char **ret_problem);
void launch_free(struct launch *launch);

/* Writes one event line (RS nonce SP text LF) in one write; cut to 4096 bytes, line breaks become blanks. */
__attribute__((format(printf, 2, 3))) int event_write(const struct launch *launch, const char *format, ...);
