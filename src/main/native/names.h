/* System calls by number and by name, for each calling convention that a process here can use. */
#pragma once

#include <stdint.h>

enum abi {
    ABI_NATIVE,  /* x86-64 or aarch64 */
    ABI_COMPAT,  /* i386 on x86-64 */
    ABI_X32,     /* x32 on x86-64; numbers here are without the x32 bit */
    ABI_COUNT,
    ABI_UNKNOWN, /* 32-bit ARM on aarch64 */
};

enum { X32_BIT = 0x40000000, MAX_CALLS = 1024 };

/* The convention of a call, from the architecture and number that seccomp reports; *number loses the x32 bit. */
enum abi names_abi(uint32_t architecture, int *number);

/* NULL if this sensor has no name for it. */
const char *names_of(enum abi abi, int number);

/* -1 if the convention has no such call. */
int names_number(enum abi abi, const char *name);
