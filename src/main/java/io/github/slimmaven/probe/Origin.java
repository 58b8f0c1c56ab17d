package io.github.slimmaven.probe;

import java.util.Locale;

/** Whose idea a probe was. */
public enum Origin {
  /** The user's. */
  GIVEN,
  /** Nobody's: what a port is asked where no probe is given, and its health endpoints. */
  DEFAULT,
  /** A page led to it. */
  CRAWLED,
  /** A description of the app, OpenAPI or Swagger, has it. */
  GENERATED;

  /** The name in {@code report.json}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
