package io.github.slimmaven.image;

import java.util.ArrayDeque;
import java.util.Deque;

/** Walks a path component by component; {@code ..} and symlinks stay within the root. */
final class PathWalk {
  private final Deque<String> rest = new ArrayDeque<>();
  private final StringBuilder path = new StringBuilder();
  private int hops;
  private String next = "";

  PathWalk(String path, int hops) {
    this.hops = hops;
    push(path);
  }

  /** Whether components are left; {@code .} and {@code ..} are done on the way. */
  boolean hasNext() {
    while (!rest.isEmpty()) {
      String component = rest.peek();
      if (component.equals("..")) {
        path.setLength(Math.max(0, path.lastIndexOf("/")));
        rest.pop();
      } else if (component.isEmpty() || component.equals(".")) {
        rest.pop();
      } else {
        return true;
      }
    }
    return false;
  }

  /** The path that the next component leads to; {@link #enter} or {@link #follow} comes next. */
  String next() {
    next = path + "/" + rest.pop();
    return next;
  }

  /** Goes there. */
  void enter() {
    path.setLength(0);
    path.append(next);
  }

  /**
   * Goes where a symlink there leads.
   *
   * @return false if that were too many, or it leads nowhere
   */
  boolean follow(String target) {
    if (target.isEmpty() || hops-- == 0) {
      return false;
    }
    if (target.startsWith("/")) {
      path.setLength(0);
    }
    push(target);
    return true;
  }

  /** Where the walk is; "" is the root. */
  String path() {
    return path.toString();
  }

  private void push(String target) {
    String[] components = target.split("/");
    for (int i = components.length - 1; i >= 0; i--) {
      rest.push(components[i]);
    }
  }
}
