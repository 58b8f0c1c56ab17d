#!/bin/sh
# Tests the sensor that build.sh made: run.sh BUILDDIR WORKDIR. Prints what it skipped and why; fails on the first
# failed expectation of each test, and at the end if any test failed.
set -u

[ $# -eq 2 ] || { echo "usage: $0 BUILDDIR WORKDIR" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
main=$(cd "$here/../../main/native" && pwd)
sensor=$(cd "$1" && pwd)/linux-$(uname -m)/sensor
rm -rf "$2" && mkdir -p "$2"
work=$(cd "$2" && pwd -P)
failed=0

for part in "$here"/lib.sh "$here"/test-*.sh; do
    . "$part"
done

compile || exit 1
can_trace || exit 0
for test in $(sed -n 's/^\(test_[a-z0-9_]*\)() .*/\1/p' "$here"/test-*.sh); do
    run_test "$test"
done
[ $failed -eq 0 ] && echo "sensor: all tests passed"
exit $failed
