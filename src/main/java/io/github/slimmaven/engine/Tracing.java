package io.github.slimmaven.engine;

/** How a container is watched. */
enum Tracing {
  /** Not at all: the image's own entrypoint runs. */
  NONE,
  /** By a sensor with SYS_ADMIN and SYS_PTRACE; the app has what Docker gives by default. */
  FULL,
  /** By a sensor without capabilities, as the image's user and without new privileges. */
  WEAK;

  /** What a trace cannot tell when it was made in this way, as a sentence; or "". */
  String limit() {
    return this == WEAK
        ? "the engine gives no capabilities: programs with setuid or file capabilities ran without them, and processes that hide from their own user were not looked into"
        : "";
  }
}
