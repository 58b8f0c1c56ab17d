package io.github.slimmaven.mojo;

/** Credentials for one registry, in the pom. */
public final class AuthParameter {
  /** Host and port of the registry, as in {@code registry.example.com:5000}. */
  String registry;

  /** User name. */
  String username;

  /** Password or token; better kept in a {@code <server>} of settings.xml. */
  String password;
}
