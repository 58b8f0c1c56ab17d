package io.github.slimmaven.report;

import java.io.IOException;

/** A report that is missing, broken or incomplete; names the file and what to do next. */
public final class ReportException extends IOException {
  private static final long serialVersionUID = 1L;

  public ReportException(String message) {
    super(message);
  }

  public ReportException(String message, Throwable cause) {
    super(message, cause);
  }
}
