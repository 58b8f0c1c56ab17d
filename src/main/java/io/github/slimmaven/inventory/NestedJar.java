package io.github.slimmaven.inventory;

/**
 * A jar in another one.
 *
 * @param name within the other, as {@code BOOT-INF/lib/guava-33.4.8-jre.jar}
 * @param owner what it is
 * @param bytes that it takes there, compressed
 */
public record NestedJar(String name, Owner owner, long bytes) {}
