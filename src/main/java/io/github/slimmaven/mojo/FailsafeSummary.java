package io.github.slimmaven.mojo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * What Failsafe leaves of its tests in {@code failsafe-summary.xml}.
 *
 * @param completed tests that ran, the skipped ones among them
 * @param failed tests with errors or failures
 * @param skipped tests
 * @param failure why the tests did not run as they should, if so
 */
record FailsafeSummary(int completed, int failed, int skipped, Optional<String> failure) {

  /**
   * Reads a summary; without a file no test ran.
   *
   * @throws IOException if it is no summary
   */
  static FailsafeSummary read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return new FailsafeSummary(0, 0, 0, Optional.empty());
    }
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      Element summary = factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
      boolean timeout = Boolean.parseBoolean(summary.getAttribute("timeout"));
      String message = text(summary, "failureMessage").strip();
      return new FailsafeSummary(
          number(summary, "completed"),
          number(summary, "errors") + number(summary, "failures"),
          number(summary, "skipped"),
          Optional.of(timeout ? "the tests took too long" : message).filter(t -> !t.isEmpty()));
    } catch (ParserConfigurationException | SAXException | NumberFormatException e) {
      throw new IOException(
          "'" + file + "' is no summary of Failsafe (" + e.getMessage() + "): run the tests again",
          e);
    }
  }

  /** Both together. */
  FailsafeSummary and(FailsafeSummary other) {
    return new FailsafeSummary(
        completed + other.completed,
        failed + other.failed,
        skipped + other.skipped,
        failure.or(other::failure));
  }

  boolean allPassed() {
    return failed == 0 && failure.isEmpty();
  }

  int passed() {
    return completed - failed - skipped;
  }

  /** {@code 2 of 10 integration tests failed}, or why they did not run. */
  String problem() {
    return failure
        .map(why -> "the integration tests could not run: " + why)
        .orElse(failed + " of " + completed + " integration tests failed");
  }

  private static int number(Element summary, String name) {
    return Integer.parseInt(text(summary, name).strip());
  }

  private static String text(Element summary, String name) {
    return summary.getElementsByTagName(name).getLength() == 0
        ? ""
        : summary.getElementsByTagName(name).item(0).getTextContent();
  }
}
