package io.github.slimmaven.image;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The files in a tar that holds an image, found by name; symlinks and hard links followed. */
final class ArchiveMembers implements Blobs {
  private static final int HOPS = 8;

  /** More members than this are refused: an image has two or three per layer. */
  private static final int MAX = 100_000;

  private final Slice archive;
  private final String home;
  private final Map<String, TarRecord.Member> members = new HashMap<>();

  private ArchiveMembers(Slice archive, String home) {
    this.archive = archive;
    this.home = home;
  }

  static ArchiveMembers read(Slice archive, String home) throws IOException {
    ArchiveMembers read = new ArchiveMembers(archive, home);
    try (SeekableByteChannel tar = archive.channel()) {
      new TarReader(tar, "'" + home + "'").forEach(read::add);
    }
    return read;
  }

  private void add(TarRecord tarRecord) throws ImageException {
    if (tarRecord instanceof TarRecord.Member member) {
      members.put(member.path(), member);
    }
    if (members.size() > MAX) {
      throw new ImageException(
          "'"
              + home
              + "' has over "
              + MAX
              + " files: it is no image archive. Name one that 'docker save' wrote");
    }
  }

  @Override
  public String home() {
    return home;
  }

  @Override
  public Optional<Slice> find(String name) throws IOException {
    PathWalk walk = new PathWalk(name, HOPS);
    TarRecord.Member member = null;
    while (walk.hasNext()) {
      member = members.get(walk.next());
      if (member != null && member.type() == Entry.Type.HARDLINK) {
        member = members.get(member.link());
      }
      if (member != null && member.type() == Entry.Type.SYMLINK) {
        if (!walk.follow(member.link())) {
          return Optional.empty();
        }
      } else {
        walk.enter();
      }
    }
    if (member == null || member.type() != Entry.Type.FILE) {
      return Optional.empty();
    }
    if (member.sparse()) {
      throw new ImageException(
          "'" + home + "' holds '" + name + "' as a sparse file. Pack it without 'tar --sparse'");
    }
    return Optional.of(new Slice(archive.file(), archive.offset() + member.data(), member.size()));
  }
}
