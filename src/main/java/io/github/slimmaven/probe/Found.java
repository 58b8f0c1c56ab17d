package io.github.slimmaven.probe;

import java.util.List;

/**
 * Requests that nobody gave.
 *
 * @param exchanges those that the app answered well, and what led to them
 * @param accepted how many it answered well
 * @param leftOut those that are not asked again, and why
 * @param unasked how many more there were than were to be asked
 */
public record Found(List<Exchange> exchanges, int accepted, List<LeftOut> leftOut, int unasked) {
  /**
   * A request that came to nothing.
   *
   * @param request as in {@code GET /path}
   * @param why the end of a sentence that begins with it
   */
  public record LeftOut(String request, String why) {}

  public Found {
    exchanges = List.copyOf(exchanges);
    leftOut = List.copyOf(leftOut);
  }
}
