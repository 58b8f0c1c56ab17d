/** Exercises a launched app from outside and records its answers. */
package io.github.slimmaven.probe;
