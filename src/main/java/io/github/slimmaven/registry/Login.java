package io.github.slimmaven.registry;

/**
 * A credential and where it was found.
 *
 * @param credential what to log in with
 * @param source for messages, as in {@code server 'r.example' of the Maven settings}
 */
record Login(Credential credential, String source) {}
