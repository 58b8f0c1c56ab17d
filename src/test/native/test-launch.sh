# The app is launched as if nobody watched.

test_exit_codes_come_through() {
    for wanted in 0 42 255; do
        : >"$t/launch"
        trace sh -c "exit $wanted"
        expect_code $wanted
        expect_event exec
    done
    : >"$t/launch"
    trace sh -c "$work/subject segfault; exit \$?"
    expect_code 139
}

test_program_that_is_not_there_is_127() {
    trace absent-program
    expect_code 127
    expect_event "fail 'absent-program' was not found on the PATH '/usr/bin:/bin'"
    : >launch
    trace ./absent
    expect_code 127
    expect_event "fail './absent' was not found"
    ! grep -q 'n0 exec' err || complain "an exec that failed was reported"
    : >launch
    printf '#!/no/shell\n' >script && chmod +x script
    trace ./script
    expect_code 127
    expect_event "fail './script' needs the interpreter '/no/shell', which is not there"
}

test_program_that_cannot_be_executed_is_126() {
    echo 'exit 0' >plain
    trace ./plain
    expect_code 126
    expect_event "fail './plain' may not be executed"
    chmod +x plain
    : >launch
    trace ./plain
    expect_code 126
    expect_event "fail './plain' has a format"
    : >launch
    path=$t
    chmod -x plain
    trace plain
    expect_code 126
}

test_broken_description_is_125() {
    key what=1
    trace true
    expect_code 125
    grep -q "fail cannot read the launch description at 'what=1'" err || complain "no event"
    : >launch
    cwd=/etc/passwd/x
    trace true
    expect_code 125
    expect_event "fail cannot go to the working directory '/etc/passwd/x': Not a directory"
}

test_unknown_user_is_125() {
    [ "$(id -u)" -eq 0 ] || skip "not root"
    key user=no-such-user
    trace true
    expect_code 125
    expect_event "fail unable to find the user of 'no-such-user'"
}

test_missing_working_directory_is_made() {
    cwd=$t/a/b
    trace pwd
    expect_code 0
    [ "$(cat out)" = "$t/a/b" ] || complain "wrong working directory"
}

test_sensor_is_invisible_to_the_app() {
    # shellcheck disable=SC2012
    trace "$work/subject" alone $(ls /proc/$$/fd | sort -n)
    expect_code 0
}

start_waiting() { # WORD...
    describe "$work/subject" wait "$@"
    mkfifo in
    $isolate "$work/sensor" trace "$t/launch" <in >>out 2>>err &
    launcher=$!
    exec 9>in
    await out ready
    app=$(cat "/proc/$launcher/task/$launcher/children")
    app=${app%% *}
}

test_term_is_handled_by_the_app() {
    start_waiting handle
    kill -TERM "$app"
    wait $launcher
    code=$?
    exec 9>&-
    expect_code 7
}

test_term_is_ignored_by_a_first_process_without_handler() {
    start_waiting
    kill -TERM "$app"
    exec 9>&-
    wait $launcher
    code=$?
    expect_code 5
}

# The descendants of $app that are still the sensor; the tracer is the one whose parent is a sensor too.
find_tracer() {
    for process in /proc/[0-9]*; do
        [ "$(readlink "$process/exe")" = "$work/sensor" ] || continue
        parent=$(sed -n 's/^PPid:\t//p' "$process/status")
        [ "$(readlink "/proc/$parent/exe")" = "$work/sensor" ] && echo "${process#/proc/}"
    done
}

test_killed_tracer_is_reported_as_lost() {
    start_waiting
    tracer=$(find_tracer)
    kill -KILL "$tracer" || complain "no tracer '$tracer'"
    await err lost
    exec 9>&-
    wait $launcher
    expect_event 'lost the tracer was killed by signal 9'
    grep -q '^lost.the tracer was killed' trace || complain "the trace is not marked"
}

test_app_that_kills_all_is_lost() {
    trace sh -c 'kill -9 -1; :'
    expect_event 'lost the app killed every process'
}

test_full_disk_is_lost() {
    [ -c /dev/full ] || skip "no /dev/full"
    output=/dev/full
    trace true
    expect_event 'lost No space left on device'
}

# How many signals are queued is counted for all processes of the user: only the limit is the app's.
identity_of() { # FILE, from out
    sed -nE 's|^(SigQ:\t)[0-9]*|\1|; /^(Uid|Gid|Groups|Sig|Shd|Cap|NoNewPrivs|Threads)/p' out >"$1"
}

test_app_is_the_same_watched_or_not() {
    [ "$(id -u)" -eq 0 ] || skip "not root"
    # shellcheck disable=SC2016
    script='cat /proc/self/status; ls /proc/self/fd; echo "$HOME"; umask; ulimit -a; pwd'
    home=$(sed -n 's/^daemon:.*:\([^:]*\):[^:]*$/\1/p' /etc/passwd)
    for user in '' 65534 65534:7 ${home:+daemon}; do
        : >launch && key "user=$user" caps=a80425fb
        trace sh -c "$script"
        expect_code 0
        identity_of watched && sed -n '/^nonvoluntary/,$p' out | tail -n +2 >watched.rest
        : >launch && key "user=$user" caps=a80425fb "cwd=$t" env=PATH=/usr/bin:/bin arg=sh arg=-c "arg=$script"
        $isolate "$work/sensor" trace launch >out 2>err </dev/null
        identity_of unwatched && sed -n '/^nonvoluntary/,$p' out | tail -n +2 >unwatched.rest
        cmp watched unwatched && cmp watched.rest unwatched.rest || complain "user '$user' differs"
        grep -q '^CapBnd:.00000000a80425fb' watched || complain "wrong bounding set"
        case $user in
            '') grep -q '^CapEff:.00000000a80425fb' watched ;;
            65534) grep -q '^CapPrm:.0000000000000000' watched && grep -q '^Groups:.65534' watched ;;
            65534:7) grep -q "^Gid:.7	7	7	7" watched ;;
            daemon) ! grep -q "^Uid:.0" watched && grep -qxF "$home" watched.rest ;;
        esac || complain "wrong identity for '$user'"
        grep -q '^NoNewPrivs:.0' watched || complain "no_new_privs is set"
    done
}

test_another_users_files_are_seen() {
    [ "$(id -u)" -eq 0 ] || skip "not root"
    chmod 755 . && touch f
    [ "$(setpriv --reuid 65534 --clear-groups cat "$work/subject" 2>/dev/null | wc -c)" -gt 0 ] || skip "$work is not open to other users"
    key user=65534
    trace "$work/subject" open "$t/f" "$t/absent"
    expect_code 0
    expect_record get "$t/f"
    expect_record mis "$t/absent"
}
