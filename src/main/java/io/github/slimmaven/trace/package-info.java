/** The sensor, its protocol, and the access trace that it gives. */
package io.github.slimmaven.trace;
