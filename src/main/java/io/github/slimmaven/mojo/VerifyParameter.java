package io.github.slimmaven.mojo;

/** How the minified image is verified, in the pom. */
public final class VerifyParameter {
  /** Whether the integration tests are run against it too; else a property says so. */
  Boolean rerunTests;
}
