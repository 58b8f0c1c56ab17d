package io.github.slimmaven.harden;

import io.github.slimmaven.image.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The file {@code docker-run.txt}: the line that starts the image with what was tried. */
public final class DockerRun {
  private static final String NEXT = " \\\n  ";

  private DockerRun() {}

  /**
   * The text of the file, whose last lines are one command of a POSIX shell.
   *
   * @param seccomp name of the profile's file
   * @param parts that the app works under
   */
  public static String text(Workload app, Policy policy, Set<Part> parts, String seccomp) {
    StringBuilder text = new StringBuilder();
    text.append("# Starts the image under what its probes were replayed with. Run it in the\n");
    text.append("# directory of this file. Ports are for this machine only.\n");
    for (Part part : Part.values()) {
      if (!parts.contains(part)) {
        text.append("# Without ").append(part.label()).append(": report.json says why.\n");
      }
    }
    if (!app.variables().isEmpty()) {
      text.append("# Variables that are named without a value are taken from your environment.\n");
    }
    return text.append(String.join(NEXT, words(app, policy, parts, seccomp)))
        .append('\n')
        .toString();
  }

  private static List<String> words(Workload app, Policy policy, Set<Part> parts, String seccomp) {
    List<String> words = new ArrayList<>();
    words.add("docker run");
    if (parts.contains(Part.SECCOMP)) {
      words.add("--security-opt seccomp=" + Quoted.shell(seccomp));
    }
    if (parts.contains(Part.NO_NEW_PRIVILEGES)) {
      words.add("--security-opt no-new-privileges");
    }
    if (parts.contains(Part.CAPABILITIES)) {
      words.add("--cap-drop ALL");
      policy.capabilities().forEach(name -> words.add("--cap-add " + name));
    }
    if (parts.contains(Part.READ_ONLY)) {
      words.add("--read-only");
      policy.places().forEach(place -> words.add("--tmpfs " + Quoted.shell(place.tmpfs())));
    }
    for (Port port : app.ports()) {
      String protocol = port.protocol().equals("tcp") ? "" : "/" + port.protocol();
      words.add("--publish 127.0.0.1:" + port.number() + ":" + port.number() + protocol);
    }
    app.variables().forEach(name -> words.add("--env " + Quoted.shell(name)));
    app.user().ifPresent(user -> words.add("--user " + Quoted.shell(user)));
    words.add(Quoted.shell(app.image()));
    app.args().ifPresent(args -> args.forEach(word -> words.add(Quoted.shell(word))));
    return words;
  }
}
