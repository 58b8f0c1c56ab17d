package io.github.slimmaven.check;

import io.github.slimmaven.report.ImageSize;

/**
 * The image that a minified one is compared with.
 *
 * @param name the file or the reference that it was read from, for messages
 * @param size of it
 */
public record Baseline(String name, ImageSize size) {}
