package io.github.slimmaven.pipeline;

import io.github.slimmaven.check.LintLimits;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.registry.RegistryAccess;
import io.github.slimmaven.source.DockerfileRequest;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code slim:lint} is asked for.
 *
 * @param image empty for the image that {@code slim:build} built, if there is one
 * @param dockerfile what it was built from; its tag and platform do not matter
 * @param output where the results go
 * @param cache where layers are remembered
 */
public record LintRequest(
    Optional<ImageReference> image,
    Optional<DockerfileRequest> dockerfile,
    LintLimits limits,
    RegistryAccess registries,
    Path output,
    Path cache) {}
