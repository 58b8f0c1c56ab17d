/** Streams the source layers and writes the minified image. */
package io.github.slimmaven.minify;
