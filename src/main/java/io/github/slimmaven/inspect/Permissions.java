package io.github.slimmaven.inspect;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.MergedTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds what may be run or written with more rights than usual. */
final class Permissions {
  private static final int SETUID = 04000;
  private static final int SETGID = 02000;
  private static final int STICKY = 01000;
  private static final int OTHERS_WRITE = 0002;

  private final Map<Content, String> capabilities = new HashMap<>();

  /** The file that lies there has this attribute. */
  void see(Content at, byte[] attribute) {
    capabilities.put(at, FileCapabilities.text(attribute));
  }

  /** In path order. */
  List<Xray.Special> found(MergedTree tree) {
    List<Xray.Special> found = new ArrayList<>();
    for (Entry entry : tree.entries()) {
      Entry content = tree.content(entry);
      Optional<String> capable =
          content.isFile() // a directory that is only implied lies nowhere
              ? Optional.ofNullable(capabilities.get(Content.of(content)))
              : Optional.empty();
      List<String> kinds = kinds(content, capable.isPresent());
      if (!kinds.isEmpty()) {
        found.add(
            new Xray.Special(
                entry.path(),
                String.format(Locale.ROOT, "%04o", content.mode()),
                content.uid(),
                content.gid(),
                kinds,
                capable));
      }
    }
    return found;
  }

  private static List<String> kinds(Entry entry, boolean capable) {
    List<String> kinds = new ArrayList<>();
    if (entry.isFile() && (entry.mode() & SETUID) != 0) {
      kinds.add("setuid");
    }
    if ((entry.isFile() || entry.isDirectory()) && (entry.mode() & SETGID) != 0) {
      kinds.add("setgid");
    }
    boolean sticky = entry.isDirectory() && (entry.mode() & STICKY) != 0;
    if ((entry.isFile() || entry.isDirectory()) && (entry.mode() & OTHERS_WRITE) != 0 && !sticky) {
      kinds.add("world-writable");
    }
    if (capable) {
      kinds.add("capabilities");
    }
    return kinds;
  }
}
