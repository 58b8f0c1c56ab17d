/** Pulls from and pushes to registries with exact digests. */
package io.github.slimmaven.registry;
