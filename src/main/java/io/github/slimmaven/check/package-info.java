/** Compares a report with the limits and the baseline. */
package io.github.slimmaven.check;
