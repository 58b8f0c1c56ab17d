package io.github.slimmaven.probe;

/**
 * Where a page leads.
 *
 * @param address absolute
 * @param embedded whether a browser asks for it by itself
 */
record Link(String address, boolean embedded) {}
