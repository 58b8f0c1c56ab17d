package io.github.slimmaven.engine;

import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Port;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How to start a container. What is not said here is as the image's config says: entrypoint,
 * working directory, volumes, stop signal.
 *
 * @param image what to run
 * @param program replaces the image's entrypoint and cmd, if present; not empty
 * @param args replaces the image's cmd, if present
 * @param env {@code NAME=value}, added to the image's and winning over it; {@code NAME} takes one
 *     away
 * @param user replaces the image's user, if present
 * @param ports container ports to publish on the loopback interface, each on a free host port
 * @param traced whether the sensor watches
 * @param handsOver whether there is a directory {@link #OUT}, which every user may write to
 * @param networks where it is; none stands for one of its own
 * @param mounts {@code SOURCE:TARGET[:ro]}, in the Docker engine only: absolute paths there, or
 *     names of volumes
 * @param hardening what it is not allowed; untraced launches only, in engines that {@link
 *     Engine#hardens}
 * @param directory where {@code container.log} and the raw trace go; exists, used by this launch
 *     alone
 */
public record Launch(
    Image image,
    Optional<List<String>> program,
    Optional<List<String>> args,
    List<String> env,
    Optional<String> user,
    List<Port> ports,
    boolean traced,
    boolean handsOver,
    List<Membership> networks,
    List<String> mounts,
    Hardening hardening,
    Path directory) {
  /** Where a container leaves the files that {@link Container#files} hands over. */
  public static final String OUT = "/.slim/out";

  public Launch {
    program = program.map(List::copyOf);
    args = args.map(List::copyOf);
    env = List.copyOf(env);
    ports = List.copyOf(ports);
    networks = List.copyOf(networks);
    mounts = List.copyOf(mounts);
    if (traced && !hardening.equals(Hardening.NONE)) {
      throw new IllegalArgumentException(
          "a traced launch needs what a hardened one is not allowed");
    }
  }

  /** A launch in a network of its own. */
  public Launch(
      Image image,
      Optional<List<String>> program,
      Optional<List<String>> args,
      List<String> env,
      Optional<String> user,
      List<Port> ports,
      boolean traced,
      boolean handsOver,
      Path directory) {
    this(
        image,
        program,
        args,
        env,
        user,
        ports,
        traced,
        handsOver,
        List.of(),
        List.of(),
        Hardening.NONE,
        directory);
  }

  /** A launch of the image's own program, which hands nothing over. */
  public Launch(
      Image image,
      Optional<List<String>> args,
      List<String> env,
      Optional<String> user,
      List<Port> ports,
      boolean traced,
      Path directory) {
    this(image, Optional.empty(), args, env, user, ports, traced, false, directory);
  }

  /** The same with more environment, and with a directory {@link #OUT} or without. */
  public Launch with(List<String> moreEnv, boolean handing) {
    return new Launch(
        image,
        program,
        args,
        Stream.concat(env.stream(), moreEnv.stream()).toList(),
        user,
        ports,
        traced,
        handing,
        networks,
        mounts,
        hardening,
        directory);
  }

  /** The same with another program, if there is one. */
  public Launch of(Optional<List<String>> another) {
    return another.isEmpty()
        ? this
        : new Launch(
            image, another, args, env, user, ports, traced, handsOver, networks, mounts, hardening,
            directory);
  }

  /** The same in these networks, with these mounts. */
  public Launch in(List<Membership> places, List<String> mounted) {
    return new Launch(
        image, program, args, env, user, ports, traced, handsOver, places, mounted, hardening,
        directory);
  }

  /** The same with less allowed. */
  public Launch under(Hardening limits) {
    return new Launch(
        image, program, args, env, user, ports, traced, handsOver, networks, mounts, limits,
        directory);
  }

  /** What it executes; empty if the image names nothing. */
  List<String> argv() {
    return program.orElseGet(
        () ->
            Stream.concat(
                    image.config().entrypoint().stream(),
                    args.orElse(image.config().cmd()).stream())
                .toList());
  }
}
