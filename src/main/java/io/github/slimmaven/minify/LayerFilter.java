package io.github.slimmaven.minify;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.HeaderEdit;
import io.github.slimmaven.image.ImageException;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.LayerWriter;
import io.github.slimmaven.image.TarReader;
import io.github.slimmaven.image.TarRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Copies the kept records of one layer. */
final class LayerFilter {
  private final int index;
  private final Layer layer;
  private final FileTree tree;
  private final Map<String, HeaderEdit> edits;
  private final Map<Long, Entry> kept = new HashMap<>();
  private final List<Entry> implied = new ArrayList<>();

  /** Extended attributes by path, which a hard link shares though its own record may lack them. */
  private final Map<String, Map<String, byte[]>> attributes = new HashMap<>();

  /** What is copied next: neighbouring records in one go. */
  private long start;

  private long end;

  /**
   * @param index of the layer
   * @param all kept entries by path, for each layer
   * @param edits what is changed of them, by path
   */
  LayerFilter(
      int index,
      Layer layer,
      FileTree tree,
      List<? extends Map<String, Entry>> all,
      Map<String, HeaderEdit> edits) {
    this.index = index;
    this.layer = layer;
    this.tree = tree;
    this.edits = edits;
    for (Entry entry : all.get(index).values()) {
      if (entry.start() < entry.end()) {
        kept.put(entry.start(), entry);
      } else if (edits.containsKey(entry.path())
          || tree.children(entry.path()).stream()
              .noneMatch(child -> all.get(child.layer()).containsKey(child.path()))) {
        implied.add(entry);
      }
    }
  }

  /** Writes the layer; empty if nothing of it stays. */
  Optional<Layer> write(Path tar) throws IOException {
    if (kept.isEmpty() && implied.isEmpty() && !keepsRoot()) {
      return Optional.empty();
    }
    try (SeekableByteChannel source = layer.open();
        LayerWriter writer = LayerWriter.create(tar)) {
      new TarReader(source, "layer '" + layer.diffId() + "'")
          .forEach(tarRecord -> add(tarRecord, source, writer));
      flush(source, writer);
      if (!kept.isEmpty()) {
        throw new ImageException(
            "layer '"
                + layer.diffId()
                + "' has no entry '"
                + kept.values().iterator().next().path()
                + "' any more: it changed while it was read. Run the build again");
      }
      for (Entry directory : implied) {
        HeaderEdit edit = edit(directory);
        writer.directory(
            directory.path(),
            edit.mode().orElse(directory.mode()),
            edit.uid().orElse(directory.uid()),
            edit.gid().orElse(directory.gid()),
            directory.mtime());
      }
      return Optional.of(writer.finish(false));
    }
  }

  private void add(TarRecord record, SeekableByteChannel source, LayerWriter writer)
      throws IOException {
    if (!(record instanceof TarRecord.Member member)) {
      raw(record, source, writer);
      return;
    }
    remember(member);
    if (member.path().equals("/")) {
      if (member.type() == Entry.Type.DIRECTORY) {
        raw(record, source, writer);
      }
      return;
    }
    Entry entry = kept.remove(member.start());
    if (entry == null) {
      return;
    }
    boolean same =
        entry.path().equals(member.path())
            && entry.type() == member.type()
            && entry.link().equals(member.link());
    HeaderEdit edit = edit(entry);
    if (same && edit.equals(HeaderEdit.NONE)) {
      raw(record, source, writer);
      return;
    }
    flush(source, writer);
    if (same) {
      writer.edit(source, member, edit);
      return;
    }
    Map<String, byte[]> shared =
        member.type() == Entry.Type.HARDLINK
            ? attributes.getOrDefault(member.link(), Map.of())
            : Map.of();
    if (entry.isFile()) {
      try (InputStream content = Channels.newInputStream(tree.open(entry))) {
        writer.rewrite(member, entry, shared, edit, content);
      }
    } else {
      writer.rewrite(member, entry, shared, edit, InputStream.nullInputStream());
    }
  }

  private HeaderEdit edit(Entry entry) {
    return edits.getOrDefault(entry.path(), HeaderEdit.NONE);
  }

  private void remember(TarRecord.Member member) {
    Map<String, byte[]> own = new HashMap<>();
    member
        .pax()
        .forEach(
            (key, value) -> {
              if (key.startsWith("SCHILY.xattr.")) {
                own.put(key, value);
              }
            });
    if (member.type() == Entry.Type.HARDLINK) {
      attributes.getOrDefault(member.link(), Map.of()).forEach(own::putIfAbsent);
    }
    if (own.isEmpty()) {
      attributes.remove(member.path());
    } else {
      attributes.put(member.path(), own);
    }
  }

  private void raw(TarRecord record, SeekableByteChannel source, LayerWriter writer)
      throws IOException {
    if (record.start() != end) {
      flush(source, writer);
      start = record.start();
    }
    end = record.end();
  }

  private void flush(SeekableByteChannel source, LayerWriter writer) throws IOException {
    if (end > start) {
      writer.copy(source, start, end);
    }
    start = end;
  }

  /** Whether the root's own entry is of this layer and no default. */
  private boolean keepsRoot() {
    Entry root = tree.get("/").orElse(null);
    return root != null
        && root.start() < root.end()
        && root.layer() == index
        && (root.mode() != 0755 || root.uid() != 0 || root.gid() != 0);
  }
}
