/** The record of a run and its renderings. */
package io.github.slimmaven.report;
