package io.github.slimmaven.pipeline;

import io.github.slimmaven.check.SecurityLimits;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.registry.RegistryAccess;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code slim:scan} is asked for.
 *
 * @param image empty for the image that {@code slim:build} built
 * @param settings by which data
 * @param limits which vulnerabilities the image may have
 * @param output where the results go
 * @param cache where layers are remembered
 */
public record ScanRequest(
    Optional<ImageReference> image,
    ScanSettings settings,
    SecurityLimits limits,
    RegistryAccess registries,
    Path output,
    Path cache) {}
