#include "interp.h"

#include "cleanup.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

/* BINPRM_BUF_SIZE: the kernel looks at no more of a script's first line. */
enum { HEAD = 256, MAX_HEADERS = 65536 / sizeof(Elf64_Phdr) };

static int read_script(const char *head, size_t length, struct interp *ret)
{
    size_t start = 2;
    while (start < length && (head[start] == ' ' || head[start] == '\t'))
        start++;
    size_t end = start;
    while (end < length && head[end] != '\n' && head[end] != ' ' && head[end] != '\t' && head[end] != '\0')
        end++;
    memcpy(ret->path, head + start, end - start);
    ret->path[end - start] = '\0';
    return 0;
}

static int read_name(int fd, uint64_t offset, uint64_t size, struct interp *ret)
{
    if (size < 2 || size >= sizeof ret->path)
        return -ENOEXEC;
    if (pread(fd, ret->path, size, (off_t)offset) != (ssize_t)size || ret->path[size - 1] != '\0') {
        ret->path[0] = '\0';
        return -ENOEXEC;
    }
    return 0;
}

/* The 32-bit and the 64-bit program headers differ in layout only. */
#define DEFINE_READ_ELF(bits)                                                                       \
    static int read_elf##bits(int fd, const char *head, size_t length, struct interp *ret)           \
    {                                                                                               \
        Elf##bits##_Ehdr elf;                                                                       \
        if (length < sizeof elf)                                                                    \
            return -ENOEXEC;                                                                        \
        memcpy(&elf, head, sizeof elf);                                                             \
        if (elf.e_phentsize != sizeof(Elf##bits##_Phdr) || elf.e_phnum > MAX_HEADERS)               \
            return -ENOEXEC;                                                                        \
        for (unsigned i = 0; i < elf.e_phnum; i++) {                                                \
            Elf##bits##_Phdr part;                                                                  \
            off_t offset = (off_t)(elf.e_phoff + i * sizeof part);                                  \
            if (pread(fd, &part, sizeof part, offset) != (ssize_t)sizeof part)                      \
                return -ENOEXEC;                                                                    \
            if (part.p_type == PT_INTERP)                                                           \
                return read_name(fd, part.p_offset, part.p_filesz, ret);                            \
        }                                                                                           \
        return 0;                                                                                   \
    }

DEFINE_READ_ELF(32)
DEFINE_READ_ELF(64)

static bool is_foreign(const char *head)
{
    uint16_t machine;
    memcpy(&machine, head + offsetof(Elf64_Ehdr, e_machine), sizeof machine);
#if defined(__x86_64__)
    return machine != EM_X86_64 && machine != EM_386;
#else
    return machine != EM_AARCH64;
#endif
}

int interp_read(int dir_fd, const char *path, struct interp *ret_interp)
{
    *ret_interp = (struct interp){0};
    cleanup_fd int fd = openat(dir_fd, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return -errno;
    struct stat status;
    if (fstat(fd, &status) < 0)
        return -errno;
    if (!S_ISREG(status.st_mode))
        return 0;
    char head[HEAD];
    ssize_t n = pread(fd, head, sizeof head, 0);
    if (n < 0)
        return -errno;
    size_t length = (size_t)n;
    if (length > 2 && memcmp(head, "#!", 2) == 0)
        return read_script(head, length, ret_interp);
    if (length < sizeof(Elf32_Ehdr) || memcmp(head, ELFMAG, SELFMAG) != 0)
        return 0;
    ret_interp->foreign = is_foreign(head);
    return head[EI_CLASS] == ELFCLASS32 ? read_elf32(fd, head, length, ret_interp)
                                        : read_elf64(fd, head, length, ret_interp);
}
