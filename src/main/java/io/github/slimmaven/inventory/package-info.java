/**
 * Which package of the operating system, of Java, Python or Node.js owns which file of an image.
 */
package io.github.slimmaven.inventory;
