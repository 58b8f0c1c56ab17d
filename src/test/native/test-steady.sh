# A program runs the same way every time.

steady() { # FILE PROGRAM ARGUMENT...
    $isolate "$work/sensor" steady "$@" >"$t/out" 2>"$t/err" </dev/null
    code=$?
}

test_steady_has_no_environment_and_a_fixed_directory() {
    A=b steady /none /usr/bin/env
    expect_code 0
    [ ! -s out ] || complain "an environment: $(cat out)"
    steady /none /bin/pwd
    [ "$(cat out)" = / ] || complain "in $(cat out)"
}

test_steady_exit_codes_come_through() {
    for wanted in 0 42 255; do
        steady /none /bin/sh -c "exit $wanted"
        expect_code $wanted
    done
    steady /none "$work/subject" segfault
    expect_code 139
    steady /none /absent/program
    expect_code 125
    grep -qF "cannot execute '/absent/program'" err || complain "no reason given"
}

test_steady_holds_threads_until_the_file_is_opened() {
    for file in /etc/passwd /absent/classlist; do
        steady $file "$work/subject" race $file
        expect_code 0
        [ "$(cat out)" = first ] || complain "the main thread came $(cat out)"
    done
    "$work/subject" race /none >out
    [ "$(cat out)" = second ] || complain "there is no race without the sensor"
}
