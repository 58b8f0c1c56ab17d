/** Trims Java runtimes to the modules that an app needs. */
package io.github.slimmaven.jvm;
