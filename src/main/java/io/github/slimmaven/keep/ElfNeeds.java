package io.github.slimmaven.keep;

import io.github.slimmaven.elf.DynamicLinker;
import io.github.slimmaven.elf.ElfClosure;
import io.github.slimmaven.elf.ElfFile;
import io.github.slimmaven.elf.ElfFiles;
import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps the shared libraries that kept programs and libraries need, those that the C library and
 * the JDK open by name, and the loaders.
 */
final class ElfNeeds implements Growth {
  /**
   * Libraries that are opened by name, by the library that opens them. Without libgcc_s, glibc ends
   * the program in pthread_cancel(3). The small parts of glibc, and for a JVM the C++ library, are
   * what native code needs that a jar brings along and unpacks when it is first used.
   */
  private static final Map<String, List<String>> OPENED =
      Map.of(
          "libc.so.6",
              List.of(
                  "libgcc_s.so.1",
                  "libpthread.so.0",
                  "libdl.so.2",
                  "librt.so.1",
                  "libutil.so.1",
                  "libanl.so.1",
                  "libresolv.so.2"),
          "libjvm.so", List.of("libstdc++.so.6"),
          "libfontmanager.so", List.of("libfontconfig.so.1"),
          "libj2gss.so", List.of("libgssapi_krb5.so.2", "libgssapi.so.3"),
          "libj2pcsc.so", List.of("libpcsclite.so.1"),
          "libsctp.so", List.of("libsctp.so.1"));

  private final DynamicLinker linker;
  private final Set<String> roots = new TreeSet<>();

  ElfNeeds(FileTree tree, List<String> environment) throws IOException {
    this.linker = new DynamicLinker(new TreeFiles(tree), libraryPath(environment));
  }

  private static List<String> libraryPath(List<String> environment) {
    String prefix = "LD_LIBRARY_PATH=";
    return environment.stream()
        .filter(variable -> variable.startsWith(prefix))
        .flatMap(variable -> Arrays.stream(variable.substring(prefix.length()).split("[:;]")))
        .filter(directory -> directory.startsWith("/"))
        .toList();
  }

  @Override
  public void extend(List<Entry> fresh, Selection selection) throws IOException {
    boolean more = false;
    for (Entry entry : fresh) {
      if (isElf(selection.tree(), entry)) {
        more |= roots.add(entry.path());
        opened(entry, selection);
      }
    }
    if (more) {
      needed(linker.closure(roots), selection);
    }
  }

  private static boolean isElf(FileTree tree, Entry entry) throws IOException {
    return TextFile.readable(tree, entry) && Magic.isElf(TextFile.head(tree, entry, Magic.BYTES));
  }

  private static void needed(ElfClosure closure, Selection selection) {
    closure.needed().forEach((path, need) -> needed(path, need, false, selection));
    closure.needed().forEach((path, need) -> needed(path, need, true, selection));
  }

  private static void needed(
      String path, ElfClosure.Need need, boolean links, Selection selection) {
    if (need.link() == links) {
      String chain = String.join(" > ", need.chain());
      Reason reason = new Reason(links ? Reason.Kind.LINK : Reason.Kind.ELF, chain);
      selection.tree().get(path).ifPresent(entry -> selection.add(entry, reason));
    }
  }

  private void opened(Entry entry, Selection selection) throws IOException {
    Optional<ElfFile> elf = linker.elf(entry.path());
    if (elf.isEmpty()) {
      return;
    }
    String soname =
        elf.get().soname().orElse(entry.path().substring(entry.path().lastIndexOf('/') + 1));
    List<String> names = new ArrayList<>(OPENED.getOrDefault(soname, List.of()));
    if (soname.equals("libc.so.6")) {
      nameServices(selection.tree()).forEach(name -> names.add("libnss_" + name + ".so.2"));
    }
    for (String name : names) {
      open(name, entry.path(), new Reason(Reason.Kind.ELF, entry.path()), selection);
    }
  }

  /** Keeps what dlopen(3) gives a program or library for a name without "/", if there is such. */
  void open(String name, String by, Reason reason, Selection selection) throws IOException {
    for (ElfFiles.Found found : linker.open(name, by)) {
      for (String link : found.links()) {
        selection.follow(link, reason);
      }
      selection.follow(found.path(), reason);
    }
  }

  /** The services of nsswitch.conf(5), and those that glibc falls back to. */
  private static Set<String> nameServices(FileTree tree) throws IOException {
    Set<String> services = new LinkedHashSet<>(List.of("files", "dns"));
    for (String line : TextFile.lines(tree, "/etc/nsswitch.conf")) {
      String plain = line.replaceFirst("#.*", "");
      String listed = plain.substring(plain.indexOf(':') + 1);
      Arrays.stream(listed.split("[\\s\\[\\]]+"))
          .filter(word -> word.matches("[a-z0-9_]+"))
          .forEach(services::add);
    }
    return services;
  }
}
