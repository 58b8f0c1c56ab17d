package io.github.slimmaven.image;

/**
 * Points to a blob (OCI image spec, {@code descriptor.md}).
 *
 * @param mediaType type of the blob
 * @param digest digest of the blob's bytes
 * @param size length of the blob, bytes
 */
public record Descriptor(String mediaType, Digest digest, long size) {}
