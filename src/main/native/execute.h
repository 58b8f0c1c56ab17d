/* The last step of a launch: the app's program replaces the sensor. */
#pragma once

#include "launch.h"

/* Creates launch->cwd where missing and goes there. Returns 0 or -errno. */
int execute_chdir(const struct launch *launch);

/*
 * Searches args[0] on the PATH of env and executes it. Returns only on failure, with the exit code that a shell would
 * give (127 not found, 126 not executable); *ret_message (malloc'ed) says what is wrong, for the event `fail`.
 */
int execute(const struct launch *launch, char **env, char **ret_message);
