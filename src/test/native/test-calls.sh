# What is recorded of calls and ports.

test_trace_starts_with_its_version_and_leaves_the_sensor_out() {
    trace true
    expect_code 0
    [ "$(head -n 2 trace)" = "$(printf 'slim-trace 1 %s\nby\tnotify' "$(uname -m)")" ] || complain "wrong head"
    for own in setgroups capset seccomp setresuid chdir sendmsg; do expect_no_record sys $own; done
    for hot in read write mmap; do expect_record sys $hot; done
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
    describe "$work/subject" listen 18431
    # Outside: the client connects as soon as it reads the event, so an early event would be refused.
    $isolate "$work/sensor" trace "$t/launch" 2>"$t/err" >out &
    await "$t/err" 'listen tcp 18431'
    "$work/subject" connect 18431 || complain "the port was reported before it listened"
    wait $!
    code=$?
    expect_code 0
    expect_record lis "$(printf 'tcp\t18431')"
    expect_record lis "$(printf 'udp\t18431')"
    expect_event 'listen udp 18431'
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
