# Helpers of run.sh: each test gets a folder $t, and launches with `trace WORD...`.

compile() {
    warnings='-std=gnu11 -Wall -Wextra -Werror -Wno-unused-result -Wno-missing-field-initializers -D_GNU_SOURCE'
    # shellcheck disable=SC2086
    gcc $warnings -o "$work/subject" "$here/subject.c" -pthread &&
        gcc $warnings -g -fsanitize=undefined -fno-sanitize-recover -I"$main" -o "$work/unit" "$here/unit.c" \
            "$main/launch.c" "$main/event.c" "$main/identity.c" "$main/interp.c" "$main/record.c" &&
        sh "$main/names.sh" "$(uname -m)" gcc >"$work/names.inc" &&
        sed '/};/q' "$work/names.inc" >"$work/native.inc" &&
        gcc $warnings -I"$main" -I"$work" -o "$work/faked" "$here/faked.c" $(tracing_sources) &&
        mkdir "$work/unit.d" && "$work/unit" "$work/unit.d" && cp "$sensor" "$work/sensor"
}

tracing_sources() {
    for part in calls caps event files filter handover interp names path record sockets target tracer watch; do
        echo "$main/$part.c"
    done
}

# As root in a pid namespace of its own, as in Docker; else in a user namespace.
can_trace() {
    isolate='unshare --pid --fork --kill-child --mount-proc'
    [ "$(id -u)" -eq 0 ] || isolate='unshare --user --map-root-user --pid --fork --kill-child --mount-proc'
    $isolate true 2>"$work/unshare.log" && return 0
    echo "sensor: skipped the tracing tests, no namespaces here: $(cat "$work/unshare.log")"
    return 1
}

run_test() {
    t=$work/$1
    mkdir "$t"
    for file in launch out err; do
        : >"$t/$file"
    done
    # What a failed test leaves running ends with it.
    launcher=
    (trap '[ -z "$launcher" ] || kill "$launcher" 2>/dev/null' EXIT; cd "$t" && "$1")
    case $? in
        0) ;;
        77) echo "sensor: skipped $1: $(cat "$t/skipped")" ;;
        *) echo "sensor: FAILED $1 (see $t)" >&2; failed=1 ;;
    esac
}

skip() { # REASON
    echo "$1" >"$t/skipped"
    exit 77
}

complain() {
    echo "$1" >&2
    exit 1
}

key() { # KEY=VALUE...
    printf '%s\0' "$@" >>"$t/launch"
}

# Runs the words under the sensor; leaves out, err, trace, code.
trace() {
    describe "$@"
    $isolate "$work/sensor" trace "$t/launch" >"$t/out" 2>"$t/err" </dev/null
    code=$?
}

describe() {
    key "cwd=${cwd-$t}" "env=PATH=${path-/usr/bin:/bin}" nonce=n0 "trace=${output-$t/trace}"
    # The namespace has one user then, so there is none to become.
    [ "$(id -u)" -eq 0 ] || key weak=1
    for word; do
        key "arg=$word"
    done
}

expect_code() {
    [ "$code" = "$1" ] || { cat "$t/err"; complain "exit code $code instead of $1"; }
}

expect_record() { # KIND PATH
    grep -qxF -- "$(printf '%s\t%s' "$1" "$2")" "$t/trace" || complain "no record: $1 $2"
}

expect_no_record() {
    ! grep -qxF -- "$(printf '%s\t%s' "$1" "$2")" "$t/trace" || complain "unexpected record: $1 $2"
}

expect_event() { # TEXT
    grep -qF -- "$(printf '\036n0 %s' "$1")" "$t/err" || { cat "$t/err"; complain "no event: $1"; }
}

# Waits at most 10 s until FILE has a line with TEXT.
await() { # FILE TEXT
    timeout 10 tail -n +1 -f "$1" 2>/dev/null | grep -qFm1 -- "$2" || complain "$1 never had '$2'"
}
