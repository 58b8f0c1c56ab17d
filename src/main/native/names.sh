#!/bin/sh
# Prints the system calls' names as C arrays: names.sh ARCH COMPILER FLAG... They come from the kernel headers that the
# compiler sees.
set -eu

arch=$1
shift
compiler=$*

names() { # HEADER SED-SCRIPT
    # shellcheck disable=SC2086
    printf '#include <%s>\n' "$1" | $compiler -E -dM - | sed -n "$2" | sort
}

echo 'static const char *const native_names[] = {'
names asm/unistd.h 's/^#define \(__NR_\([a-z0-9_]*\)\) .*/[\1] = "\2",/p' | grep -Ev '"(syscalls|arch_specific_syscall)"'
echo '};'
if [ "$arch" = x86_64 ]; then
    echo 'static const char *const compat_names[] = {'
    names asm/unistd_32.h 's/^#define __NR_\([a-z0-9_]*\) \([0-9][0-9]*\)$/[\2] = "\1",/p'
    echo '};'
    echo 'static const char *const x32_names[] = {'
    names asm/unistd_x32.h 's/^#define __NR_\([a-z0-9_]*\) (__X32_SYSCALL_BIT + \([0-9][0-9]*\))$/[\2] = "\1",/p'
    echo '};'
fi
