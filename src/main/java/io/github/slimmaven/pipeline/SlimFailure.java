package io.github.slimmaven.pipeline;

/**
 * The build is rightly red: a probe failed, or the minified image differs. Nothing was published.
 */
public final class SlimFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says what failed and what to do next. */
  public SlimFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
