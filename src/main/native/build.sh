#!/bin/sh
# Builds the sensor: OUTDIR/linux-<arch>/sensor for this machine's architecture, and for the other one where a cross
# compiler is installed. Does nothing where the binary is newer than the sources.
set -eu

[ $# -eq 1 ] || { echo "usage: $0 OUTDIR" >&2; exit 2; }
mkdir -p "$1"
out=$(cd "$1" && pwd)
source=$(cd "$(dirname "$0")" && pwd)
flags='-std=gnu11 -Os -Wall -Wextra -Werror -Wshadow -Wpointer-arith -Wno-missing-field-initializers -D_GNU_SOURCE -ffunction-sections -fdata-sections -Wl,--gc-sections -s -static'
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

fresh() { # BINARY
    [ -x "$1" ] && [ -z "$(find "$source" -newer "$1" -type f)" ]
}

build() { # ARCH COMPILER EXTRA-FLAGS
    arch=$1 compiler=$2 extra=$3
    binary=$out/linux-$arch/sensor
    if fresh "$binary"; then
        echo "sensor: $arch is up to date"
        return
    fi
    mkdir -p "$work/$arch" "$out/linux-$arch"
    # shellcheck disable=SC2086
    sh "$source/names.sh" "$arch" $compiler $extra >"$work/$arch/names.inc"
    # shellcheck disable=SC2086
    $compiler $flags $extra -I"$work/$arch" -o "$binary.new" "$source"/*.c
    mv "$binary.new" "$binary"
    echo "sensor: built $arch with $compiler, $(wc -c <"$binary") bytes"
}

# musl's headers come without the kernel's: link them from the system's.
kernel_headers() {
    mkdir "$work/kernel"
    asm=/usr/include/$(gcc -print-multiarch)/asm
    [ -d "$asm" ] || asm=/usr/include/asm
    ln -s /usr/include/linux "$work/kernel/linux"
    ln -s /usr/include/asm-generic "$work/kernel/asm-generic"
    ln -s "$asm" "$work/kernel/asm"
}

host=$(uname -m)
case $host in
    x86_64) other=aarch64 ;;
    aarch64) other=x86_64 ;;
    *) echo "sensor: no support for the architecture '$host'; build on x86_64 or aarch64" >&2; exit 1 ;;
esac

if command -v musl-gcc >/dev/null; then
    kernel_headers
    build "$host" musl-gcc "-idirafter $work/kernel"
elif command -v gcc >/dev/null; then
    build "$host" gcc "$([ "$host" = aarch64 ] && echo -mno-outline-atomics)"
else
    echo "sensor: no C compiler; install gcc (and musl-tools for a smaller binary)" >&2
    exit 1
fi

if command -v "$other-linux-gnu-gcc" >/dev/null; then
    build "$other" "$other-linux-gnu-gcc" "$([ "$other" = aarch64 ] && echo -mno-outline-atomics)"
else
    echo "sensor: skipped $other, there is no $other-linux-gnu-gcc"
fi
