package io.github.slimmaven.engine;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a container is not allowed that others are.
 *
 * @param seccomp a profile in Docker's format; empty for the engine's own
 * @param capabilities all that it has, without {@code CAP_}; empty for the engine's default ones
 * @param noNewPrivileges whether executing a program gives no privileges
 * @param writable if present, the root is read-only, and these directories are empty file systems:
 *     absolute path to mount options of tmpfs(5)
 */
public record Hardening(
    Optional<String> seccomp,
    Optional<List<String>> capabilities,
    boolean noNewPrivileges,
    Optional<SortedMap<String, String>> writable) {
  /** As any container. */
  public static final Hardening NONE =
      new Hardening(Optional.empty(), Optional.empty(), false, Optional.empty());

  public Hardening {
    capabilities = capabilities.map(List::copyOf);
    writable = writable.map(map -> Collections.unmodifiableSortedMap(new TreeMap<>(map)));
  }

  /** The same with a read-only root. */
  public Hardening readOnly(Map<String, String> directories) {
    return new Hardening(
        seccomp, capabilities, noNewPrivileges, Optional.of(new TreeMap<>(directories)));
  }
}
