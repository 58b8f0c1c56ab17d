package io.github.slimmaven.inventory.scan;

import io.github.slimmaven.inventory.scan.Affected.Event;
import io.github.slimmaven.inventory.scan.Affected.Kind;
import io.github.slimmaven.inventory.scan.Affected.Range;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads the {@code Packages} index of a Debian security suite (Debian's repository format). It
 * names no vulnerability, but proves that a version with a fix is there.
 */
final class PackagesIndex {
  private final SuiteRelease suite;
  private final String from;
  private final Map<String, String> newest = new TreeMap<>();

  private PackagesIndex(SuiteRelease suite, String from) {
    this.suite = suite;
    this.from = from;
  }

  /**
   * Reads an index.
   *
   * @param ecosystem of the suite
   * @param from for the message
   * @return for each source package the advice to have its newest version
   */
  static List<Advisory> read(InputStream in, SuiteRelease suite, String ecosystem, String from)
      throws IOException {
    PackagesIndex index = new PackagesIndex(suite, from);
    IndexLines lines =
        new IndexLines(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)), from);
    Map<String, String> fields = new HashMap<>();
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      String text = line.get().stripTrailing();
      int colon = text.indexOf(':');
      if (text.isEmpty()) {
        index.add(fields);
      } else if (colon > 0 && !text.startsWith(" ") && !text.startsWith("\t")) {
        fields.put(text.substring(0, colon), text.substring(colon + 1).strip());
      }
    }
    index.add(fields);
    return index.advisories(ecosystem);
  }

  private void add(Map<String, String> fields) throws AdvisoryException {
    if (fields.isEmpty()) {
      return;
    }
    String name = fields.getOrDefault("Package", "");
    String version = fields.getOrDefault("Version", "");
    Component.Built built = Component.Built.ofDebian(fields.getOrDefault("Source", name), version);
    if (name.isEmpty() || !Ecosystem.DEBIAN.order().isVersion(built.version())) {
      throw new AdvisoryException(
          "'"
              + from
              + "' is no Packages index: '"
              + JsonText.line(name)
              + "' has the version '"
              + JsonText.line(built.version())
              + "'. Download the vulnerability data again");
    }
    newest.merge(
        built.name(),
        built.version(),
        (a, b) -> Ecosystem.DEBIAN.order().compare(a, b) < 0 ? b : a);
    fields.clear();
  }

  private List<Advisory> advisories(String ecosystem) {
    List<Advisory> advisories = new ArrayList<>();
    newest.forEach(
        (name, version) ->
            advisories.add(
                new Advisory(
                    "%s fixed in %s (%s)".formatted(name, version, suite.codename()),
                    List.of(),
                    suite.date(),
                    false,
                    Severity.UNKNOWN,
                    "",
                    List.of(
                        new Affected(
                            ecosystem,
                            name,
                            Severity.UNKNOWN,
                            List.of(
                                new Range(
                                    false,
                                    List.of(
                                        new Event(Kind.INTRODUCED, "0"),
                                        new Event(Kind.FIXED, version)))),
                            Set.of())),
                    true)));
    return advisories;
  }
}
