/** Writes the verified image to every place that the user named. */
package io.github.slimmaven.publish;
