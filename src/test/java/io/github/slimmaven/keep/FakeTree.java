package io.github.slimmaven.keep;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** A tree in memory. Directories above an entry come into being with it. */
final class FakeTree implements FileTree {
  private final TreeMap<String, Entry> entries = new TreeMap<>();
  private final TreeMap<String, byte[]> contents = new TreeMap<>();
  private int layer;

  /** Entries added from now on lie in this layer. */
  FakeTree layer(int index) {
    layer = index;
    return this;
  }

  FakeTree dir(String... paths) {
    for (String path : paths) {
      put(path, Entry.Type.DIRECTORY, 0755, "", new byte[0]);
    }
    return this;
  }

  /** A directory like /tmp. */
  FakeTree writable(String path) {
    return put(path, Entry.Type.DIRECTORY, 01777, "", new byte[0]);
  }

  FakeTree file(String path, String content) {
    return put(path, Entry.Type.FILE, 0644, "", content.getBytes(StandardCharsets.UTF_8));
  }

  FakeTree data(String path, byte[] content) {
    return put(path, Entry.Type.FILE, 0644, "", content);
  }

  FakeTree files(String... paths) {
    for (String path : paths) {
      file(path, "content");
    }
    return this;
  }

  FakeTree program(String path, String script) {
    return put(path, Entry.Type.FILE, 0755, "", script.getBytes(StandardCharsets.UTF_8));
  }

  FakeTree program(String path, byte[] content) {
    return put(path, Entry.Type.FILE, 0755, "", content);
  }

  FakeTree link(String path, String target) {
    return put(path, Entry.Type.SYMLINK, 0777, target, new byte[0]);
  }

  FakeTree hardLink(String path, String target) {
    return put(path, Entry.Type.HARDLINK, entries.get(target).mode(), target, new byte[0]);
  }

  /** What a minified image would have. */
  FakeTree only(KeepSet set) {
    FakeTree less = new FakeTree();
    for (String path : set.reasons().keySet()) {
      less.entries.put(path, entries.get(path));
      if (contents.containsKey(path)) {
        less.contents.put(path, contents.get(path));
      }
    }
    return less;
  }

  /** A file that says it has so many bytes. */
  FakeTree sized(String path, long bytes) {
    file(path, "");
    entries.put(path, new Entry(path, Entry.Type.FILE, 0644, 0, 0, bytes, 0, "", layer, 0, 512));
    return this;
  }

  private FakeTree put(String path, Entry.Type type, int mode, String link, byte[] content) {
    String parent = Selection.parent(path);
    if (!parent.equals("/") && !entries.containsKey(parent)) {
      dir(parent);
    }
    entries.put(path, new Entry(path, type, mode, 0, 0, content.length, 0, link, layer, 0, 512));
    contents.put(path, content);
    return this;
  }

  @Override
  public Optional<Entry> get(String path) {
    return Optional.ofNullable(entries.get(path));
  }

  @Override
  public Collection<Entry> entries() {
    return entries.values();
  }

  @Override
  public List<Entry> children(String directory) {
    return entries.values().stream()
        .filter(entry -> Selection.parent(entry.path()).equals(directory))
        .toList();
  }

  @Override
  public Resolution resolve(String path) {
    List<Entry> links = new ArrayList<>();
    Deque<String> todo = new ArrayDeque<>(Arrays.asList(path.split("/")));
    Deque<String> done = new ArrayDeque<>();
    while (!todo.isEmpty()) {
      String name = todo.removeFirst();
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        done.pollLast();
        continue;
      }
      done.addLast(name);
      Entry entry = entries.get("/" + String.join("/", done));
      if (entry == null) {
        return new Resolution(links, Optional.empty());
      }
      if (entry.isSymlink()) {
        links.add(entry);
        if (links.size() > 40) {
          return new Resolution(links, Optional.empty());
        }
        done.removeLast();
        if (entry.link().startsWith("/")) {
          done.clear();
        }
        List<String> steps = Arrays.asList(entry.link().split("/"));
        for (int i = steps.size() - 1; i >= 0; i--) {
          todo.addFirst(steps.get(i));
        }
      }
    }
    return new Resolution(links, get("/" + String.join("/", done)));
  }

  @Override
  public SeekableByteChannel open(Entry entry) throws IOException {
    Entry target = entry.type() == Entry.Type.HARDLINK ? entries.get(entry.link()) : entry;
    if (!target.isFile()) {
      throw new IOException("'" + entry.path() + "' is no file");
    }
    return new SeekableInMemoryByteChannel(contents.get(target.path()));
  }
}
