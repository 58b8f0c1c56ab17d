# What is recorded of calls and ports.

test_trace_starts_with_its_version_and_leaves_the_sensor_out() {
    trace true
    expect_code 0
    [ "$(head -n 2 trace)" = "$(printf 'slim-trace 1 %s\nby\tnotify' "$(uname -m)")" ] || complain "wrong head"
    for own in setgroups capset seccomp setresuid chdir sendmsg; do expect_no_record sys $own; done
    # All that the filter passes unseen and this machine has.
    for hot in $(sed -n '/filter_hot\[\] = {/,/NULL/p' "$main/filter.c" | grep -o '"[a-z0-9_]*"' | tr -d '"'); do
        ! grep -q "\"$hot\"" "$work/native.inc" || expect_record sys $hot
    done
    expect_record sys execve
    [ "$(sort trace | uniq -d)" = '' ] || complain "a record was written twice"
}

test_io_uring_is_refused_and_recorded() {
    trace "$work/subject" io_uring
    expect_code 0
    expect_record sys io_uring_setup
}

test_a_listener_of_the_app_is_a_limit() {
    trace "$work/subject" listener
    expect_code 0
    grep -q "^lim.the app asked for a seccomp listener" trace || complain "no limit"
}

test_listener_is_reported_when_it_listens() {
    describe "$work/subject" listen
    # The client connects as soon as the event is there: were it early, it would be refused.
    $isolate "$work/sensor" trace "$t/launch" 2>>"$t/err" >out &
    launcher=$!
    await "$t/err" 'listen tcp'
    port=$(sed -n 's/.* listen tcp //p' err)
    "$work/subject" connect "$port" || complain "port $port was reported before it listened"
    wait $launcher
    code=$?
    expect_code 0
    expect_record lis "$(printf 'tcp\t%s' "$port")"
    expect_record lis "$(printf 'udp\t%s' "$port")"
    expect_event "listen udp $port"
    [ "$(grep -c 'listen udp' err)" = 1 ] || complain "a failed bind was reported"
}

test_fanotify_is_said_to_watch_or_not() {
    trace true
    grep -q '^by.fanotify$\|^lim.fanotify' trace || complain "nothing about fanotify"
}

test_weak_launch_says_what_it_cannot_see() {
    key weak=1
    trace "$work/subject" open absent
    expect_code 0
    expect_record mis "$t/absent"
    grep -q '^lim.fanotify is not available' trace || complain "no limit"
}

test_calls_that_docker_refuses_are_refused() {
    [ "$(id -u)" -eq 0 ] || skip "not root"
    trace "$work/subject" refused
    expect_code 0
}

one_user='unshare --user --map-root-user'

test_ids_are_faked_where_there_is_one_user() {
    $one_user true 2>/dev/null || skip "no user namespaces here"
    touch file
    ! $one_user "$work/subject" ids file 2>/dev/null || complain "the calls need no faking"
    rm -f queue device
    $one_user "$work/faked" - "$work/subject" ids file || complain "not faked without a tracer"
    rm -f queue
    $one_user "$work/faked" "$t/trace" "$work/subject" ids file and-missing || complain "not faked by the tracer"
    expect_record put "$t/file"
    expect_record put "$t/queue"
    expect_record mis "$t/absent"
    expect_record sys setgroups
}

test_capabilities_that_calls_need_are_recorded() {
    [ "$(id -u)" -eq 0 ] || skip "not root"
    trace sh -c 'echo 1 >own; mkdir foreign; chown 5:6 foreign; chmod 700 foreign; echo 2 >foreign/file'
    expect_code 0
    for name in CHOWN FOWNER DAC_OVERRIDE; do expect_record cap $name; done
    for name in SETUID SETGID SYS_CHROOT MKNOD KILL; do expect_no_record cap $name; done
}

test_capabilities_of_another_user_are_recorded() {
    [ "$(id -u)" -eq 0 ] || skip "not root"
    trace sh -c 'setpriv --reuid 5 --regid 5 --clear-groups sleep 60 & while ! grep -q "^Uid:.5" /proc/$!/status; do :; done; kill $!'
    for name in SETUID SETGID KILL; do expect_record cap $name; done
    expect_no_record cap CHOWN
}

test_what_an_owner_may_needs_no_capability() {
    [ "$(id -u)" -eq 0 ] || skip "not root"
    trace sh -c 'mkdir -m 700 d; echo 1 >d/f; chmod 600 d/f; chown 0:0 d/f; mv d/f d/g; rm -r d; sleep 60 & kill $!'
    ! grep '^cap' trace || complain "a capability that was not needed"
}

test_what_a_thread_has_not_is_no_capability_in_use() {
    [ "$(id -u)" -eq 0 ] || skip "not root"
    mkdir "$t/d" && chmod 755 "$t" && chmod 777 "$t/d"
    key user=5:5
    trace sh -c 'chown 7 d; echo 1 >d/f; chown 7 d/f; chroot / true'
    ! grep '^cap' trace || complain "a capability that nobody had"
}
