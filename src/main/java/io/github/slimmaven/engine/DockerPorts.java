package io.github.slimmaven.engine;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import io.github.slimmaven.image.Port;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Publishes container ports where this machine reaches them and as few others as possible do: on
 * the loopback interface of a local engine; on the very address that {@code DOCKER_HOST} names of a
 * remote one, whose loopback could not be reached from here.
 */
final class DockerPorts {
  private static final Pattern NO_PORT =
      Pattern.compile("all ports are allocated|port is already allocated|address already in use");

  private final DockerDaemon daemon;

  DockerPorts(DockerDaemon daemon) {
    this.daemon = daemon;
  }

  /** Bindings to free host ports. */
  List<PortBinding> bindings(List<Port> ports) throws EngineException {
    String address = address().getHostAddress();
    return ports.stream()
        .map(port -> new PortBinding(Ports.Binding.bindIp(address), exposed(port)))
        .toList();
  }

  /** Where the engine has published these ports; those that it has not are missing. */
  Map<Port, InetSocketAddress> addresses(String container, List<Port> ports)
      throws EngineException {
    Map<ExposedPort, Ports.Binding[]> bindings =
        DockerDaemon.call(
                "inspect the container",
                () -> daemon.client().inspectContainerCmd(container).exec())
            .getNetworkSettings()
            .getPorts()
            .getBindings();
    Map<Port, InetSocketAddress> addresses = new LinkedHashMap<>();
    for (Port port : ports) {
      Ports.Binding[] published = bindings.get(exposed(port));
      if (published != null && published.length > 0) {
        addresses.put(
            port,
            new InetSocketAddress(address(), Integer.parseInt(published[0].getHostPortSpec())));
      }
    }
    return addresses;
  }

  /** Whether an engine says so that it had no port to publish at. */
  static boolean isReason(String said) {
    return NO_PORT.matcher(said).find();
  }

  static ExposedPort exposed(Port port) {
    return new ExposedPort(port.number(), InternetProtocol.parse(port.protocol()));
  }

  private InetAddress address() throws EngineException {
    return address(daemon.host().getScheme(), daemon.host().getHost());
  }

  /** Where ports go for an engine behind this URI scheme and host. */
  static InetAddress address(String scheme, String host) throws EngineException {
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      if (host == null || !(scheme.equals("tcp") || scheme.startsWith("http"))) {
        return loopback;
      }
      InetAddress remote = InetAddress.getByName(host);
      return remote.isLoopbackAddress() ? loopback : remote;
    } catch (UnknownHostException e) {
      throw new EngineException(
          "The host '%s' of the Docker engine is unknown. Correct DOCKER_HOST.".formatted(host), e);
    }
  }
}
