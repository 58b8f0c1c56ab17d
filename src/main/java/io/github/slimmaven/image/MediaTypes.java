package io.github.slimmaven.image;

/** The media types of the OCI image spec and of Docker's manifest schema 2. */
final class MediaTypes {
  static final String INDEX = "application/vnd.oci.image.index.v1+json";
  static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  static final String LAYER = "application/vnd.oci.image.layer.v1.tar";
  static final String LAYER_GZIP = LAYER + "+gzip";
  static final String LAYER_ZSTD = LAYER + "+zstd";
  static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";

  private MediaTypes() {}
}
