package io.github.slimmaven.mojo;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.logging.SystemStreamLog;

/** A log that remembers. */
final class Said extends SystemStreamLog {
  final List<String> lines = new ArrayList<>();

  @Override
  public void info(CharSequence line) {
    lines.add(line.toString());
  }

  @Override
  public void warn(CharSequence line) {
    lines.add("! " + line);
  }
}
