package io.github.slimmaven.source;

import io.github.slimmaven.elf.DynamicLinker;
import io.github.slimmaven.elf.ElfClosure;
import io.github.slimmaven.source.HostFile.Directory;
import io.github.slimmaven.source.HostFile.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a program needs of this machine besides itself: libraries, certificates, zones, names. */
final class HostSystem {
  /** Loaded by name at run time, or needed by the native parts of Java libraries. */
  private static final List<String> COMPANIONS =
      List.of(
          "libdl.so.2",
          "libgcc_s.so.1",
          "libm.so.6",
          "libnss_dns.so.2",
          "libnss_files.so.2",
          "libpthread.so.0",
          "libresolv.so.2",
          "librt.so.1",
          "libstdc++.so.6",
          "libutil.so.1",
          "libz.so.1");

  /** Certificates of Debian and its kin, Alpine, Red Hat and its kin. */
  private static final List<String> CERTIFICATES =
      List.of("/etc/ssl/certs", "/etc/pki/tls/certs", "/etc/pki/ca-trust/extracted");

  /** Directories in which every dynamic linker looks, be there a cache or not. */
  private static final Set<String> DEFAULT_LIBRARIES =
      Set.of("/", "/lib", "/usr/lib", "/lib64", "/usr/lib64");

  private static final Map<String, String> OURS =
      Map.of(
          "/etc/passwd",
          """
          root:x:0:0:root:/root:/sbin/nologin
          nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin
          nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin
          """,
          "/etc/group",
          """
          root:x:0:
          nogroup:x:65534:
          nonroot:x:65532:
          """,
          "/etc/nsswitch.conf",
          """
          passwd: files
          group: files
          shadow: files
          hosts: files dns
          networks: files
          protocols: files
          services: files
          """);

  /** Variants with leap seconds, a copy, and this machine's own zone. */
  private static final Set<String> OTHER_ZONES =
      Set.of(
          "/usr/share/zoneinfo/right",
          "/usr/share/zoneinfo/posix",
          "/usr/share/zoneinfo/localtime");

  private static final int NONROOT = 65532;

  private final HostTree tree;
  private final DynamicLinker linker;

  HostSystem(HostTree tree) throws IOException {
    this.tree = tree;
    this.linker = new DynamicLinker(tree.disk(), List.of());
  }

  /**
   * @param programs absolute paths of the ELF files to be run or loaded
   * @param own the directory that they bring their own libraries in
   */
  void collect(Set<String> programs, String own) throws IOException {
    Set<String> libraries = new TreeSet<>(libraries(programs, own));
    for (String library : libraries) {
      tree.add(library);
    }
    for (String directory : CERTIFICATES) {
      tree.addTree(directory, path -> false);
    }
    tree.add("/etc/ssl/cert.pem");
    tree.addTree("/usr/share/zoneinfo", OTHER_ZONES::contains);
    tree.addTree("/usr/lib/locale/C.utf8", path -> false);
    for (String file : List.of("/etc/os-release", "/etc/protocols", "/etc/services")) {
      tree.add(file);
    }
    OURS.forEach((path, content) -> tree.put(path, new Text(content)));
    tree.put("/tmp", new Directory(01777, 0));
    tree.put("/var/tmp", new Directory(01777, 0));
    tree.put("/root", new Directory(0700, 0));
    tree.put("/home/nonroot", new Directory(0700, NONROOT));
  }

  private Set<String> libraries(Set<String> programs, String own) throws IOException {
    ElfClosure closure = linker.closure(programs);
    Set<String> found = new TreeSet<>(closure.needed().keySet());
    Set<String> companions = new TreeSet<>();
    for (Map.Entry<String, ElfClosure.Need> need : closure.needed().entrySet()) {
      if (need.getValue().name().startsWith("libc.")) {
        for (String name : COMPANIONS) {
          companions.add(directory(need.getKey()) + "/" + name);
        }
      }
    }
    found.addAll(companions);
    found.addAll(linker.closure(companions).needed().keySet());
    found.removeIf(path -> path.startsWith(own + "/"));
    boolean cacheNeeded = found.stream().anyMatch(path -> !isDefault(directory(path), closure));
    List<String> all = new ArrayList<>(found);
    if (cacheNeeded) {
      all.add("/etc/ld.so.cache");
    }
    return new TreeSet<>(all);
  }

  /** Below libc's own directory lies what a run path leads to. */
  private static boolean isDefault(String directory, ElfClosure closure) {
    return DEFAULT_LIBRARIES.contains(directory)
        || closure.needed().entrySet().stream()
            .anyMatch(
                need ->
                    need.getValue().name().startsWith("libc.")
                        && (directory + "/").startsWith(directory(need.getKey()) + "/"));
  }

  private static String directory(String path) {
    return path.substring(0, Math.max(path.lastIndexOf('/'), 1));
  }
}
