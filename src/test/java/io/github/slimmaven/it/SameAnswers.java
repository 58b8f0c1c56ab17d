package io.github.slimmaven.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks a source image and what was made of it for every route that it lists at {@code /routes}: the
 * source must answer each with 2xx, and each other image with the very same body.
 */
public final class SameAnswers {
  private static final List<String> CURL =
      List.of("curl", "--silent", "--show-error", "--noproxy", "*", "--max-time", "120");

  private SameAnswers() {}

  /**
   * Asks, and removes the images if they answer alike.
   *
   * @param name of the images in the Docker engine
   * @param source tag of the source image
   * @param slims tags of the others
   * @param port of the containers
   */
  public static void ofRoutes(String name, String source, List<String> slims, int port)
      throws IOException, InterruptedException {
    Map<String, String> expected = ask(name + ":" + source, port);
    List<String> failures = new ArrayList<>();
    expected.forEach(
        (route, answer) -> {
          if (!answer.endsWith("\nstatus 200")) {
            failures.add("The source itself fails at '" + route + "': " + answer);
          }
        });
    for (String slim : slims) {
      Map<String, String> answers = ask(name + ":" + slim, port);
      expected.forEach(
          (route, answer) -> {
            if (!answer.equals(answers.get(route))) {
              failures.add(
                  "'%s' of '%s' gave '%s', expected '%s'"
                      .formatted(route, slim, answers.get(route), answer));
            }
          });
    }
    if (!failures.isEmpty()) {
      throw new AssertionError(
          String.join("\n", failures) + "\nThe images '" + name + "' are left to look at");
    }
    for (String slim : slims) {
      Command.call("docker", "image", "rm", "--force", name + ":" + slim);
    }
    Command.call("docker", "image", "rm", "--force", name + ":" + source);
  }

  private static Map<String, String> ask(String image, int port)
      throws IOException, InterruptedException {
    String id = Command.call("docker", "run", "--detach", "--publish", "127.0.0.1::" + port, image);
    try {
      String published = Command.call("docker", "port", id, port + "/tcp");
      String server = "http://" + published.lines().findFirst().orElseThrow();
      List<String> routes = routes(image, server, id);
      Map<String, String> answers = new LinkedHashMap<>();
      for (String route : routes) {
        answers.put(route, get(server + route).output());
      }
      return answers;
    } finally {
      Command.call("docker", "rm", "--force", "--volumes", id);
    }
  }

  private static List<String> routes(String image, String server, String id)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(CURL);
    // Until it serves.
    command.addAll(List.of("--retry", "60", "--retry-delay", "1", "--retry-all-errors"));
    command.add(server + "/routes");
    Command listed = Command.run(command);
    if (listed.exitCode() == 0) {
      return listed.output().lines().filter(line -> line.startsWith("/")).toList();
    }
    throw new AssertionError(
        "'" + image + "' does not serve: " + Command.run(List.of("docker", "logs", id)).output());
  }

  private static Command get(String url) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(CURL);
    command.addAll(List.of("--write-out", "\nstatus %{http_code}", url));
    return Command.run(command);
  }
}
