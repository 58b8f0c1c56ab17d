package io.github.slimmaven.inspect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/** The rules on the scripts that a command starts. */
final class StartRules {
  private static final int MOST_WORDS = 12;
  private static final Pattern FLASK = Pattern.compile("\\bflask\\b");
  private static final Pattern START = Pattern.compile("\\b(?:npm|yarn|pnpm)(?: run)? start\\b");

  private final LintSettings settings;
  private final Findings findings;

  StartRules(LintSettings settings, Findings findings) {
    this.settings = settings;
    this.findings = findings;
  }

  /** Where files are looked up. */
  @FunctionalInterface
  interface Texts {
    /** The text of a file; "" if there is none, or it is large. */
    String of(String path) throws IOException;
  }

  /**
   * Flask's own server, in the script that is started; the start script of a Node package.
   *
   * @param texts by absolute path in the image
   */
  void check(Texts texts) throws IOException {
    List<String> words =
        settings.command().stream()
            .flatMap(word -> List.of(word.split("\\s+", MOST_WORDS)).stream())
            .limit(MOST_WORDS)
            .toList();
    for (String word : words) {
      if (word.endsWith(".py")) {
        String path = absolute(word);
        String text = texts.of(path);
        if (text.contains(".run(") && FLASK.matcher(text).find()) {
          findings.at(LintRule.SLIM007, path, "it starts Flask's own server");
        }
      }
    }
    if (START.matcher(String.join(" ", words)).find()) {
      String path = absolute("package.json");
      SettingsRules.server(start(texts.of(path)))
          .ifPresent(what -> findings.at(LintRule.SLIM007, path, "its start script is " + what));
    }
  }

  /** As the working directory makes it; not resolved any further. */
  private String absolute(String path) {
    String directory = settings.workingDir();
    return path.startsWith("/")
        ? path
        : directory + (directory.endsWith("/") ? "" : "/") + path.replaceFirst("^(?:\\./)+", "");
  }

  private static String start(String json) {
    try {
      return json.isEmpty()
          ? ""
          : new ObjectMapper().readTree(json).at("/scripts/start").asText("");
    } catch (JsonProcessingException e) {
      return ""; // npm could not read it either
    }
  }
}
