#include "names.h"

#include <asm/unistd.h>
#include <linux/audit.h>
#include <stddef.h>
#include <string.h>

#include "names.inc" /* made by build.sh from the kernel headers */

#define LENGTH(array) (int)(sizeof(array) / sizeof *(array))

/* Calls that are younger than the headers may be; from 424 on all architectures share their numbers. */
enum { RECENT = 449 };
static const char *const recent_names[] = {
    "futex_waitv",       "set_mempolicy_home_node", "cachestat",   "fchmodat2",   "map_shadow_stack",
    "futex_wake",        "futex_wait",              "futex_requeue", "statmount", "listmount",
    "lsm_get_self_attr", "lsm_set_self_attr",       "lsm_list_modules", "mseal",  "setxattrat",
    "getxattrat",        "listxattrat",             "removexattrat", "open_tree_attr", "file_getattr",
    "file_setattr",
};

enum abi names_abi(uint32_t architecture, int *number)
{
#if defined(__x86_64__)
    if (architecture == AUDIT_ARCH_I386)
        return ABI_COMPAT;
    if (architecture == AUDIT_ARCH_X86_64 && *number >= X32_BIT) {
        *number &= ~X32_BIT;
        return ABI_X32;
    }
    return architecture == AUDIT_ARCH_X86_64 ? ABI_NATIVE : ABI_UNKNOWN;
#else
    (void)number;
    return architecture == AUDIT_ARCH_AARCH64 ? ABI_NATIVE : ABI_UNKNOWN;
#endif
}

static const char *known_name(enum abi abi, int number)
{
    if (abi == ABI_NATIVE)
        return number < LENGTH(native_names) ? native_names[number] : NULL;
#if defined(__x86_64__)
    if (abi == ABI_COMPAT)
        return number < LENGTH(compat_names) ? compat_names[number] : NULL;
    if (abi == ABI_X32)
        return number < LENGTH(x32_names) ? x32_names[number] : NULL;
#endif
    return NULL;
}

const char *names_of(enum abi abi, int number)
{
    if (number < 0 || abi >= ABI_COUNT)
        return NULL;
    const char *name = known_name(abi, number);
#if !defined(__x86_64__)
    if (abi != ABI_NATIVE)
        return NULL;
#endif
    if (name == NULL && number >= RECENT && number - RECENT < LENGTH(recent_names))
        name = recent_names[number - RECENT];
    return name;
}

int names_number(enum abi abi, const char *name)
{
    for (int i = 0; i < MAX_CALLS; i++) {
        const char *candidate = names_of(abi, i);
        if (candidate != NULL && strcmp(candidate, name) == 0)
            return i;
    }
    return -1;
}
