package io.github.slimmaven.trace;

import io.github.slimmaven.image.Port;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an app touched while it was watched. Paths are absolute as the app's root shows them, in the
 * notation of {@link io.github.slimmaven.image.PathName}.
 *
 * @param architecture {@code x86_64} or {@code aarch64}
 * @param paths each existing path that was touched, and how
 * @param missing paths looked up in vain
 * @param syscalls names of the system calls seen
 * @param conventions of system calls that were used besides the machine's own: {@code x86}, {@code
 *     x32}
 * @param capabilities that the app had and its calls needed, without {@code CAP_}; which are looked
 *     for is in {@code src/main/native/launch.h}
 * @param listening ports that were listened on
 * @param modules of the JDK that the app's JVMs loaded classes of; empty if nobody knows
 * @param jars of the app that its JVMs loaded classes of; absent if nobody knows
 * @param userNotification whether seccomp notification watched
 * @param fanotify whether fanotify watched as well
 * @param limits sentences that say what could not be watched
 */
public record AccessTrace(
    String architecture,
    SortedMap<String, Set<Use>> paths,
    SortedSet<String> missing,
    SortedSet<String> syscalls,
    SortedSet<String> conventions,
    SortedSet<String> capabilities,
    SortedSet<Port> listening,
    SortedSet<String> modules,
    Optional<SortedSet<String>> jars,
    boolean userNotification,
    boolean fanotify,
    List<String> limits) {

  /** How a path was used. */
  public enum Use {
    /** Looked up (stat, access, readlink, directory of a lookup). */
    LOOKED_UP,
    /** Opened for reading or listing. */
    OPENED,
    /** Executed, or loaded as an interpreter. */
    EXECUTED,
    /** A symlink passed through on the way to another path. */
    LINK,
    /** Created, written, renamed or removed by the app. */
    WRITTEN
  }

  public AccessTrace {
    TreeMap<String, Set<Use>> copy = new TreeMap<>();
    paths.forEach((path, uses) -> copy.put(path, Collections.unmodifiableSet(copyOf(uses))));
    paths = Collections.unmodifiableSortedMap(copy);
    missing = Collections.unmodifiableSortedSet(new TreeSet<>(missing));
    syscalls = Collections.unmodifiableSortedSet(new TreeSet<>(syscalls));
    conventions = Collections.unmodifiableSortedSet(new TreeSet<>(conventions));
    capabilities = Collections.unmodifiableSortedSet(new TreeSet<>(capabilities));
    listening = Collections.unmodifiableSortedSet(new TreeSet<>(listening));
    modules = Collections.unmodifiableSortedSet(new TreeSet<>(modules));
    jars = jars.map(known -> Collections.unmodifiableSortedSet(new TreeSet<>(known)));
    limits = List.copyOf(limits);
  }

  /** A trace of an app that used no other convention and no capability. */
  public AccessTrace(
      String architecture,
      SortedMap<String, Set<Use>> paths,
      SortedSet<String> missing,
      SortedSet<String> syscalls,
      SortedSet<Port> listening,
      SortedSet<String> modules,
      Optional<SortedSet<String>> jars,
      boolean userNotification,
      boolean fanotify,
      List<String> limits) {
    this(
        architecture,
        paths,
        missing,
        syscalls,
        new TreeSet<>(),
        new TreeSet<>(),
        listening,
        modules,
        jars,
        userNotification,
        fanotify,
        limits);
  }

  /**
   * What this and another run touched together. It was watched in a way only if both were.
   *
   * @throws IllegalArgumentException if the runs are of different architectures
   */
  public AccessTrace merge(AccessTrace other) {
    if (!architecture.equals(other.architecture)) {
      throw new IllegalArgumentException(
          String.format(
              "a trace of '%s' cannot be merged with one of '%s'; trace again on one of them",
              architecture, other.architecture));
    }
    TreeMap<String, Set<Use>> all = new TreeMap<>();
    paths.forEach((path, uses) -> all.put(path, copyOf(uses)));
    other.paths.forEach(
        (path, uses) -> all.computeIfAbsent(path, p -> EnumSet.noneOf(Use.class)).addAll(uses));
    return new AccessTrace(
        architecture,
        all,
        union(missing, other.missing),
        union(syscalls, other.syscalls),
        union(conventions, other.conventions),
        union(capabilities, other.capabilities),
        union(listening, other.listening),
        union(modules, other.modules),
        jars.map(known -> (SortedSet<String>) union(known, other.jars.orElse(new TreeSet<>())))
            .or(other::jars),
        userNotification && other.userNotification,
        fanotify && other.fanotify,
        List.copyOf(union(limits, other.limits)));
  }

  /**
   * The same with what JVMs loaded.
   *
   * @param moreModules modules of the JDK
   * @param moreJars jars of the app; absent if nobody knows
   */
  public AccessTrace withLoaded(
      Collection<String> moreModules, Optional<? extends Collection<String>> moreJars) {
    return new AccessTrace(
        architecture,
        paths,
        missing,
        syscalls,
        conventions,
        capabilities,
        listening,
        union(modules, moreModules),
        moreJars
            .map(known -> (SortedSet<String>) union(known, jars.orElse(new TreeSet<>())))
            .or(() -> jars),
        userNotification,
        fanotify,
        limits);
  }

  private static <T extends Comparable<T>> TreeSet<T> union(Collection<T> one, Collection<T> two) {
    TreeSet<T> union = new TreeSet<>(one);
    union.addAll(two);
    return union;
  }

  private static Set<Use> copyOf(Collection<Use> uses) {
    return uses.isEmpty() ? EnumSet.noneOf(Use.class) : EnumSet.copyOf(uses);
  }
}
