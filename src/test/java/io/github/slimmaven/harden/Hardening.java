package io.github.slimmaven.harden;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.ImageConfig;
import io.github.slimmaven.image.Port;
import io.github.slimmaven.trace.AccessTrace;
import io.github.slimmaven.trace.AccessTrace.Use;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** An image in memory and what its app did. */
final class Hardening implements FileTree {
  private final TreeMap<String, Entry> entries = new TreeMap<>();
  private final TreeMap<String, String> contents = new TreeMap<>();
  private final TreeMap<String, Set<Use>> used = new TreeMap<>();
  private final TreeSet<String> calls = new TreeSet<>();
  private final TreeSet<String> conventions = new TreeSet<>();
  private final TreeSet<String> capabilities = new TreeSet<>();
  private final TreeSet<Port> listening = new TreeSet<>();

  Hardening directory(String path, int mode, int uid, int gid) {
    return put(path, Entry.Type.DIRECTORY, mode, uid, gid);
  }

  Hardening file(String path, String content) {
    contents.put(path, content);
    return put(path, Entry.Type.FILE, 0644, 0, 0);
  }

  private Hardening put(String path, Entry.Type type, int mode, int uid, int gid) {
    int size = contents.getOrDefault(path, "").length();
    entries.put(path, new Entry(path, type, mode, uid, gid, size, 0, "", 0, 0, 512));
    return this;
  }

  Hardening called(String... names) {
    calls.addAll(List.of(names));
    return this;
  }

  Hardening convention(String name) {
    conventions.add(name);
    return this;
  }

  Hardening needed(String... names) {
    capabilities.addAll(List.of(names));
    return this;
  }

  Hardening listened(String port) {
    listening.add(Port.of(port));
    return this;
  }

  Hardening used(Use use, String... paths) {
    for (String path : paths) {
      used.merge(path, Set.of(use), (a, b) -> Set.of(a.iterator().next(), use));
    }
    return this;
  }

  Hardening wrote(String... paths) {
    return used(Use.WRITTEN, paths);
  }

  AccessTrace trace() {
    return new AccessTrace(
        "x86_64",
        used,
        new TreeSet<>(),
        calls,
        conventions,
        capabilities,
        listening,
        new TreeSet<>(),
        Optional.empty(),
        true,
        true,
        List.of());
  }

  Policy policy(String... volumes) {
    return Policy.of(trace(), this, List.of(volumes), false);
  }

  /** What an app gets that does more than was seen. */
  Policy ordinary() {
    return Policy.of(trace(), this, List.of(), true);
  }

  /** With single quotes for double ones. */
  static ImageConfig config(String execution) throws IOException {
    ObjectNode json = JsonMapper.builder().build().createObjectNode();
    json.set("config", new JsonMapper().readTree(execution.replace('\'', '"')));
    return new ImageConfig(json);
  }

  @Override
  public Optional<Entry> get(String path) {
    return path.equals("/")
        ? Optional.of(new Entry("/", Entry.Type.DIRECTORY, 0755, 0, 0, 0, 0, "", 0, 0, 0))
        : Optional.ofNullable(entries.get(path));
  }

  @Override
  public Collection<Entry> entries() {
    return entries.values();
  }

  @Override
  public List<Entry> children(String directory) {
    return entries.values().stream()
        .filter(entry -> entry.path().matches("\\Q" + directory + "\\E/[^/]+"))
        .toList();
  }

  @Override
  public Resolution resolve(String path) {
    return new Resolution(List.of(), get(path));
  }

  @Override
  public SeekableByteChannel open(Entry entry) {
    return new SeekableInMemoryByteChannel(
        contents.get(entry.path()).getBytes(StandardCharsets.UTF_8));
  }
}
