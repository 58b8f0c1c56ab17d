package io.github.slimmaven.probe;

/** Why a probe has no accepted answer. */
public enum Fault {
  /** No connection. */
  REFUSED,
  /** Connected, then closed or reset before the first byte. */
  CLOSED,
  /** Connected, but no whole answer in time. */
  SILENT,
  /** Answered with something else than the probe's protocol. */
  FOREIGN,
  /** The answer broke off, or breaks the rules of HTTP. */
  BROKEN,
  /** Answered, but with another status or body than the probe accepts. */
  REJECTED,
  /** The app ended. */
  EXITED,
  /** A port that should be listened on is not. */
  NOT_LISTENING,
  /** There is nothing to ask. */
  NOTHING
}
