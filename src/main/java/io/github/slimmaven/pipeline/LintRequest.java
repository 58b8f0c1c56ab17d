package io.github.slimmaven.pipeline;

import io.github.slimmaven.check.LintLimits;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.registry.RegistryAccess;
import io.github.slimmaven.source.DockerfileRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code slim:lint} is asked for.
 *
 * @param image empty for the image that {@code slim:build} built, if there is one
 * @param dockerfile what it was built from; its tag and platform do not matter
 * @param manifests of Kubernetes, in which the app may be probed
 * @param bases images to compare as bases
 * @param scan by which data their vulnerabilities are counted
 * @param output where the results go
 * @param cache where layers are remembered
 */
public record LintRequest(
    Optional<ImageReference> image,
    Optional<DockerfileRequest> dockerfile,
    List<Path> manifests,
    LintLimits limits,
    List<ImageReference> bases,
    ScanSettings scan,
    RegistryAccess registries,
    Path output,
    Path cache) {}
