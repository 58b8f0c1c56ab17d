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
        .files(LIB + "/lib-dynload/_sqlite3.cpython-311.so", LIB + "/ssl.py")
        .files(LIB + "/lib-dynload/readline.cpython-311.so", LIB + "/curses/panel.py")
        .files(LIB + "/test/big.py", LIB + "/unittest/test/x.py", LIB + "/unittest/mock.py")
        .files(LIB + "/idlelib/a.py", LIB + "/config-3.11-x/libpython3.11.a", LIB + "/distutils/a")
        .files("/usr/lib/python3.9/os.py");
    assertThat(Keeping.of().opened(LIB + "/os.py").of(tree))
        .containsEntry(LIB + "/sqlite3/dbapi2.py", new Reason(Reason.Kind.PACK, "python"))
        .containsKeys(LIB + "/encodings/cp1252.py", LIB + "/lib-dynload/_sqlite3.cpython-311.so")
        .containsKeys(LIB + "/ssl.py", LIB + "/unittest/mock.py")
        .doesNotContainKeys(LIB + "/lib-dynload/readline.cpython-311.so", LIB + "/curses")
        .doesNotContainKeys(LIB + "/test", LIB + "/unittest/test", LIB + "/idlelib")
        .doesNotContainKeys(LIB + "/config-3.11-x", LIB + "/distutils", "/usr/lib/python3.9");
    assertThat(Keeping.of().level(Level.AGGRESSIVE).opened(LIB + "/os.py").of(tree))
        .doesNotContainKeys(LIB + "/sqlite3");
  }

  @Test
  void keepsBytecodeOfTheStandardLibraryThatWasReadOrThatTheAppImports() throws IOException {
    String bytecode = LIB + "/__pycache__/";
    tree.file("/app/app.py", "def f():\n  import csv, sys\n  from sqlite3 import connect\n")
        .files(LIB + "/os.py", bytecode + "os.cpython-311.pyc", bytecode + "ssl.cpython-311.pyc")
        .files(LIB + "/ssl.py", bytecode + "csv.cpython-311.pyc", LIB + "/csv.py")
        .files(LIB + "/sqlite3/dbapi2.py", LIB + "/sqlite3/__pycache__/dbapi2.cpython-311.pyc");
    Keeping keeping =
        Keeping.of("/app").opened(LIB + "/os.py").opened(bytecode + "os.cpython-311.pyc");
    assertThat(keeping.of(tree))
        .containsKeys(LIB + "/ssl.py", bytecode + "os.cpython-311.pyc")
        .containsKeys(bytecode + "csv.cpython-311.pyc")
        .containsKeys(LIB + "/sqlite3/__pycache__/dbapi2.cpython-311.pyc")
        .doesNotContainKeys(bytecode + "ssl.cpython-311.pyc");
    assertThat(keeping.level(Level.CONSERVATIVE).of(tree))
        .containsKeys(bytecode + "ssl.cpython-311.pyc");
  }

  @Test
  void keepsToolsOfTheStandardLibraryThatALibraryImports() throws IOException {
    tree.files(LIB + "/os.py", LIB + "/distutils/version.py", LIB + "/curses/panel.py")
        .files(LIB + "/lib-dynload/_curses_panel.cpython-311.so", LIB + "/lib2to3/main.py")
        .file(SITE + "/old/v.py", "def f():\n  from distutils.version import LooseVersion\n")
        .file(SITE + "/old/ui.py", "import curses\n");
    assertThat(Keeping.of().opened(LIB + "/os.py").opened(SITE + "/old/v.py").of(tree))
        .containsKeys(LIB + "/distutils/version.py", LIB + "/curses/panel.py")
        .containsKeys(LIB + "/lib-dynload/_curses_panel.cpython-311.so")
        .doesNotContainKeys(LIB + "/lib2to3");
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

  @Test
  void keepsWhatTheAppImportsInAListOrByName() throws IOException {
    tree.file(
            "/app/app.py",
            """
            import os.path, requests as r, yaml
            def f(name):
                return importlib.import_module('babel.dates'), __import__("six")
            from os import path, unused
            """)
        .files(SITE + "/requests/api.py", SITE + "/yaml/nodes.py", SITE + "/babel/dates.py")
        .files(SITE + "/six.py", SITE + "/unused/api.py");
    assertThat(Keeping.of("/app").of(tree))
        .containsKeys(SITE + "/requests/api.py", SITE + "/yaml/nodes.py")
        .containsKeys(SITE + "/babel/dates.py", SITE + "/six.py")
        .doesNotContainKeys(SITE + "/unused");
  }
}
