package io.github.slimmaven.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class PythonPackTest {
  private static final String LIB = "/usr/lib/python3.11";
  private static final String SITE = "/usr/lib/python3/dist-packages";

  private final FakeTree tree = new FakeTree();

  @Test
  void keepsTheStandardLibraryOfAUsedInterpreterWithoutItsTestsAndTools() throws IOException {
    tree.files(LIB + "/os.py", LIB + "/sqlite3/dbapi2.py", LIB + "/encodings/cp1252.py")
        .files(LIB + "/lib-dynload/_sqlite3.cpython-311.so", LIB + "/__pycache__/ssl.pyc")
        .files(LIB + "/test/big.py", LIB + "/unittest/test/x.py", LIB + "/unittest/mock.py")
        .files(LIB + "/idlelib/a.py", LIB + "/config-3.11-x/libpython3.11.a", LIB + "/distutils/a")
        .files("/usr/lib/python3.9/os.py");
    assertThat(Keeping.of().opened(LIB + "/os.py").of(tree))
        .containsEntry(LIB + "/sqlite3/dbapi2.py", new Reason(Reason.Kind.PACK, "python"))
        .containsKeys(LIB + "/encodings/cp1252.py", LIB + "/lib-dynload/_sqlite3.cpython-311.so")
        .containsKeys(LIB + "/__pycache__/ssl.pyc", LIB + "/unittest/mock.py")
        .doesNotContainKeys(LIB + "/test", LIB + "/unittest/test", LIB + "/idlelib")
        .doesNotContainKeys(LIB + "/config-3.11-x", LIB + "/distutils", "/usr/lib/python3.9");
    assertThat(Keeping.of().level(Level.AGGRESSIVE).opened(LIB + "/os.py").of(tree))
        .doesNotContainKeys(LIB + "/sqlite3");
  }

  @Test
  void anInterpreterThatIsOnlyMentionedBringsItsLibraryToo() throws IOException {
    tree.program("/usr/bin/python3.11", "x").link("/usr/bin/python3", "python3.11");
    tree.files(LIB + "/json/decoder.py").file("/app/run.sh", "#!/bin/sh\nexec python3 x.py\n");
    assertThat(Keeping.of("/app").of(tree)).containsKeys(LIB + "/json/decoder.py");
  }

  @Test
  void keepsThePackageOfAnImportedModuleWholeWithMetadataAndRequirements() throws IOException {
    tree.files(SITE + "/Flask_Thing/app.py", SITE + "/Flask_Thing/templates/debug.html")
        .files(SITE + "/Flask_Thing/tests/test_app.py", SITE + "/other/__init__.py")
        .file(
            SITE + "/flask.thing-2.2.dist-info/METADATA",
            "Requires-Dist: PyYAML (>=2)\nRequires-Dist: colour ; extra == 'dev'\n")
        .file(SITE + "/pyyaml-6.dist-info/top_level.txt", "_yaml\nyaml\n")
        .files(SITE + "/yaml/loader.py", SITE + "/colour/__init__.py", SITE + "/six.py")
        .file(SITE + "/yaml/nodes.py", "import six\ndef f():\n  import other\n")
        .file(SITE + "/local.pth", "");
    assertThat(Keeping.of().opened(SITE + "/Flask_Thing/app.py").of(tree))
        .containsKeys(SITE + "/Flask_Thing/templates/debug.html", SITE + "/local.pth")
        .containsKeys(SITE + "/flask.thing-2.2.dist-info/METADATA")
        .containsKeys(SITE + "/yaml/loader.py", SITE + "/six.py")
        .doesNotContainKeys(SITE + "/Flask_Thing/tests", SITE + "/other", SITE + "/colour");
  }

  @Test
  void readsTheRequirementsOfEggs() throws IOException {
    tree.files(SITE + "/jinja2/a.py", SITE + "/markupsafe/b.py", SITE + "/babel/c.py")
        .file(SITE + "/Jinja2-3.egg-info/requires.txt", "MarkupSafe>=2.0\n\n[i18n]\nbabel>=2\n");
    assertThat(Keeping.of().opened(SITE + "/jinja2/a.py").of(tree))
        .containsKeys(SITE + "/markupsafe/b.py")
        .doesNotContainKeys(SITE + "/babel");
  }

  @Test
  void keepsWhatTheAppImportsOnlyLater() throws IOException {
    tree.file("/app/app.py", "def f():\n    from requests import get\n    import dbm\n")
        .files(SITE + "/requests/api.py", LIB + "/dbm/gnu.py", SITE + "/unused/api.py")
        .files(LIB + "/lib-dynload/_dbm.cpython-311.so");
    assertThat(Keeping.of("/app").of(tree))
        .containsKeys(SITE + "/requests/api.py", LIB + "/dbm/gnu.py")
        .containsKeys(LIB + "/lib-dynload/_dbm.cpython-311.so")
        .doesNotContainKeys(SITE + "/unused");
  }
}
