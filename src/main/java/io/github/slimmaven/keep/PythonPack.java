package io.github.slimmaven.keep;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Python: the standard library of a used interpreter but for its tests and tools, the packages of
 * imported modules whole (templates and data too) with their metadata and what that declares as
 * required, and the packages that the app's own code imports anywhere.
 *
 * <p>Of the standard library's bytecode only that stays which was read, or whose module the app's
 * own code imports; {@code conservative} keeps all. Python compiles the rest from its source when
 * it is first imported: that takes milliseconds (all of asyncio: a quarter of a second).
 */
final class PythonPack {
  private static final String SITE = "(?<site>.*/(?:site|dist)-packages)";

  private static final String OWN = ".*\\.py|.*/bin/[^/]+";

  /** Parts of the standard library that no server runs, unless the app's code imports them. */
  private static final String[] TOOLS = {
    "site-packages",
    "dist-packages",
    "test",
    "tests",
    "_test*",
    "idlelib",
    "tkinter",
    "_tkinter*",
    "turtledemo",
    "turtle.*",
    "ensurepip",
    "lib2to3",
    "pydoc_data",
    "config-*",
    "_ctypes_test*",
    "xxlimited*",
    "xxsubtype*",
    "distutils",
    "curses",
    "_curses*",
    "readline.*",
    "nis.*",
    "_dbm.*",
    "_gdbm.*",
    "__phello__*",
    "lib*.a",
    "LICENSE.txt",
    "EXTERNALLY-MANAGED"
  };

  private static final Take[] PACKAGE = {
    Take.whole("${site}/~${package}").except("tests"),
    Take.file("${site}/~${package}.py"),
    Take.file("${site}/${package}.*.so"),
    Take.file("${site}/__pycache__/${package}.*.pyc"),
    Take.whole("${site}/${package}.libs"),
    Take.whole("${site}/~${package}-*.dist-info"),
    Take.whole("${site}/~${package}-*.egg-info"),
  };

  private static final String[] SITES = {
    "/usr/lib/python3.*",
    "/usr/lib/python3.*/lib-dynload",
    "/usr/local/lib/python3.*",
    "/usr/local/lib/python3.*/lib-dynload",
    "/usr/lib/python3/dist-packages",
    "/usr/lib/python3*/site-packages",
    "/usr/lib64/python3*/site-packages",
    "/usr/local/lib/python3*/*-packages",
    "/opt/*/lib/python3*/site-packages",
    "/venv/lib/python3*/site-packages",
    "/home/*/.local/lib/python3*/site-packages",
    "/root/.local/lib/python3*/site-packages",
  };

  static Pack of(Level level) {
    String[] unused = level == Level.CONSERVATIVE ? TOOLS : toolsAndBytecode();
    Take[] imported = imported();
    return Pack.of(
        "python",
        Need.of(
            "(?<prefix>.*)/bin/python(?<version>3\\.\\d+)",
            Take.whole("${prefix}/lib/python${version}").except(unused),
            Take.file("${prefix}/lib/python${version}/*-packages/*.pth")),
        Need.of(
            "(?<lib>.*/lib(?:64)?/python3\\.\\d+)/(?:encodings/.*|os\\.py)",
            Take.whole("${lib}").except(unused)),
        Need.of(
            "(?<venv>.*)/lib(?:64)?/python3[^/]*/site-packages/.*",
            Take.file("${venv}/pyvenv.cfg"),
            Take.file("${venv}/lib64")),
        Need.of(SITE + "/.*\\.(?:py|pyc|so)", Take.file("${site}/*.pth")),
        Need.of(SITE + "/(?<package>[^/]+)/(?:.*/)?[^/]+\\.(?:py|pyc|so)", PACKAGE),
        Need.of(SITE + "/(?:__pycache__/)?(?<package>[^/.]+)\\.(?:[^/]*)(?:py|pyc|so)", PACKAGE),
        // What a distribution installs, and what it requires in every case.
        Need.reading(
            SITE + "/[^/]+\\.(?:dist|egg)-info/top_level\\.txt", "^(?<package>\\w+)$", PACKAGE),
        Need.reading(
            SITE + "/[^/]+\\.dist-info/RECORD", "^(?<package>\\w+)(?:/__init__)?\\.py,", PACKAGE),
        Need.reading(
            SITE + "/[^/]+\\.dist-info/METADATA",
            "^Requires-Dist: (?<package>[\\w.-]+)(?!.*extra *==)",
            PACKAGE),
        Need.reading(
            SITE + "/[^/]+\\.egg-info/requires\\.txt",
            "\\G(?<package>[A-Za-z0-9][\\w.-]*)[^\\n\\[]*(?:\\[[^\\n]*)?\\n+",
            PACKAGE),
        // Where metadata is poor, as in Debian's: imports outside of functions.
        Need.reading(
            SITE + "/(?:.*/)?[^/]+\\.py",
            "^(?:(?:try|except[^\\n:]*):[^\\n]*\\n[ \\t]+)?(?:from|import)[ \\t]+"
                + "(?!tests?\\b)(?<package>\\w+)",
            PACKAGE),
        // Tools that a library builds on.
        Need.reading(
            SITE + "/(?:.*/)?[^/]+\\.py",
            "^[ \\t]*(?:from|import)[ \\t]+(?<package>curses|distutils|lib2to3)\\b",
            imported),
        Need.readingOwn(
            OWN, "^[ \\t]*(?:from|import)[ \\t]+(?!tests?\\b)(?<package>\\w+)", imported),
        Need.readingOwn(
            OWN,
            "(?<=^[ \\t]{0,40}import[ \\t][\\w., \\t]{1,200}),[ \\t]*(?<package>\\w+)",
            imported),
        Need.readingOwn(
            OWN, "\\b(?:import_module|__import__)\\([ \\t]*[\"'](?<package>\\w+)", imported));
  }

  private PythonPack() {}

  private static String[] toolsAndBytecode() {
    return Stream.concat(Arrays.stream(TOOLS), Stream.of("__pycache__")).toArray(String[]::new);
  }

  private static Take[] imported() {
    return Arrays.stream(SITES)
        .flatMap(
            site ->
                Stream.of(
                    Take.whole(site + "/${package}").except("tests"),
                    Take.file(site + "/${package}.py"),
                    Take.file(site + "/__pycache__/${package}.*.pyc"),
                    Take.file(site + "/${package}.*.so"),
                    Take.file(site + "/_${package}*.so"),
                    Take.whole(site + "/~${package}-*.dist-info"),
                    Take.whole(site + "/~${package}-*.egg-info")))
        .toArray(Take[]::new);
  }
}
