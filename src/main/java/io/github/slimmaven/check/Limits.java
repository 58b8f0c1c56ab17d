package io.github.slimmaven.check;

import io.github.slimmaven.report.Bytes;
import java.util.Optional;

/**
 * What the minified image may not exceed; an absent limit is not checked.
 *
 * @param maxSize bytes of file content over all layers
 * @param maxCompressedSize bytes of the layer blobs
 */
public record Limits(Optional<Bytes> maxSize, Optional<Bytes> maxCompressedSize) {}
