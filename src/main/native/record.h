/* The trace file: each record once, written before the call it belongs to is answered. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A set of 64-bit hashes of strings, with a random key: an entry takes 8 to 16 bytes, whatever its length. */
struct hashes {
    uint64_t *slots;
    size_t size, count;
    uint64_t key;
};

uint64_t hash_text(uint64_t key, const char *text);

/* Adds it. Returns 1 if it is new, 0 if it was there, or -ENOMEM. */
int hashes_add(struct hashes *set, uint64_t hash);
bool hashes_has(const struct hashes *set, uint64_t hash);
void hashes_clear(struct hashes *set);

struct records {
    int fd;
    struct hashes written;
    char *buffer;
    size_t length, size;
    int error; /* the first -errno; then nothing is recorded any more */
};

int records_open(struct records *records, int fd);
void records_close(struct records *records);

/* Adds `KIND TEXT` unless it was written before. Returns whether it is new. */
bool record(struct records *records, const char *kind, const char *text);

/* As record, for a path of the image; leaves out what is below /proc, /sys and /dev. */
bool record_path(struct records *records, const char *kind, const char *path);

/* Whether that very record was written before. */
bool record_has(const struct records *records, const char *kind, const char *text);

/* Writes what was added. Returns 0 or -errno. */
int records_flush(struct records *records);

/* Percent-escapes as launch.h says. ret has room for 3 * strlen(text) + 1. */
size_t record_escape(const char *text, bool is_path, char *ret);
