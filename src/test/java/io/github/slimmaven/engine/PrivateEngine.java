package io.github.slimmaven.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A Docker engine of the test's own, that may be killed: in namespaces of its own for processes,
 * mounts and the network, so that all it runs dies with it and nothing of it is seen outside.
 */
public final class PrivateEngine implements Closeable {
  /** The arguments are the first words of a command in such namespaces. */
  private static final List<String> APART =
      List.of("unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc");

  /** Of the ports that the kernel gives out there is one, and it is taken. */
  private static final String NO_PORTS =
      "echo 20000 20000 > /proc/sys/net/ipv4/ip_local_port_range;"
          + " busybox nc -ll -p 20000 -e cat < /dev/null > /dev/null 2>&1 & ";

  /** The numbers of processes begin anew with each start, so that noted ones name others. */
  private static final String SCRIPT =
      "ip link set lo up; rm -f \"$1/pid\" \"$1/exec/containerd/containerd.pid\"; exec dockerd --data-root \"$1/data\""
          + " --exec-root \"$1/exec\" --pidfile \"$1/pid\" --host \"unix://$1/docker.sock\""
          + " --storage-driver vfs --exec-opt native.cgroupdriver=cgroupfs"
          + " --cgroup-parent \"/$2\" 2>&1";

  private final Path folder;
  private final String cgroup = "slim-test-" + ProcessHandle.current().pid() + "-" + hashCode();
  private Process process;
  private Thread drain;

  private PrivateEngine(Path folder) {
    this.folder = folder;
  }

  /**
   * One that is to be started; or skips the test where that is not allowed.
   *
   * @param folder to be made; short, for a socket's path
   */
  public static PrivateEngine in(Path folder) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/sbin/dockerd")), "there is no dockerd");
    assumeTrue(
        new ProcessBuilder(command("mount -t tmpfs none /mnt")).start().waitFor() == 0,
        "only root can start an engine of its own");
    return new PrivateEngine(Files.createDirectory(folder));
  }

  private static List<String> command(String... script) {
    List<String> command = new ArrayList<>(APART);
    command.addAll(List.of("sh", "-ec"));
    command.addAll(List.of(script));
    return command;
  }

  /** Starts it, also again after a kill. */
  public PrivateEngine start() throws IOException {
    return start(SCRIPT);
  }

  /** Starts it where there is no port left to publish one of a container at. */
  public PrivateEngine startWithoutPorts() throws IOException {
    return start(NO_PORTS + SCRIPT);
  }

  private PrivateEngine start(String script) throws IOException {
    process = new ProcessBuilder(command(script, "sh", "" + folder, cgroup)).start();
    BufferedReader out = process.inputReader();
    List<String> said = new ArrayList<>();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      said.add(line);
      if (line.contains("API listen on")) {
        drain = new Thread(() -> drain(out), "dockerd");
        drain.start();
        return this;
      }
    }
    throw new AssertionError("dockerd ended: " + String.join("\n", said));
  }

  private static void drain(BufferedReader out) {
    try {
      out.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      return; // it was killed
    }
  }

  /** Where clients find it. */
  public Map<String, String> environment() {
    return Map.of("DOCKER_HOST", host().toString());
  }

  private URI host() {
    return URI.create("unix://" + folder.resolve("docker.sock"));
  }

  /** The beginning of a command that reaches the ports of its containers. */
  public List<String> launcher() {
    long inside = process.children().findFirst().orElseThrow().pid();
    return List.of("setsid", "nsenter", "--net=/proc/" + inside + "/ns/net");
  }

  /** All it has, but its three networks. */
  public Set<String> things() throws IOException {
    DefaultDockerClientConfig config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(host().toString())
            .build();
    Set<String> things = new TreeSet<>();
    try (DockerClient client =
        DockerClientImpl.getInstance(
            config, new ZerodepDockerHttpClient.Builder().dockerHost(host()).build())) {
      client.listContainersCmd().withShowAll(true).exec().stream()
          .map(container -> "container " + Arrays.toString(container.getNames()))
          .forEach(things::add);
      client.listImagesCmd().withShowAll(true).exec().stream()
          .map(image -> "image " + Arrays.toString(image.getRepoTags()))
          .forEach(things::add);
      client.listVolumesCmd().exec().getVolumes().stream()
          .map(volume -> "volume " + volume.getName())
          .forEach(things::add);
      client.listNetworksCmd().exec().stream()
          .map(network -> "network " + network.getName())
          .filter(name -> !name.matches("network (bridge|host|none)"))
          .forEach(things::add);
    }
    return things;
  }

  /** Kills it, and with it all containers. */
  public void kill() throws InterruptedException {
    if (process == null) {
      return;
    }
    process.destroyForcibly();
    process.waitFor();
    // The pipe's other end is held by all that it ran.
    drain.join(SECONDS.toMillis(20));
  }

  @Override
  public void close() throws IOException {
    try {
      kill();
      // Its cgroups are not in a namespace.
      String remove =
          "find /sys/fs/cgroup -depth -type d -path '*/" + cgroup + "*' -exec rmdir {} +";
      new ProcessBuilder("sh", "-c", remove).start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
