/**
 * Obtains the source image: built with jib-core, or taken from a registry, daemon, archive or
 * layout.
 */
package io.github.slimmaven.source;
