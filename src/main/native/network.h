/*
 * `sensor network`: makes a network of its own, with nothing but a loopback interface, prints "ready" and holds the
 * network until its standard input ends. `sensor sandbox` joins it by `net=PID`, so that several containers share it.
 */
#pragma once

#include "problem.h"

/* Brings up the loopback interface of a new network namespace. Returns 0 or -errno. */
int network_up(struct problem *problem);
