/* The supervisor's wait for all that can happen to a sandbox. */
#pragma once

#include <signal.h>

#include "sandbox.h"

/*
 * Waits until the app and the tracer have ended, obeys the commands on standard input, sends the events `exec` (if not
 * traced), `lost` and `exit`. Returns 0, or -errno if the app was not launched or not watched to the end.
 */
int supervise(struct sandbox *sandbox, const sigset_t *watched);

/* Kills and reaps what is left. */
void supervise_end(struct sandbox *sandbox);
