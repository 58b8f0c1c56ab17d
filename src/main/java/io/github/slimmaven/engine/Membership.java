package io.github.slimmaven.engine;

import java.util.List;

/**
 * A container's place in a network.
 *
 * @param network of the engine that launches the container
 * @param names by which the others in the network reach it; may be none
 */
public record Membership(Network network, List<String> names) {
  public Membership {
    names = List.copyOf(names);
  }
}
