/** Reads a Dockerfile and its {@code .dockerignore}; builds nothing. */
package io.github.slimmaven.dockerfile;
