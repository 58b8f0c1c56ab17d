package io.github.slimmaven.engine;

import java.io.IOException;

/**
 * Where containers reach each other by name. Closing removes it, once the containers in it are
 * closed; a network that was there before stays.
 */
public interface Network extends AutoCloseable {
  @Override
  void close() throws IOException;
}
