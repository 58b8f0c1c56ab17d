package io.github.slimmaven.engine;

import com.github.dockerjava.api.exception.DockerException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the Docker engine, or the way to it, said went wrong. */
final class DockerError {
  private static final Pattern MESSAGE =
      Pattern.compile("\\{\\s*\"message\"\\s*:\\s*\"((?:[^\"\\\\]++|\\\\.)*+)\"");

  private DockerError() {}

  /** The reason in one line, without docker-java's wrapping and without a final full stop. */
  static String reason(Throwable failure) {
    Throwable cause = failure;
    while (!(cause instanceof DockerException) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String text =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    Matcher matcher = MESSAGE.matcher(text);
    if (matcher.find()) {
      text = matcher.group(1).replace("\\\"", "\"").replace("\\n", " ").replace("\\\\", "\\");
    }
    return text.strip().replaceAll("\\s*[\\r\\n]+\\s*", " ").replaceAll("\\.$", "");
  }
}
