/** Replays the probes against the minified image and compares the answers. */
package io.github.slimmaven.verify;
