/*
 * Makes TCP ports of a network namespace reachable from the host: the listeners are made outside, before the
 * namespace; the bytes are relayed by a process inside it, which connects to 127.0.0.1 (or else ::1).
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "problem.h"

struct relay_port {
    uint16_t container, host;
    int listener;
};

/* Listens on 127.0.0.1 for "CONTAINERPORT:HOSTPORT"; HOSTPORT 0 = any free one. Returns 0 or -errno. */
int relay_listen(const char *port, struct relay_port *ret_port, struct problem *problem);

/*
 * Relays, in the namespace of the ports, until `control` reads as ended; then it takes no more connections and ends
 * when those that are there have ended. Half-closed connections stay half open. Returns 0 or -errno.
 */
int relay_serve(const struct relay_port *ports, size_t count, int control);
