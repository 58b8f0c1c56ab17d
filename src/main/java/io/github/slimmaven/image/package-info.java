/**
 * The OCI model: manifests, configs, layers and the merged file tree, and the formats that hold
 * them.
 */
package io.github.slimmaven.image;
