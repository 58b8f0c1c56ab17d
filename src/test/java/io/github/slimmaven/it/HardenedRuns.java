package io.github.slimmaven.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the reports of a suite tell of hardening. Each run in Docker that verified its image must
 * have passed its probes under each part, or say why not and what it withholds for that; the
 * sandbox must say that it cannot.
 */
final class HardenedRuns {
  private static final Set<String> PARTS =
      Set.of("seccomp", "capabilities", "noNewPrivileges", "readOnly");
  private static final Set<String> FILES =
      Set.of("seccomp.json", "kubernetes.yaml", "docker-run.txt");
  private static final Set<String> VERIFIED = Set.of("minified", "unchanged");

  private final SortedMap<String, SortedSet<String>> levels = new TreeMap<>();
  private final SortedMap<String, SortedSet<String>> withheld = new TreeMap<>();
  private final List<String> violations = new ArrayList<>();
  private int inDocker;
  private int inSandbox;

  private HardenedRuns() {}

  /**
   * Reads reports.
   *
   * @param directory of the suite's projects
   * @param origins a file to the place that its run left it at
   */
  static HardenedRuns of(Path directory, Map<Path, String> origins) throws IOException {
    HardenedRuns runs = new HardenedRuns();
    for (Map.Entry<Path, String> origin : origins.entrySet()) {
      JsonNode report = new ObjectMapper().readTree(origin.getKey().toFile());
      String project = directory.relativize(Path.of(origin.getValue())).getName(0).toString();
      runs.add(project, origin, report);
    }
    return runs;
  }

  /** The file and what it does not say; none if all is well. */
  List<String> violations() {
    return violations.stream().distinct().toList();
  }

  /** A line on how much was seen. */
  String summary() {
    return "hardening: " + inDocker + " reports of Docker, " + inSandbox + " of the sandbox";
  }

  /** Markdown: what the image of each project was run with. */
  String table() {
    StringBuilder table =
        new StringBuilder(
            """
            | project in src/it | level | system calls | capabilities | writable | added after a failure | withheld |
            | --- | --- | ---: | --- | --- | --- | --- |
            """);
    levels.forEach(
        (row, names) -> {
          String[] cells = row.split("\0");
          table
              .append("| `%s` | %s | %s | ".formatted(cells[0], String.join(", ", names), cells[1]))
              .append(none(withheld.get(row).first()) + " |\n");
        });
    return table.toString();
  }

  private void add(String project, Map.Entry<Path, String> origin, JsonNode report) {
    String status = report.path("status").asText();
    JsonNode hardening = report.path("hardening");
    List<String> wrong = new ArrayList<>();
    if (VERIFIED.contains(status) && hardening.isMissingNode()) {
      wrong.add("the image is " + status + ", and nothing is said of its hardening");
    } else if (!hardening.isMissingNode() && status.equals("profiled")) {
      untried(hardening, "slim:profile", wrong);
    } else if (!hardening.isMissingNode() && !engine(report).equals("docker")) {
      inSandbox++;
      untried(hardening, "the engine '" + engine(report) + "' cannot", wrong);
    } else if (!hardening.isMissingNode()) {
      inDocker++;
      tried(hardening, wrong);
      files(hardening, origin, status, wrong);
      String level = report.path("settings").path("level").asText("");
      String row = String.join("\0", project, cells(hardening), failed(hardening).keySet() + "");
      levels.computeIfAbsent(row, key -> new TreeSet<>()).add(level);
      withheld
          .computeIfAbsent(row, key -> new TreeSet<>())
          .add(String.join("; ", failed(hardening).values()));
    }
    wrong.forEach(problem -> violations.add(origin.getValue() + ": " + problem));
  }

  private static String engine(JsonNode report) {
    return report.path("engine").path("name").asText();
  }

  private static void untried(JsonNode hardening, String reason, List<String> wrong) {
    if (hardening.path("tried").asBoolean()
        || !hardening.path("untried").asText().contains(reason)) {
      wrong.add("it is not said that " + reason + ": " + hardening);
    }
    for (JsonNode file : hardening.path("artifacts")) {
      if (FILES.contains(file.path("name").asText()) && blank(file.path("withheld"))) {
        wrong.add("it is not said why there is no " + file.path("name").asText());
      }
    }
  }

  private static void tried(JsonNode hardening, List<String> wrong) {
    if (!hardening.path("tried").asBoolean() || hardening.path("launches").asInt() < 1) {
      wrong.add("nothing was tried: " + hardening.path("untried").asText());
    }
    Set<String> seen = new TreeSet<>();
    for (JsonNode part : hardening.path("parts")) {
      seen.add(part.path("name").asText());
      if (part.path("passed").asBoolean() != blank(part.path("reason"))) {
        wrong.add("a part neither passed nor has a reason, or both: " + part);
      }
    }
    if (!seen.equals(PARTS)) {
      wrong.add("the parts are " + seen + " instead of " + new TreeSet<>(PARTS));
    }
  }

  /** What is withheld, and why; and whether the files are as said, where they still are. */
  private static void files(
      JsonNode hardening, Map.Entry<Path, String> origin, String status, List<String> wrong) {
    boolean seccomp = false;
    for (JsonNode part : hardening.path("parts")) {
      seccomp |= part.path("name").asText().equals("seccomp") && part.path("passed").asBoolean();
    }
    Set<String> seen = new TreeSet<>();
    for (JsonNode file : hardening.path("artifacts")) {
      String name = file.path("name").asText();
      if (!FILES.contains(name)) {
        continue;
      }
      seen.add(name);
      boolean passed = file.path("passed").asBoolean();
      if (passed != blank(file.path("withheld"))) {
        wrong.add("a file was neither tried with success nor withheld, or both: " + file);
      }
      if (name.equals("seccomp.json") && passed != seccomp) {
        wrong.add("seccomp.json is not what its part says: " + file);
      }
      boolean original = origin.getKey().toString().equals(origin.getValue());
      if (original
          && VERIFIED.contains(status)
          && passed != Files.exists(origin.getKey().resolveSibling(name))) {
        wrong.add(name + (passed ? " passed, and was not written" : " is withheld, and is there"));
      }
    }
    if (!seen.equals(FILES)) {
      wrong.add("the files are " + seen + " instead of " + new TreeSet<>(FILES));
    }
  }

  private static String cells(JsonNode hardening) {
    List<String> capabilities = new ArrayList<>();
    hardening.path("capabilities").forEach(name -> capabilities.add("`" + name.asText() + "`"));
    List<String> writable = new ArrayList<>();
    hardening
        .path("writable")
        .forEach(place -> writable.add("`" + place.path("path").asText() + "`"));
    SortedSet<String> added = new TreeSet<>();
    for (JsonNode file : hardening.path("artifacts")) {
      file.path("repaired").forEach(name -> added.add("`" + name.asText() + "`"));
    }
    return List.of(
            hardening.path("systemCalls").asText(),
            none(String.join(", ", capabilities)),
            none(String.join(", ", writable)),
            none(String.join(", ", added)))
        .stream()
        .collect(Collectors.joining(" | "));
  }

  /** Part to the reason that it was given up for, without what the app said. */
  private static SortedMap<String, String> failed(JsonNode hardening) {
    SortedMap<String, String> failed = new TreeMap<>();
    for (JsonNode part : hardening.path("parts")) {
      if (!part.path("passed").asBoolean()) {
        String reason = part.path("reason").asText().split("\n|(?<=\\.) ", 2)[0];
        String name = part.path("name").asText();
        failed.put(name, name + ": " + reason.replace("|", "\\|"));
      }
    }
    return failed;
  }

  private static String none(String cell) {
    return cell.isEmpty() ? "none" : cell;
  }

  private static boolean blank(JsonNode text) {
    return text.asText("").isBlank();
  }
}
