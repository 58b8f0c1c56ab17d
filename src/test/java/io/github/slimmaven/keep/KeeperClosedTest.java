package io.github.slimmaven.keep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.elf.DynamicLinker;
import io.github.slimmaven.elf.ElfBytes;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageConfig;
import io.github.slimmaven.trace.AccessTrace;
import io.github.slimmaven.trace.AccessTrace.Use;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for the keep set of any tree and trace; the trees are random. */
final class KeeperClosedTest {
  private static final int TREES = 60;
  private static final List<String> TOPS =
      List.of("/usr/lib", "/usr/bin", "/lib", "/etc", "/app", "/opt/jdk/lib", "/var/lib/dpkg/info");
  private static final List<String> NAMES =
      List.of(
          "a", "b", "libc.so.6", "libz.so", "modules", "libjvm.so", "x.list", "server", "passwd");

  private static final List<Use> USES = List.of(Use.values());

  private static final String CONFIG =
      """
      {"config": {"WorkingDir": "/app", "Volumes": {"/var/lib": {}},
        "Healthcheck": {"Test": ["CMD-SHELL", "a || b"]}}}
      """;

  @ParameterizedTest
  @EnumSource(Level.class)
  void theSetIsClosedAndASecondRunChangesNothing(Level level) throws IOException {
    for (int seed = 0; seed < TREES; seed++) {
      Random random = new Random(seed);
      FakeTree tree = tree(random);
      AccessTrace trace = trace(random, tree);
      KeepRequest request =
          new KeepRequest(level, List.of("/etc/**/a"), List.of(), List.of("/app"), Set.of(1));

      KeepSet set = Keeper.decide(image(), tree, trace, request);

      for (String path : set.reasons().keySet()) {
        closed(seed, tree, set, path);
      }
      linked(seed, tree, set);
      KeepSet again = Keeper.decide(image(), tree.only(set), trace, request);
      assertThat(again.reasons().keySet()).as("seed %d", seed).isEqualTo(set.reasons().keySet());
      assertThat(Keeper.decide(image(), tree, trace, request)).isEqualTo(set);
    }
  }

  @Test
  void aHigherLevelKeepsNoLess() throws IOException {
    for (int seed = 0; seed < TREES; seed++) {
      Random random = new Random(seed);
      FakeTree tree = tree(random);
      AccessTrace trace = trace(random, tree);
      Set<String> less = decide(tree, trace, Level.AGGRESSIVE);
      Set<String> more = decide(tree, trace, Level.BALANCED);
      Set<String> most = decide(tree, trace, Level.CONSERVATIVE);
      assertThat(more).as("seed %d", seed).containsAll(less);
      assertThat(most).as("seed %d", seed).containsAll(more);
    }
  }

  private static Set<String> decide(FakeTree tree, AccessTrace trace, Level level)
      throws IOException {
    KeepRequest request = new KeepRequest(level, List.of(), List.of(), List.of("/app"), Set.of(1));
    return Keeper.decide(image(), tree, trace, request).reasons().keySet();
  }

  private static void closed(int seed, FakeTree tree, KeepSet set, String path) {
    Entry entry = tree.get(path).orElseThrow();
    List<String> needed = new ArrayList<>();
    if (!Selection.parent(path).equals("/")) {
      needed.add(Selection.parent(path));
    }
    if (entry.type() == Entry.Type.HARDLINK) {
      needed.add(entry.link());
    }
    FileTree.Resolution resolution = tree.resolve(path);
    resolution.links().forEach(link -> needed.add(link.path()));
    resolution.target().ifPresent(target -> needed.add(target.path()));
    assertThat(set.reasons())
        .as("seed %d, %s", seed, path)
        .containsKeys(needed.toArray(String[]::new));
  }

  /** What the linker finds for the kept files in the whole tree, it finds in the kept one. */
  private static void linked(int seed, FakeTree tree, KeepSet set) throws IOException {
    List<String> kept =
        set.reasons().keySet().stream()
            .filter(path -> !tree.get(path).orElseThrow().isSymlink())
            .toList();
    assertThat(new DynamicLinker(new TreeFiles(tree.only(set)), List.of()).closure(kept))
        .as("seed %d", seed)
        .isEqualTo(new DynamicLinker(new TreeFiles(tree), List.of()).closure(kept));
  }

  private static FakeTree tree(Random random) {
    FakeTree tree = new FakeTree();
    for (int i = 0; i < 60; i++) {
      String path = path(random);
      boolean taken = tree.get(path).isPresent();
      boolean blocked = false;
      for (String p = Selection.parent(path); !p.equals("/"); p = Selection.parent(p)) {
        blocked |= tree.get(p).filter(entry -> !entry.isDirectory()).isPresent();
      }
      if (!taken && !blocked) {
        tree.layer(random.nextInt(8) == 0 ? 1 : 0);
        put(random, tree, path);
      }
    }
    return tree;
  }

  private static void put(Random random, FakeTree tree, String path) {
    List<Entry> files = tree.entries().stream().filter(Entry::isFile).toList();
    switch (random.nextInt(8)) {
      case 0, 1 -> tree.link(path, random.nextBoolean() ? path(random) : "../" + name(random));
      case 2 -> {
        if (files.isEmpty()) {
          tree.dir(path);
        } else {
          tree.hardLink(path, files.get(random.nextInt(files.size())).path());
        }
      }
      case 3 -> tree.program(path, "#!" + path(random) + "\n");
      case 4 -> tree.file(path, path(random) + "\n" + path(random) + "\n" + path(random) + "\n");
      case 5 -> tree.dir(path);
      default ->
          tree.program(
              path,
              ElfBytes.x86(random.nextBoolean() ? path(random) : "")
                  .needs(name(random), name(random))
                  .runpath("$ORIGIN:" + Selection.parent(path(random)))
                  .bytes());
    }
  }

  private static AccessTrace trace(Random random, FakeTree tree) {
    TreeMap<String, Set<Use>> paths = new TreeMap<>();
    List<Entry> entries = List.copyOf(tree.entries());
    for (int i = 0; i < 5; i++) {
      String path = entries.get(random.nextInt(entries.size())).path();
      paths.put(path, Set.of(USES.get(random.nextInt(USES.size()))));
    }
    return new AccessTrace(
        "x86_64",
        paths,
        new TreeSet<>(),
        new TreeSet<>(),
        new TreeSet<>(),
        new TreeSet<>(),
        Optional.empty(),
        true,
        true,
        List.of());
  }

  private static String path(Random random) {
    String top = TOPS.get(random.nextInt(TOPS.size()));
    String path = random.nextInt(8) == 0 ? top : top + "/" + name(random);
    return random.nextInt(4) == 0 ? path + "/" + name(random) : path;
  }

  private static String name(Random random) {
    return NAMES.get(random.nextInt(NAMES.size()));
  }

  private static Image image() throws IOException {
    ObjectNode json = (ObjectNode) new JsonMapper().readTree(CONFIG);
    return new Image("test", new Digest("0".repeat(64)), new ImageConfig(json), List.of());
  }
}
