package io.github.slimmaven.harden;

import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.trace.AccessTrace;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a container gets, and no more.
 *
 * @param architecture {@code x86_64} or {@code aarch64}
 * @param conventions of system calls besides the machine's own: {@code x86}, {@code x32}
 * @param calls system calls that are allowed
 * @param capabilities that are not dropped, without {@code CAP_}
 * @param places that are writable, with empty file systems
 * @param refused paths that the app was seen to write, and which no place can hold
 */
public record Policy(
    String architecture,
    SortedSet<String> conventions,
    SortedSet<String> calls,
    SortedSet<String> capabilities,
    List<Place> places,
    SortedSet<String> refused) {
  private static final int FIRST_FREE_PORT = 1024;

  private static final Pattern CAPABILITY = Pattern.compile("[A-Z_]{3,30}");

  /** What Docker gives every container (moby {@code oci/caps/defaults.go}). */
  public static final SortedSet<String> DOCKER_CAPABILITIES =
      sorted(
          Set.of(
              "AUDIT_WRITE",
              "CHOWN",
              "DAC_OVERRIDE",
              "FOWNER",
              "FSETID",
              "KILL",
              "MKNOD",
              "NET_BIND_SERVICE",
              "NET_RAW",
              "SETFCAP",
              "SETGID",
              "SETPCAP",
              "SETUID",
              "SYS_CHROOT"));

  public Policy {
    conventions = sorted(conventions);
    calls = sorted(calls);
    capabilities = sorted(capabilities);
    places = List.copyOf(places);
    refused = sorted(refused);
  }

  /**
   * What an app needs that was watched.
   *
   * @param tree of the image that is to be run
   * @param volumes absolute paths in the container that are mounted anyway
   * @param ordinary whether system calls are allowed unseen that most programs make
   */
  public static Policy of(
      AccessTrace trace, FileTree tree, Collection<String> volumes, boolean ordinary) {
    WrittenPlaces written = WrittenPlaces.of(trace, tree, volumes);
    SortedSet<String> capabilities = new TreeSet<>(trace.capabilities());
    // Docker lets everybody bind these (since 20.10), Kubernetes does not.
    if (trace.listening().stream().anyMatch(port -> port.number() < FIRST_FREE_PORT)) {
      capabilities.add("NET_BIND_SERVICE");
    }
    capabilities.removeIf(name -> !CAPABILITY.matcher(name).matches());
    return new Policy(
        trace.architecture(),
        trace.conventions(),
        SystemCalls.of(trace, ordinary),
        capabilities,
        written.places(),
        written.refused());
  }

  /** The same with more capabilities. */
  public Policy with(Collection<String> more) {
    SortedSet<String> all = new TreeSet<>(capabilities);
    all.addAll(more);
    return new Policy(architecture, conventions, calls, all, places, refused);
  }

  private static SortedSet<String> sorted(Collection<String> names) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(names));
  }
}
