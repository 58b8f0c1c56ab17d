package io.github.slimmaven.pipeline;

import io.github.slimmaven.check.EfficiencyLimits;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.registry.RegistryAccess;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code slim:xray} is asked for.
 *
 * @param image empty for the image that {@code slim:build} built
 * @param output where the results go
 * @param cache where layers are remembered
 */
public record XrayRequest(
    Optional<ImageReference> image,
    EfficiencyLimits limits,
    RegistryAccess registries,
    Path output,
    Path cache) {}
