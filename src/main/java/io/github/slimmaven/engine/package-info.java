/** Launches a container, in Docker or in Linux namespaces without a daemon. */
package io.github.slimmaven.engine;
