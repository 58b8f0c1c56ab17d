# What is recorded of paths.

test_links_are_walked_and_recorded() {
    mkdir real && echo x >real/file && ln -s real one && ln -s "$t/one" two && ln -s ../two/file real/link
    ln -s loop loop && ln -s absent dangling && ln -s real/file outer
    trace "$work/subject" open two/link "$t//two/./../two/link/" two/../real/file loop dangling nodir/x/../y real/file/below
    expect_code 0
    for link in two one real/link; do expect_record via "$t/$link"; done
    expect_record get "$t/real/file"
    expect_record via "$t/dangling"
    expect_record mis "$t/absent"
    expect_record mis "$t/nodir/y"
    expect_record mis "$t/real/file/below"
    expect_no_record get "$t/two/link"
    expect_no_record mis "$t/real/file"
    expect_no_record see "$t/outer"
}

test_last_link_is_followed_only_where_the_call_does() {
    echo x >file && ln -s file link && ln -s file other && ln -s file third
    trace "$work/subject" lookups link other third
    expect_code 0
    expect_record see "$t/link"
    expect_record via "$t/other"
    expect_record see "$t/file"
    expect_record see "$t/third"
    expect_no_record get "$t/file"
}

test_relative_paths_start_where_the_process_is() {
    mkdir d && touch d/by-fd d/by-cwd d/by-empty
    trace "$work/subject" relative d /usr/bin/true
    expect_code 0
    expect_record get "$t/d/by-fd"
    expect_record get "$t/d/by-cwd"
    expect_record see "$t/d/by-empty"
    expect_record mis "$t/d/absent"
    expect_record run "$(realpath /usr/bin/true)"
}

test_what_the_app_makes_is_not_taken_for_the_image() {
    touch old gone kept changed written both && echo x >cut
    trace "$work/subject" create "$t"
    expect_code 0
    for made in made made-dir made-link made-hard new old gone changed cut written both; do expect_record put "$t/$made"; done
    for there in old gone kept changed cut written; do expect_record see "$t/$there"; done
    expect_record get "$t/both"
    expect_record mis "$t/nowhere/file"
    expect_no_record get "$t/written"
    expect_no_record put "$t/kept"
    expect_no_record mis "$t/made"
    [ "$(grep -nxF "$(printf 'put\t%s/made' "$t")" trace | cut -d: -f1)" -lt "$(grep -nxF "$(printf 'see\t%s/made' "$t")" trace | cut -d: -f1)" ] ||
        complain "made was seen before it was put"
}

test_chrooted_process_is_seen_from_the_image() {
    mkdir -p jail/in && touch jail/target && ln -s /target jail/in/link
    trace "$work/subject" chroot "$t/jail"
    expect_code 0
    expect_record via "$t/jail/in/link"
    expect_record get "$t/jail/target"
    expect_record mis "$t/jail/etc-absent"
}

test_interpreters_are_found_through_scripts_and_elf_headers() {
    ln -s "$(command -v sh)" shell
    printf '#!%s/shell\nexit 3\n' "$t" >first && printf '#!%s/first -x\n' "$t" >second && chmod +x first second
    trace "$t/second"
    expect_code 3
    expect_record run "$t/second"
    expect_record run "$t/first"
    expect_record via "$t/shell"
    expect_record run "$(realpath /bin/sh)"
    loader=$(LC_ALL=C readelf -l "$(realpath /bin/sh)" 2>/dev/null | sed -n 's/.*interpreter: \(.*\)]/\1/p')
    [ -z "$loader" ] || expect_record run "$(realpath "$loader")"
}

test_listed_folder_is_got_and_opened_one_is_seen() {
    mkdir listed opened && touch listed/x
    trace sh -c 'ls listed; cd opened'
    expect_code 0
    expect_record get "$t/listed"
    expect_record see "$t/opened"
    expect_no_record get "$t/opened"
}

test_any_byte_may_be_in_a_name() {
    name=$(printf 'a b\nc\377%%\td')
    touch "$name"
    trace "$work/subject" open "$name" "$(printf 'no\n\376')"
    expect_code 0
    expect_record get "$t/a%20b%0Ac%FF%25%09d"
    expect_record mis "$t/no%0A%FE"
}

test_proc_self_leads_to_the_app() {
    touch file
    trace sh -c 'exec 7<file; cat /proc/self/exe /dev/fd/7 /proc/self/root/etc/hostname /proc/self/fd/7/x >/dev/null 2>&1; cat /proc/self/cwd/file; readlink /proc/self/exe'
    expect_code 0
    expect_record get "$(realpath /usr/bin/cat)"
    expect_record get "$t/file"
    ! cut -f2 trace | grep -q '^/proc/\|^/dev/\|^/sys/' || complain "paths below /proc, /dev, /sys were recorded"
}

test_32_bit_calls_are_seen() {
    touch low
    trace "$work/subject" call32 low nothing
    expect_record abi x86
    expect_record sys _llseek
    [ $code != 77 ] || skip "no 32-bit calls on this architecture"
    ! grep -q 'int 0x80' err || skip "this kernel has no 32-bit calls"
    expect_code 0
    expect_record get "$t/low"
    expect_record mis "$t/nothing"
    expect_record sys stat64
    grep -q "^lis.tcp" trace || complain "the listener of socketcall was not recorded"
}

test_unix_sockets_are_files() {
    trace "$work/subject" unix socket absent
    expect_code 0
    expect_record put "$t/socket"
    expect_record see "$t/socket"
    expect_record mis "$t/absent"
}
