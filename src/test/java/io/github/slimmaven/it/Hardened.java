package io.github.slimmaven.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** What a run tried its minified image with, and the files that say it. */
public final class Hardened {
  private static final List<String> FILES =
      List.of("apparmor.profile", "docker-run.txt", "kubernetes.yaml", "seccomp.json");

  private final Path folder;
  private final JsonNode hardening;

  private Hardened(Path folder) throws IOException {
    this.folder = folder;
    this.hardening =
        new ObjectMapper().readTree(folder.resolve("report.json").toFile()).path("hardening");
  }

  /**
   * Of a run that left its results in this directory.
   *
   * @param output relative to the integration test's directory
   */
  public static Hardened of(File basedir, String output) throws IOException {
    return new Hardened(basedir.toPath().resolve(output));
  }

  /** Must have passed every part at once, with these capabilities and writable directories. */
  public Hardened prove(List<String> capabilities, List<String> writable) throws IOException {
    require(hardening.path("tried").asBoolean(), "was not tried");
    hardening.path("parts").forEach(part -> require(part.path("passed").asBoolean(), "" + part));
    require(hardening.path("parts").size() == 4, "has not four parts");
    equal(capabilities, texts(hardening.path("capabilities")));
    List<String> paths = new ArrayList<>();
    hardening.path("writable").forEach(place -> paths.add(place.path("path").asText()));
    equal(writable, paths);
    Set<String> files = new TreeSet<>();
    for (String name : FILES) {
      if (Files.exists(folder.resolve(name))) {
        files.add(name);
      }
    }
    equal(FILES, List.copyOf(files));
    return this;
  }

  /**
   * Starts the image with the very line of {@code docker-run.txt}, and asks it.
   *
   * @param url on this machine
   * @return what it answers
   */
  public String ask(String url) throws IOException, InterruptedException {
    String line = Files.readString(folder.resolve("docker-run.txt"));
    String script =
        "cd '" + folder + "' && " + line.replaceAll("(?m)^#.*\n", "").replaceFirst("run", "run -d");
    String id = Command.call("sh", "-c", script);
    try {
      for (int attempt = 0; attempt < 300; attempt++) {
        Command answer = Command.run(List.of("curl", "-sSf", "--noproxy", "*", url));
        if (answer.exitCode() == 0) {
          return answer.output();
        }
        TimeUnit.MILLISECONDS.sleep(200);
      }
      throw new AssertionError(
          "'" + script + "' does not serve: " + Command.run(List.of("docker", "logs", id)));
    } finally {
      Command.call("docker", "rm", "--force", "--volumes", id);
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private void equal(List<String> expected, List<String> actual) {
    require(expected.equals(actual), "has " + actual + " instead of " + expected);
  }

  private void require(boolean holds, String problem) {
    if (!holds) {
      throw new AssertionError(
          "The hardened image of '" + folder + "' " + problem + ": " + hardening);
    }
  }
}
