package io.github.slimmaven.harden;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.slimmaven.image.Port;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The file {@code kubernetes.yaml}: a Deployment with the security context that was tried in Docker
 * (Kubernetes, "Configure a Security Context for a Pod or Container"; Pod Security Standards).
 */
public final class KubernetesManifest {
  private static final long DEFAULT_INTERVAL_SECONDS = 30;
  private static final long NANOS = 1_000_000_000L;

  private final StringBuilder text = new StringBuilder();
  private final Workload app;
  private final Policy policy;
  private final Set<Part> parts;

  private KubernetesManifest(Workload app, Policy policy, Set<Part> parts) {
    this.app = app;
    this.policy = policy;
    this.parts = parts;
  }

  /**
   * The text of the file.
   *
   * @param parts that the app works under
   * @param seccomp name of the profile's file
   */
  public static String yaml(Workload app, Policy policy, Set<Part> parts, String seccomp) {
    KubernetesManifest manifest = new KubernetesManifest(app, policy, parts);
    manifest.write(seccomp);
    return manifest.text.toString();
  }

  private void write(String seccomp) {
    String label = app.label();
    line(0, "# The parts of the security context were tried in Docker, not in a cluster.");
    if (parts.contains(Part.SECCOMP)) {
      line(
          0, "# Copy " + seccomp + " to /var/lib/kubelet/seccomp/" + label + ".json on each node.");
    }
    for (Part part : Part.values()) {
      if (!parts.contains(part)) {
        line(0, "# Without " + part.label() + ": report.json says why.");
      }
    }
    line(0, "apiVersion: apps/v1");
    line(0, "kind: Deployment");
    line(0, "metadata:");
    line(1, "name: " + label);
    line(0, "spec:");
    line(1, "selector:");
    line(2, "matchLabels:");
    line(3, "app: " + label);
    line(1, "template:");
    line(2, "metadata:");
    line(3, "labels:");
    line(4, "app: " + label);
    line(2, "spec:");
    line(3, "automountServiceAccountToken: false");
    podContext(label);
    line(3, "containers:");
    container(label);
    volumes();
  }

  private void podContext(String label) {
    line(3, "securityContext:");
    app.ids()
        .filter(UserIds::isOrdinary)
        .ifPresent(
            ids -> {
              line(4, "runAsNonRoot: true");
              line(4, "runAsUser: " + ids.uid());
              line(4, "runAsGroup: " + ids.gid());
              line(4, "fsGroup: " + ids.gid());
            });
    if (!app.ids().map(UserIds::isOrdinary).orElse(false)) {
      line(
          4,
          app.ids().isPresent()
              ? "# runAsNonRoot is not set: the image starts as root."
              : "# runAsNonRoot is not set: the image does not tell the user's number.");
    }
    line(4, "seccompProfile:");
    if (parts.contains(Part.SECCOMP)) {
      line(5, "type: Localhost");
      line(5, "localhostProfile: " + label + ".json");
    } else {
      line(5, "type: RuntimeDefault");
    }
  }

  private void container(String label) {
    line(4, "- name: " + label);
    line(5, "image: " + Quoted.yaml(app.image()));
    app.args().ifPresent(args -> line(5, "args: " + list(args)));
    if (!app.variables().isEmpty()) {
      line(5, "env: # values are not written here");
      app.variables().forEach(name -> line(6, "- name: " + Quoted.yaml(name)));
    }
    if (!app.ports().isEmpty()) {
      line(5, "ports:");
      for (Port port : app.ports()) {
        line(6, "- containerPort: " + port.number());
        line(6, "  protocol: " + port.protocol().toUpperCase(Locale.ROOT));
      }
    }
    line(5, "securityContext:");
    line(6, "allowPrivilegeEscalation: " + !parts.contains(Part.NO_NEW_PRIVILEGES));
    line(6, "readOnlyRootFilesystem: " + parts.contains(Part.READ_ONLY));
    if (parts.contains(Part.CAPABILITIES)) {
      line(6, "capabilities:");
      line(7, "drop: [\"ALL\"]");
      if (!policy.capabilities().isEmpty()) {
        line(7, "add: " + list(policy.capabilities()));
      }
    }
    readiness();
    health();
    Set<String> mounted = mounted();
    if (!mounted.isEmpty()) {
      line(5, "volumeMounts:");
      int number = 0;
      for (String path : mounted) {
        line(6, "- name: writable-" + number++);
        line(6, "  mountPath: " + Quoted.yaml(path));
      }
    }
  }

  private void volumes() {
    int count = mounted().size();
    if (count > 0) {
      line(3, "volumes: # those of the image's VOLUMEs may want a persistentVolumeClaim");
      for (int number = 0; number < count; number++) {
        line(4, "- name: writable-" + number);
        line(4, "  emptyDir: {}");
      }
    }
  }

  /** The image's volumes, which a cluster may not make, and what is writable otherwise. */
  private Set<String> mounted() {
    Set<String> paths = new LinkedHashSet<>();
    app.config().volumes().stream()
        .filter(path -> path.startsWith("/"))
        .map(path -> path.length() > 1 ? path.replaceAll("/+$", "") : path)
        .sorted()
        .forEach(paths::add);
    if (parts.contains(Part.READ_ONLY)) {
      policy.places().forEach(place -> paths.add(place.path()));
    }
    return paths;
  }

  private void readiness() {
    Optional<Port> first =
        app.ports().stream().filter(port -> port.protocol().equals("tcp")).findFirst();
    if (app.ready().isPresent()) {
      Workload.HttpGet get = app.ready().get();
      line(5, "readinessProbe:");
      line(6, "httpGet:");
      line(7, "port: " + get.port());
      line(7, "path: " + Quoted.yaml(get.path()));
      line(7, "scheme: " + (get.https() ? "HTTPS" : "HTTP"));
    } else if (first.isPresent()) {
      line(5, "readinessProbe:");
      line(6, "tcpSocket:");
      line(7, "port: " + first.get().number());
    }
  }

  /** The image's HEALTHCHECK (OCI image config, Docker's additions; durations in nanoseconds). */
  private void health() {
    List<String> test = app.config().healthcheck();
    if (test.size() < 2 || test.get(0).equals("NONE")) {
      return;
    }
    JsonNode execution = app.config().json().path("config");
    List<String> command = new ArrayList<>();
    if (test.get(0).equals("CMD-SHELL")) {
      execution.path("Shell").forEach(word -> command.add(word.asText()));
      if (command.isEmpty()) {
        command.addAll(List.of("/bin/sh", "-c"));
      }
    }
    command.addAll(test.subList(1, test.size()));
    JsonNode check = execution.path("Healthcheck");
    line(5, "livenessProbe:");
    line(6, "exec:");
    line(7, "command: " + list(command));
    line(6, "initialDelaySeconds: " + seconds(check.path("StartPeriod"), 0));
    line(6, "periodSeconds: " + seconds(check.path("Interval"), DEFAULT_INTERVAL_SECONDS));
    line(6, "timeoutSeconds: " + seconds(check.path("Timeout"), DEFAULT_INTERVAL_SECONDS));
    int retries = check.path("Retries").asInt();
    line(6, "failureThreshold: " + (retries > 0 ? retries : 3));
  }

  private static long seconds(JsonNode nanos, long otherwise) {
    return nanos.asLong() > 0 ? Math.max(1, nanos.asLong() / NANOS) : otherwise;
  }

  private static String list(Iterable<String> words) {
    List<String> quoted = new ArrayList<>();
    words.forEach(word -> quoted.add(Quoted.yaml(word)));
    return quoted.stream().collect(Collectors.joining(", ", "[", "]"));
  }

  private void line(int depth, String line) {
    text.append("  ".repeat(depth)).append(line).append('\n');
  }
}
