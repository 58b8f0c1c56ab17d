package io.github.slimmaven.report;

import io.github.slimmaven.image.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes {@code TEST-slim.xml}: the probes of the verification, its outcome and the results of the
 * gate as test cases, in the form of Surefire's reports <a
 * href="https://maven.apache.org/surefire/maven-surefire-plugin/xsd/surefire-test-report.xsd">(its
 * schema)</a>, which Jenkins, GitLab and others read.
 */
public final class JUnitReport {
  private enum Outcome {
    PASSED,
    FAILED,
    SKIPPED
  }

  private record Case(String kind, String name, long millis, Outcome outcome, String message) {}

  private final Report report;
  private final List<Case> cases = new ArrayList<>();

  private JUnitReport(Report report) {
    this.report = report;
  }

  /** Writes it, or replaces an older one. */
  public static void write(Report report, Path file) throws IOException {
    JUnitReport tests = new JUnitReport(report);
    tests.verification();
    tests.probes();
    tests.checks();
    byte[] xml = tests.xml();
    AtomicFile.write(
        file,
        part -> {
          try (OutputStream out = Files.newOutputStream(part)) {
            out.write(xml);
          }
        });
  }

  private void verification() {
    Report.Verification verification = report.verification();
    long millis = report.timings().verify();
    if (report.status() == Report.Status.PROFILED) {
      add("verification", "same answers", 0, Outcome.SKIPPED, "slim:profile makes no image");
    } else {
      add(
          "verification",
          "same answers",
          millis,
          verification.verified() ? Outcome.PASSED : Outcome.FAILED,
          verification.failure().orElse("The minified image was not verified"));
    }
    verification
        .healthCheck()
        .ifPresent(
            health ->
                add(
                    "verification",
                    "health check",
                    health.millis(),
                    health.exitCode().filter(code -> code == 0).isPresent()
                        ? Outcome.PASSED
                        : Outcome.FAILED,
                    "'"
                        + health.command()
                        + "' "
                        + health
                            .exitCode()
                            .map(code -> "ended with exit code " + code)
                            .orElse("could not be executed")));
  }

  private void probes() {
    for (Report.ProbeResult probe : report.probes()) {
      if (probe.slim().isEmpty()) {
        add("probes", probe.request(), 0, Outcome.SKIPPED, "The minified image was not asked");
      } else {
        add(
            "probes",
            probe.request(),
            probe.slim().get().millis(),
            probe.same() ? Outcome.PASSED : Outcome.FAILED,
            "The source answered "
                + AnswerText.of(probe, probe.source())
                + ", the minified image "
                + AnswerText.of(probe, probe.slim().get()));
      }
    }
  }

  private void checks() {
    for (CheckResult check : report.checks()) {
      add(
          "checks",
          check.subject().map(subject -> check.rule() + " of " + subject).orElse(check.rule()),
          0,
          check.passed() ? Outcome.PASSED : check.fails() ? Outcome.FAILED : Outcome.SKIPPED,
          Stream.concat(Stream.of(check.message()), check.causes().stream().map(Cause::message))
              .collect(Collectors.joining("\n")));
    }
  }

  private void add(String kind, String name, long millis, Outcome outcome, String message) {
    cases.add(new Case(kind, name, millis, outcome, message));
  }

  private byte[] xml() throws IOException {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      suite(xml);
      xml.writeEndDocument();
      xml.writeCharacters("\n");
      xml.close();
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void suite(XMLStreamWriter xml) throws XMLStreamException {
    String name = "slim." + identifier(report.source().reference());
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", name);
    xml.writeAttribute("time", seconds(cases.stream().mapToLong(Case::millis).sum()));
    xml.writeAttribute("tests", Integer.toString(cases.size()));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute("skipped", number(Outcome.SKIPPED));
    xml.writeAttribute("failures", number(Outcome.FAILED));
    Map<String, Integer> times = new HashMap<>();
    for (Case one : cases) {
      // Readers take cases of the same name for one that ran twice.
      int time = times.merge(one.kind() + " " + one.name(), 1, Integer::sum);
      xml.writeCharacters("\n  ");
      xml.writeStartElement("testcase");
      xml.writeAttribute(
          "name", PrintableText.of(one.name()) + (time == 1 ? "" : " (" + time + ")"));
      xml.writeAttribute("classname", name + "." + one.kind());
      xml.writeAttribute("time", seconds(one.millis()));
      outcome(xml, one);
      xml.writeEndElement();
    }
    xml.writeCharacters("\n");
    xml.writeEndElement();
  }

  private static void outcome(XMLStreamWriter xml, Case one) throws XMLStreamException {
    if (one.outcome() == Outcome.PASSED) {
      return;
    }
    List<String> lines = one.message().lines().map(PrintableText::of).toList();
    boolean failed = one.outcome() == Outcome.FAILED;
    xml.writeStartElement(failed ? "failure" : "skipped");
    xml.writeAttribute("message", lines.isEmpty() ? "" : lines.get(0));
    if (failed) {
      xml.writeAttribute("type", one.kind());
      xml.writeCharacters(lines.stream().collect(Collectors.joining("\n")));
    }
    xml.writeEndElement();
  }

  private String number(Outcome outcome) {
    return Long.toString(cases.stream().filter(one -> one.outcome() == outcome).count());
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.3f", millis / 1000.0);
  }

  /** Readers divide names of classes at dots. */
  private static String identifier(String reference) {
    return reference.replaceAll("[^A-Za-z0-9_-]+", "_");
  }
}
