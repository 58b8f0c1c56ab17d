package io.github.slimmaven.engine;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Creates containers: what a launch says, in the engine's words. */
final class DockerCreating {
  private final DockerDaemon daemon;
  private final String run;

  /**
   * @param run marks the containers
   */
  DockerCreating(DockerDaemon daemon, String run) {
    this.daemon = daemon;
    this.run = run;
  }

  /** Gives the id. */
  String create(Launch launch, Tracing tracing, String image) throws EngineException {
    HostConfig host =
        HostConfig.newHostConfig()
            .withPortBindings(new DockerPorts(daemon).bindings(launch.ports()));
    if (!launch.mounts().isEmpty()) {
      host.withBinds(launch.mounts().stream().map(Bind::parse).toList());
    }
    harden(host, launch.hardening());
    CreateContainerCmd create =
        daemon
            .client()
            .createContainerCmd(image)
            .withLabels(Map.of(DockerLeftovers.LABEL, run))
            .withExposedPorts(launch.ports().stream().map(DockerPorts::exposed).toList());
    if (tracing == Tracing.NONE) {
      create.withEnv(launch.env());
      if (launch.program().isPresent()) {
        List<String> program = launch.program().get();
        create.withEntrypoint(program.get(0)).withCmd(program.subList(1, program.size()));
      } else {
        launch.args().ifPresent(args -> command(create, launch, args));
      }
    } else {
      create
          .withEntrypoint(SensorFiles.SENSOR)
          .withCmd("trace", SensorFiles.LAUNCH)
          .withHealthcheck(new HealthCheck().withTest(List.of("NONE")));
    }
    if (tracing == Tracing.FULL) {
      host.withCapAdd(Capability.SYS_ADMIN, Capability.SYS_PTRACE);
      create.withUser("0:0");
    } else {
      launch.user().ifPresent(create::withUser);
    }
    List<Membership> places = launch.networks();
    if (!places.isEmpty()) {
      host.withNetworkMode(docker(places.get(0)).id());
      create.withAliases(places.get(0).names());
    }
    return DockerDaemon.call(
            "create a container of the image '" + launch.image().reference() + "'",
            () -> create.withHostConfig(host).exec())
        .getId();
  }

  private static void harden(HostConfig host, Hardening hardening) {
    List<String> options = new ArrayList<>();
    hardening.seccomp().ifPresent(profile -> options.add("seccomp=" + profile));
    if (hardening.noNewPrivileges()) {
      options.add("no-new-privileges");
    }
    if (!options.isEmpty()) {
      host.withSecurityOpts(options);
    }
    if (hardening.capabilities().isPresent()) {
      host.withCapDrop(Capability.ALL)
          .withCapAdd(
              hardening.capabilities().get().stream()
                  .map(Capability::valueOf)
                  .toArray(Capability[]::new));
    }
    if (hardening.writable().isPresent()) {
      host.withReadonlyRootfs(true).withTmpFs(hardening.writable().get());
    }
  }

  static DockerNetwork docker(Membership place) {
    if (place.network() instanceof DockerNetwork network) {
      return network;
    }
    throw new IllegalArgumentException("the network is not of this engine");
  }

  private static void command(CreateContainerCmd create, Launch launch, List<String> args) {
    create.withCmd(args);
    List<String> entrypoint = launch.image().config().entrypoint();
    if (!entrypoint.isEmpty()) {
      // Else the engine puts the image's cmd in the place of no arguments.
      create.withEntrypoint(entrypoint);
    }
  }
}
