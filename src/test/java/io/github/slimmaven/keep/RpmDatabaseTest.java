package io.github.slimmaven.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.image.ImageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads a database that rpm wrote (see rpmdb.sh beside it), and hostile ones. */
final class RpmDatabaseTest {
  private static final String SQLITE = "/var/lib/rpm/rpmdb.sqlite";
  private static final String NDB = "/usr/lib/sysimage/rpm/Packages.db";
  private static final int PAGE = 4096;

  @ParameterizedTest
  @ValueSource(strings = {SQLITE, "/usr/lib/sysimage/rpm/rpmdb.sqlite"})
  void packagesOfSqliteAreReadWithTheirFiles(String path) throws IOException {
    List<RpmHeader> packages = read(new FakeTree().data(path, sqlite()));

    assertThat(packages)
        .extracting(RpmHeader::name)
        .containsExactlyInAnyOrder(
            "shop-tool", "many", "small-1", "small-2", "small-3", "small-4", "small-5", "small-6");
    assertThat(named(packages, "shop-tool").files())
        .containsExactlyInAnyOrder(
            "/usr/bin/shop-tool",
            "/usr/share/shop-tool",
            "/usr/share/shop-tool/deep",
            "/usr/share/shop-tool/deep/1");
    assertThat(named(packages, "many").files())
        .hasSize(403)
        .contains("/usr/share/many/deep/1", "/usr/share/many/deep/400");
  }

  @Test
  void aDirectoryThatIsALinkToTheOtherIsReadOnce() throws IOException {
    FakeTree tree =
        new FakeTree()
            .data("/usr/lib/sysimage/rpm/rpmdb.sqlite", sqlite())
            .link("/var/lib/rpm", "../../usr/lib/sysimage/rpm");

    assertThat(read(tree)).hasSize(8);
  }

  @Test
  void packagesOfNdbAreReadWithTheirFiles() throws IOException {
    assertThat(read(new FakeTree().data(NDB, ndb(header("shop", "/srv/", "page")))))
        .containsExactly(new RpmHeader("shop", "", List.of("/srv/page")));
  }

  @Test
  void wholePackagesStay() throws IOException {
    FakeTree tree =
        new FakeTree()
            .data(SQLITE, sqlite())
            .files("/usr/bin/shop-tool", "/usr/share/shop-tool/deep/1")
            .files("/usr/bin/small-1", "/usr/share/small-1/deep/1")
            .files("/usr/bin/small-2", "/usr/share/small-2/deep/1");
    Extras extras = new Extras(List.of(), List.of("small-1", "none"), false, false);
    KeepRequest asked =
        new KeepRequest(Level.AGGRESSIVE, List.of(), List.of(), List.of(), Set.of(), extras);

    KeepSet set = Keeping.of().request(asked).decide(tree);

    assertThat(set.reasons())
        .containsEntry(
            "/usr/share/small-1/deep/1", new Reason(Reason.Kind.PATTERN, "keepPackages small-1"))
        .doesNotContainKeys("/usr/bin/small-2", "/usr/bin/shop-tool");
    assertThat(set.unmatched()).containsExactly("none");

    Map<String, Reason> conservative =
        Keeping.of().level(Level.CONSERVATIVE).opened("/usr/bin/shop-tool").of(tree);
    assertThat(conservative)
        .containsEntry("/usr/share/shop-tool/deep/1", new Reason(Reason.Kind.PACKAGE, "shop-tool"))
        .containsKey(SQLITE)
        .doesNotContainKeys("/usr/bin/small-2");
  }

  @Test
  void aBerkeleyDbIsNamed() throws IOException {
    FakeTree tree = new FakeTree().files("/var/lib/rpm/Packages", "/usr/bin/a");

    assertThat(Keeping.of().level(Level.CONSERVATIVE).opened("/usr/bin/a").decide(tree).unread())
        .containsExactly("/var/lib/rpm/Packages");
    assertThat(Keeping.of().opened("/usr/bin/a").decide(tree).unread()).isEmpty();
  }

  @Test
  void whatIsWrongIsSaidWithTheDatabasesName() {
    assertThatThrownBy(() -> read(new FakeTree().file(SQLITE, "x".repeat(5000))))
        .isInstanceOf(ImageException.class)
        .hasMessage(
            "the rpm database '/var/lib/rpm/rpmdb.sqlite' cannot be read: it is no SQLite database."
                + " Repair it in the source image ('rpm --rebuilddb'), or do without"
                + " 'keepPackages' and the level 'conservative', which need it");
    fails(new FakeTree().file(SQLITE, ""), "it is cut off");
    fails(new FakeTree().file(NDB, ""), "it is cut off");
    fails(new FakeTree().file(NDB, "x".repeat(5000)), "it is no rpm database of version 0");
  }

  @Test
  void aDatabaseThatIsCutOffFails() throws IOException {
    byte[] whole = sqlite();
    for (int length = PAGE; length < whole.length; length += PAGE) {
      fails(new FakeTree().data(SQLITE, Arrays.copyOf(whole, length)), "cut off");
    }
  }

  @Test
  void pagesThatFormACycleFail() throws IOException {
    byte[] bytes = sqlite();
    int root = interior(bytes);
    ByteBuffer.wrap(bytes).putInt(root * PAGE + 8, root + 1);

    fails(new FakeTree().data(SQLITE, bytes), "its page '" + (root + 1) + "' is used twice");
  }

  @Test
  void noDamageEndsInAnythingElseThanAnError() throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < 400; i++) {
      byte[] bytes = i % 2 == 0 ? sqlite() : ndb(header("shop", "/srv/", "page"));
      for (int j = 0; j < 20; j++) {
        int page = random.nextInt(bytes.length / PAGE + 1) * PAGE;
        int at = random.nextBoolean() ? page + random.nextInt(64) : random.nextInt(bytes.length);
        bytes[Math.min(at, bytes.length - 1)] = (byte) random.nextInt();
      }
      try {
        read(new FakeTree().data(i % 2 == 0 ? SQLITE : NDB, bytes));
      } catch (ImageException e) {
        assertThat(e).hasMessageContaining("cannot be read");
      }
    }
  }

  @Test
  void absurdSizesFail() {
    ByteBuffer many = ByteBuffer.allocate(64).putInt(0x0FFF_FFFF).putInt(16);
    fails(new FakeTree().data(NDB, ndb(many.array())), "a package's header is cut off");
    byte[] long_ = ndb(header("shop", "/srv/", "page"));
    ByteBuffer.wrap(long_).order(ByteOrder.LITTLE_ENDIAN).putInt(PAGE + 12, Integer.MAX_VALUE);
    fails(new FakeTree().data(NDB, long_), "it has no package at '4096'");
  }

  private static void fails(FakeTree tree, String message) {
    assertThatThrownBy(() -> read(tree))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining(message);
  }

  private static List<RpmHeader> read(FakeTree tree) throws IOException {
    List<RpmHeader> packages = new ArrayList<>();
    new RpmDatabase(tree).packages(packages::add);
    return packages;
  }

  private static RpmHeader named(List<RpmHeader> packages, String name) {
    return packages.stream().filter(found -> found.name().equals(name)).findFirst().orElseThrow();
  }

  private static byte[] sqlite() throws IOException {
    try (InputStream in = RpmDatabaseTest.class.getResourceAsStream("rpmdb.sqlite")) {
      return in.readAllBytes();
    }
  }

  /** The index of the first interior page of a table. */
  private static int interior(byte[] bytes) {
    for (int page = 1; page < bytes.length / PAGE; page++) {
      if (bytes[page * PAGE] == 5) {
        return page;
      }
    }
    throw new AssertionError("there is none");
  }

  /** As rpm has it: a page of slots, then blocks of 16 bytes. */
  private static byte[] ndb(byte[] header) {
    ByteBuffer file = ByteBuffer.allocate(PAGE + 2 * 16 + header.length);
    file.order(ByteOrder.LITTLE_ENDIAN);
    file.put("RpmP".getBytes(StandardCharsets.US_ASCII)).putInt(0).putInt(1).putInt(1);
    for (int at = 32; at < PAGE; at += 16) {
      file.position(at).put("Slot".getBytes(StandardCharsets.US_ASCII));
    }
    file.putInt(PAGE - 16 + 4, 7).putInt(PAGE - 16 + 8, PAGE / 16);
    file.position(PAGE).put("BlbS".getBytes(StandardCharsets.US_ASCII));
    file.putInt(7).putInt(0).putInt(header.length).put(header);
    return file.array();
  }

  private static byte[] header(String name, String directory, String file) {
    byte[] values =
        ("\0\0\0\0" + name + "\0" + directory + "\0" + file + "\0")
            .getBytes(StandardCharsets.US_ASCII);
    int at = 4;
    ByteBuffer header = ByteBuffer.allocate(8 + 4 * 16 + values.length);
    header.putInt(4).putInt(values.length);
    header.putInt(1000).putInt(6).putInt(at).putInt(1);
    at += name.length() + 1;
    header.putInt(1118).putInt(8).putInt(at).putInt(1);
    at += directory.length() + 1;
    header.putInt(1117).putInt(8).putInt(at).putInt(1);
    header.putInt(1116).putInt(4).putInt(0).putInt(1);
    return header.put(values).array();
  }
}
