package io.github.slimmaven.inspect;

import java.io.IOException;
import java.util.List;

/** The files that a Dockerfile's {@code COPY} may see. */
public interface BuildContext {
  /** Names of the files and directories in it, not of those below. */
  List<String> names();

  /**
   * The text of a file; "" if there is none, or it is larger than 1 MiB.
   *
   * @param path relative to the context
   */
  String text(String path) throws IOException;
}
