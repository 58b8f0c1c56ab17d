#include "record.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

enum { FIRST_SIZE = 4096, LONGEST = 3 * 8192 + 64 };

/* FNV-1a over the bytes, then the finalizer of MurmurHash3; 0 means an empty slot. */
uint64_t hash_text(uint64_t key, const char *text)
{
    uint64_t hash = 0xcbf29ce484222325 ^ key;
    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * 0x100000001b3;
    hash = (hash ^ hash >> 33) * 0xff51afd7ed558ccd;
    hash = (hash ^ hash >> 33) * 0xc4ceb9fe1a85ec53;
    hash ^= hash >> 33;
    return hash == 0 ? 1 : hash;
}

static uint64_t *find_slot(uint64_t *slots, size_t size, uint64_t hash)
{
    size_t i = hash & (size - 1);
    while (slots[i] != 0 && slots[i] != hash)
        i = (i + 1) & (size - 1);
    return &slots[i];
}

static int grow(struct hashes *set)
{
    size_t size = set->size == 0 ? FIRST_SIZE : 2 * set->size;
    uint64_t *slots = calloc(size, sizeof *slots);
    if (slots == NULL)
        return -ENOMEM;
    for (size_t i = 0; i < set->size; i++)
        if (set->slots[i] != 0)
            *find_slot(slots, size, set->slots[i]) = set->slots[i];
    free(set->slots);
    set->slots = slots;
    set->size = size;
    return 0;
}

int hashes_add(struct hashes *set, uint64_t hash)
{
    if (2 * set->count >= set->size) {
        int r = grow(set);
        if (r < 0)
            return r;
    }
    uint64_t *slot = find_slot(set->slots, set->size, hash);
    if (*slot == hash)
        return 0;
    *slot = hash;
    set->count++;
    return 1;
}

bool hashes_has(const struct hashes *set, uint64_t hash)
{
    return set->size != 0 && *find_slot(set->slots, set->size, hash) == hash;
}

void hashes_clear(struct hashes *set)
{
    free(set->slots);
    *set = (struct hashes){.key = set->key};
}

int records_open(struct records *records, int fd)
{
    *records = (struct records){.fd = fd, .size = 1 << 18};
    if (getrandom(&records->written.key, sizeof records->written.key, GRND_NONBLOCK) < 0)
        records->written.key = (uint64_t)getpid(); /* early at boot: then the key is merely guessable */
    records->buffer = malloc(records->size);
    return records->buffer == NULL ? -ENOMEM : 0;
}

void records_close(struct records *records)
{
    hashes_clear(&records->written);
    free(records->buffer);
    records->buffer = NULL;
}

size_t record_escape(const char *text, bool is_path, char *ret)
{
    char *out = ret;
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if (c < 0x20 || c >= 0x7f || c == '%' || (is_path && c == ' '))
            out += sprintf(out, "%%%02X", c);
        else
            *out++ = (char)c;
    }
    *out = '\0';
    return (size_t)(out - ret);
}

/* Returns the length without a line break, 0 if the text is too long to be a path. */
static size_t format(const char *kind, const char *text, char line[LONGEST])
{
    if (strlen(text) > (LONGEST - 64) / 3)
        return 0;
    int start = snprintf(line, 32, "%s\t", kind);
    bool sentence = strcmp(kind, "lim") == 0 || strcmp(kind, "lis") == 0;
    size_t length = (size_t)start + record_escape(text, !sentence, line + start);
    if (strcmp(kind, "lis") == 0)
        *strchr(line, ' ') = '\t';
    return length;
}

bool record_has(const struct records *records, const char *kind, const char *text)
{
    char line[LONGEST];
    return format(kind, text, line) > 0 && hashes_has(&records->written, hash_text(records->written.key, line));
}

bool record(struct records *records, const char *kind, const char *text)
{
    char line[LONGEST];
    size_t length = format(kind, text, line);
    if (records->error < 0 || length == 0)
        return false;
    int r = hashes_add(&records->written, hash_text(records->written.key, line));
    if (r < 0)
        records->error = r;
    if (r <= 0)
        return false;
    line[length++] = '\n';
    if (records->length + length > records->size && records_flush(records) < 0)
        return false;
    memcpy(records->buffer + records->length, line, length);
    records->length += length;
    return true;
}

static bool is_below(const char *path, const char *directory)
{
    size_t length = strlen(directory);
    return strncmp(path, directory, length) == 0 && path[length] == '/';
}

bool record_path(struct records *records, const char *kind, const char *path)
{
    if (is_below(path, "/proc") || is_below(path, "/sys") || is_below(path, "/dev") ||
        is_below(path, "/.slim/out") || strcmp(path, "/.slim/out") == 0)
        return false;
    return record(records, kind, path);
}

int records_flush(struct records *records)
{
    size_t done = 0;
    while (records->error == 0 && done < records->length) {
        ssize_t n = write(records->fd, records->buffer + done, records->length - done);
        if (n < 0 && errno != EINTR)
            records->error = -errno;
        if (n > 0)
            done += (size_t)n;
    }
    records->length = 0;
    return records->error;
}
