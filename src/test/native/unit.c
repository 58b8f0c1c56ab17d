/* Tests of what needs no tracing: unit WORKDIR. */
#include "identity.h"
#include "interp.h"
#include "launch.h"
#include "record.h"

#include <assert.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void write_file(const char *name, const void *bytes, size_t length)
{
    int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert(fd >= 0 && write(fd, bytes, length) == (ssize_t)length);
    close(fd);
}

#define TEXT(name, text) write_file(name, text, sizeof(text) - 1)

static void launch_with_lists_keeps_their_order(void)
{
    struct launch launch;
    const char *problem;
    TEXT("launch", "arg=a\0arg=\0env=A=1=2\0arg=c\0env=B=\0arg=d\0arg=e\0caps=a80425fb\0user=me\0weak=1\0");
    assert(launch_read("launch", &launch, &problem) == 0);
    assert(strcmp(launch.args[1], "") == 0 && strcmp(launch.args[2], "c") == 0 && strcmp(launch.args[4], "e") == 0);
    assert(launch.args[5] == NULL && strcmp(launch.env[0], "A=1=2") == 0 && strcmp(launch.env[1], "B=") == 0);
    assert(launch.has_caps && launch.caps == 0xa80425fb && launch.weak && strcmp(launch.cwd, "/") == 0 && launch.trace == NULL);
    launch_free(&launch);
}

static void broken_launch_is_refused_by_name(void)
{
    static const struct {
        const char *text;
        size_t length;
        const char *problem;
    } cases[] = {
        {"arg=a\0what=1", 13, "what=1"}, {"arg=a\0caps=zz", 14, "caps=zz"}, {"arg=a\0env", 10, "env"},
        {"arg=a", 5, "arg=a"},           {"", 0, "no arg="},               {"arg=a\0cwd=rel", 14, "rel"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct launch launch;
        const char *problem;
        write_file("launch", cases[i].text, cases[i].length);
        assert(launch_read("launch", &launch, &problem) == -EINVAL);
        assert(strcmp(problem, cases[i].problem) == 0);
        launch_free(&launch);
    }
    struct launch launch;
    const char *problem;
    assert(launch_read("absent", &launch, &problem) == -ENOENT && strcmp(problem, "absent") == 0);
    launch_free(&launch);
}

static void event_is_one_line_of_at_most_4096_bytes(void)
{
    int ends[2];
    char *text = calloc(1, 9000), line[5000];
    assert(pipe(ends) == 0 && text != NULL);
    memset(text, 'x', 8999);
    text[3] = '\n';
    struct launch launch = {.nonce = "n", .event_fd = ends[1]};
    assert(event_write(&launch, "fail %s", text) == 0);
    ssize_t n = read(ends[0], line, sizeof line);
    assert(n == 4095 && memcmp(line, "\x1en fail xxx xx", 13) == 0 && line[n - 1] == '\n');
    assert(memchr(line, '\n', (size_t)n - 1) == NULL);
    free(text);
    close(ends[0]);
    close(ends[1]);
}

static void expect_user(int root, const char *user, unsigned uid, unsigned gid, size_t groups, const char *home)
{
    struct identity identity;
    const char *problem;
    assert(identity_read(root, user, &identity, &problem) == 0);
    assert(identity.uid == uid && identity.gid == gid && identity.group_count == groups);
    assert(identity.groups[0] == gid && strcmp(identity.home, home) == 0);
    identity_free(&identity);
}

static void expect_nobody(int root, const char *user, const char *problem)
{
    struct identity identity;
    const char *actual;
    assert(identity_read(root, user, &identity, &actual) == -ENOENT && strcmp(actual, problem) == 0);
    identity_free(&identity);
}

static void user_is_looked_up_as_runc_does(void)
{
    mkdir("root", 0700);
    mkdir("root/etc", 0700);
    TEXT("root/etc/passwd", "root:x:0:0:root:/root:/bin/sh\nbroken\n\nneg:x:-1:5::/:\nme:x:1000:1001:Me:/home/me:/bin/sh\n7:x:8:9::/seven:\nbare:x:3:4");
    TEXT("root/etc/group", "root:x:0:\nme:x:1001:\nwheel:x:10:you,me\nstaff:x:50:me\n60:x:61:me\n");
    int root = open("root", O_PATH);
    expect_user(root, "", 0, 0, 1, "/root");
    expect_user(root, "me", 1000, 1001, 4, "/home/me");
    expect_user(root, "1000", 1000, 1001, 4, "/home/me");
    expect_user(root, "me:wheel", 1000, 10, 1, "/home/me");
    expect_user(root, "me:77", 1000, 77, 1, "/home/me");
    expect_user(root, "me:60", 1000, 60, 1, "/home/me");
    expect_user(root, "4242", 4242, 0, 1, "/");
    expect_user(root, "4242:me", 4242, 1001, 1, "/");
    expect_user(root, "7", 7, 0, 1, "/");
    expect_user(root, "bare", 3, 4, 1, "/");
    expect_nobody(root, "neg", "user");
    expect_nobody(root, "you", "user");
    expect_nobody(root, "99999999999", "user");
    expect_nobody(root, "me:nogroup", "group");
    close(root);
    assert(unlink("root/etc/passwd") == 0 && unlink("root/etc/group") == 0 && mkfifo("root/etc/passwd", 0600) == 0);
    root = open("root", O_PATH);
    expect_user(root, "5", 5, 0, 1, "/");
    expect_nobody(root, "me", "user");
    close(root);
}

static void home_is_added_only_where_missing(void)
{
    char *with[] = {"A=1", "HOME=/x", NULL}, *without[] = {"HOMER=1", NULL}, **env, *home;
    struct launch launch = {.env = with};
    assert(identity_env(&launch, "/h", &env, &home) == 0 && env[2] == NULL);
    free(env);
    free(home);
    launch.env = without;
    assert(identity_env(&launch, "/h", &env, &home) == 0 && strcmp(env[1], "HOME=/h") == 0 && env[2] == NULL);
    free(env);
    free(home);
}

static void expect_script(const char *text, const char *path)
{
    struct interp interp;
    write_file("script", text, strlen(text));
    assert(interp_read(AT_FDCWD, "script", &interp) == 0 && strcmp(interp.path, path) == 0);
}

static void script_names_its_interpreter(void)
{
    char text[400] = "#!/";
    memset(text + 3, 'x', sizeof text - 4);
    expect_script("#!/bin/sh\n", "/bin/sh");
    expect_script("#! \t/usr/bin/env python3\n", "/usr/bin/env");
    expect_script("#!rel", "rel");
    expect_script("#!\n", "");
    expect_script("#", "");
    expect_script("", "");
    struct interp interp;
    write_file("script", text, sizeof text - 1);
    assert(interp_read(AT_FDCWD, "script", &interp) == 0 && strlen(interp.path) == 254);
    assert(interp_read(AT_FDCWD, "absent", &interp) == -ENOENT && interp_read(AT_FDCWD, "/", &interp) == 0);
}

static int read_elf(uint64_t offset, uint64_t size, unsigned count, unsigned machine)
{
    struct {
        Elf64_Ehdr head;
        Elf64_Phdr part;
        char name[16];
    } file = {
        .head = {.e_phoff = sizeof(Elf64_Ehdr), .e_phentsize = sizeof(Elf64_Phdr), .e_phnum = (uint16_t)count, .e_machine = (uint16_t)machine},
        .part = {.p_type = PT_INTERP, .p_offset = offset, .p_filesz = size},
        .name = "/lib/ld.so",
    };
    struct interp interp;
    memcpy(file.head.e_ident, ELFMAG "\2\1\1", 7);
    write_file("elf", &file, sizeof file);
    int r = interp_read(AT_FDCWD, "elf", &interp);
    if (r == 0 && interp.foreign)
        return 2;
    return r == 0 && strcmp(interp.path, "/lib/ld.so") == 0 ? 1 : r;
}

static void elf_names_its_interpreter_or_is_refused(void)
{
    uint64_t name = sizeof(Elf64_Ehdr) + sizeof(Elf64_Phdr);
#if defined(__x86_64__)
    unsigned own = EM_X86_64;
#else
    unsigned own = EM_AARCH64;
#endif
    assert(read_elf(name, 11, 1, own) == 1);
    assert(read_elf(name, 11, 1, EM_S390) == 2);
    assert(read_elf(name, 10, 1, own) == -ENOEXEC);
    assert(read_elf(name, 1 << 20, 1, own) == -ENOEXEC);
    assert(read_elf(name, UINT64_MAX, 1, own) == -ENOEXEC);
    assert(read_elf(UINT64_MAX, 11, 1, own) == -ENOEXEC);
    assert(read_elf(name, 11, 0xffff, own) == -ENOEXEC);
    assert(read_elf(name, 11, 0, own) == 0);
}

static void record_is_escaped_and_written_once(void)
{
    int ends[2];
    char text[400] = {0};
    struct records records;
    assert(pipe(ends) == 0 && records_open(&records, ends[1]) == 0);
    assert(record_path(&records, "see", "/a b\n\xff%\x7f") && !record_path(&records, "see", "/a b\n\xff%\x7f"));
    assert(record_path(&records, "get", "/a b\n\xff%\x7f") && !record_path(&records, "get", "/proc/1/maps"));
    assert(record_path(&records, "see", "/process") && record(&records, "lis", "tcp 80") && record(&records, "lim", "a b\tc"));
    assert(records_flush(&records) == 0 && read(ends[0], text, sizeof text - 1) > 0);
    assert(strcmp(text, "see\t/a%20b%0A%FF%25%7F\nget\t/a%20b%0A%FF%25%7F\nsee\t/process\nlis\ttcp\t80\nlim\ta b%09c\n") == 0);
    for (int i = 0; i < 100000; i++) {
        snprintf(text, sizeof text, "/n/%d", i);
        assert(record(&records, "mis", text) == 1);
        records.length = 0;
    }
    assert(!record(&records, "mis", "/n/77777"));
    close(ends[0]);
    close(ends[1]);
    record(&records, "mis", "/late");
    assert(records_flush(&records) == -EBADF && !record(&records, "mis", "/later"));
    records_close(&records);
}

int main(int argc, char **argv)
{
    assert(argc == 2 && chdir(argv[1]) == 0);
    launch_with_lists_keeps_their_order();
    broken_launch_is_refused_by_name();
    event_is_one_line_of_at_most_4096_bytes();
    user_is_looked_up_as_runc_does();
    home_is_added_only_where_missing();
    script_names_its_interpreter();
    elf_names_its_interpreter_or_is_refused();
    record_is_escaped_and_written_once();
    return 0;
}
