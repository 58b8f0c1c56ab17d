#!/bin/sh
# Makes the *.gz beside it: a program that Go's linker wrote for a 64-bit, a 32-bit and a big-endian
# machine. All but the headers and the section .go.buildinfo is zeros, so that they are small.
# Needs Debian's packages golang-go and binutils; what is there is of Go 1.19.8.
set -eu

out=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work"
export GOCACHE="$work/cache" GOPATH="$work/path" GOFLAGS=-mod=vendor CGO_ENABLED=0

cat >go.mod <<'MODULE'
module example.com/shop

go 1.18

require (
	example.com/colors v1.2.3
	example.com/local v0.5.0
	example.com/old v1.0.0
)

replace example.com/old v1.0.0 => example.com/new v1.1.0

replace example.com/local => ./local
MODULE
mkdir vendor local
printf 'module example.com/local\n' >local/go.mod
cat >vendor/modules.txt <<'MODULES'
# example.com/colors v1.2.3
## explicit
example.com/colors
# example.com/local v0.5.0 => ./local
## explicit
example.com/local
# example.com/old v1.0.0 => example.com/new v1.1.0
## explicit
example.com/old
# example.com/local => ./local
MODULES
for module in colors local old; do
  mkdir -p vendor/example.com/$module
  printf 'package %s\n\nfunc Name() string { return "%s" }\n' $module $module \
    >vendor/example.com/$module/$module.go
done
cat >main.go <<'MAIN'
package main

import (
	"example.com/colors"
	"example.com/local"
	"example.com/old"
)

func main() { println(colors.Name(), local.Name(), old.Name()) }
MAIN

keep() { # FROM BYTES: of 'whole' in 'small'
  dd if=whole of=small bs=1 skip="$1" seek="$1" count="$2" conv=notrunc status=none
}

for machine in amd64 386 s390x; do
  GOARCH=$machine go build -trimpath -buildvcs=false -ldflags=-s -o whole .
  rm -f small
  truncate -s "$(stat -c %s whole)" small
  keep 0 4096 # Go writes all headers to the first page
  readelf -SW whole | sed -n 's/^  \[ *[0-9]*\] \(\.shstrtab\|\.go\.buildinfo\) *[A-Z]* *//p' |
    while read -r _ at size _; do
      keep $((0x$at)) $((0x$size))
    done
  gzip -9nc small >"$out/shop-$machine.gz"
done
