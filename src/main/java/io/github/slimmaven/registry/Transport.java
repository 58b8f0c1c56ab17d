package io.github.slimmaven.registry;

/** How a registry is reached. */
enum Transport {
  HTTPS,
  /** TLS, with a certificate that nobody vouches for. */
  UNVERIFIED_HTTPS,
  HTTP
}
