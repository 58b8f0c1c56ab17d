package io.github.slimmaven.engine;

import io.github.slimmaven.engine.LaunchDescription.Setting;
import io.github.slimmaven.image.Port;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A network of the sandbox engine: a network namespace that several containers share, so that all
 * names are the loopback address. The sensor's process that holds it ends with this JVM.
 */
final class SandboxNetwork implements Network {
  private final Process holder;
  private final List<String> names;
  private final Consumer<SandboxNetwork> closed;
  private final Map<Port, String> owners = new LinkedHashMap<>();

  private SandboxNetwork(Process holder, List<String> names, Consumer<SandboxNetwork> closed) {
    this.holder = holder;
    this.names = List.copyOf(names);
    this.closed = closed;
  }

  /**
   * Makes one.
   *
   * @param names of all containers that will be in it
   * @param closed is told when it is gone
   */
  static SandboxNetwork open(Path sensor, List<String> names, Consumer<SandboxNetwork> closed)
      throws IOException {
    Process holder = new ProcessBuilder(sensor.toString(), "network").start();
    SandboxNetwork network = new SandboxNetwork(holder, names, closed);
    BufferedReader output = holder.inputReader(StandardCharsets.UTF_8);
    if (!"ready".equals(output.readLine())) {
      String reason = new String(holder.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      network.close();
      throw new EngineException("The sandbox has no network: " + reason.strip());
    }
    return network;
  }

  /**
   * What a container in this network is started with.
   *
   * @param who for messages
   * @param ports that it listens on
   * @throws EngineException if another one listens on one of them
   */
  synchronized List<Setting> join(String who, List<Port> ports) throws EngineException {
    for (Port port : ports) {
      String other = owners.putIfAbsent(port, who);
      if (other != null && !other.equals(who)) {
        throw new EngineException(
            "'%s' and '%s' both listen on '%s', and in the sandbox they share one network. Give one of them another port, or set engine 'docker'."
                .formatted(other, who, port));
      }
    }
    List<Setting> settings = new ArrayList<>();
    settings.add(new Setting("net", Long.toString(holder.pid())));
    names.forEach(name -> settings.add(new Setting("host", name)));
    return settings;
  }

  @Override
  public void close() throws IOException {
    boolean interrupted = Thread.interrupted();
    holder.destroyForcibly();
    while (holder.isAlive()) {
      try {
        holder.waitFor();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    closed.accept(this);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
