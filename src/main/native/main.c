/* The sensor: a command, then its arguments. */
#include "command.h"

#include <stdio.h>
#include <string.h>

/* Until their files are there, these commands are absent from the binary. */
#pragma weak sandbox_main
#pragma weak unpack_main
#pragma weak check_main
#pragma weak remove_main
#pragma weak steady_main
#pragma weak network_main

static const struct {
    const char *name;
    int (*run)(int, char **);
} commands[] = {
    {"trace", trace_main},
    {"sandbox", sandbox_main},
    {"unpack", unpack_main},
    {"check", check_main},
    {"remove", remove_main},
    {"steady", steady_main},
    {"network", network_main},
};

int main(int argc, char **argv)
{
    for (size_t i = 0; argc > 1 && i < sizeof commands / sizeof *commands; i++)
        if (strcmp(argv[1], commands[i].name) == 0 && commands[i].run != NULL)
            return commands[i].run(argc - 1, argv + 1);
    fprintf(stderr, "usage: sensor trace|sandbox|unpack|check|remove|steady|network ARGUMENTS (see launch.h)\n");
    return 2;
}
