package io.github.slimmaven.keep;

import java.util.List;

/**
 * What a language, a server or a library opens later than it is watched. To add one, write a file
 * with its record, list it in {@link Packs}, and test it.
 *
 * @param name as reasons show it
 * @param needs what is detected, and what that brings
 */
record Pack(String name, List<Need> needs) {
  Pack {
    needs = List.copyOf(needs);
  }

  static Pack of(String name, Need... needs) {
    return new Pack(name, List.of(needs));
  }
}
