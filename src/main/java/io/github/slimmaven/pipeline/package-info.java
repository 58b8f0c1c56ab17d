/** The stages of a run in order, its progress and its result. */
package io.github.slimmaven.pipeline;
