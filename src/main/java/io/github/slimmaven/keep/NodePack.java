package io.github.slimmaven.keep;

/**
 * Node: the package of a required file whole, and the packages that it declares as dependencies,
 * found as require() finds them: in node_modules, upwards.
 */
final class NodePack {
  private static final String[] UNUSED = {"*.map", "*.d.ts", "*.markdown", ".github"};

  private static final String SOURCE = "(?<package>.*)/[^/]+\\.[cm]?[jt]sx?";

  private static final Take[] DEPENDENCY = {
    Take.upwards("${package}", "node_modules/${name}").except(UNUSED),
    Take.whole("/usr/share/nodejs/${name}").except(UNUSED),
    Take.whole("/usr/lib/nodejs/${name}").except(UNUSED),
    Take.whole("/usr/lib/*/nodejs/${name}").except(UNUSED),
    Take.whole("/usr/lib/node_modules/${name}").except(UNUSED),
    Take.whole("/usr/local/lib/node_modules/${name}").except(UNUSED),
  };

  static final Pack PACK =
      Pack.of(
          "node",
          Need.of(
              "(?<package>.*/node_modules/(?:@[^/]+/)?[^/@.][^/]*)/.*",
              Take.whole("${package}").except(UNUSED)),
          Need.of(
              "(?<package>/usr/(?:share|lib(?:/[^/]+)?)/nodejs/(?:@[^/]+/)?[^/@.][^/]*)(?:/.*)?",
              Take.whole("${package}").except(UNUSED)),
          Need.reading(
              "(?<package>.*)/package\\.json",
              "(?:\"(?:d|optionalD|peerD)ependencies\"\\s*:\\s*\\{|\\G(?!\\A)\\s*,)"
                  + "\\s*\"(?<name>[^\"/]+(?:/[^\"/]+)?)\"\\s*:\\s*\"[^\"]*\"",
              DEPENDENCY),
          Need.readingOwn(
              SOURCE,
              "(?:require\\s*\\(|import\\s*\\(|from|import)\\s*[\"'`]"
                  + "(?<name>(?:@[^/\"'`]+/)?[^./\"'`][^/\"'`]*)",
              DEPENDENCY),
          // A name that is handed to import() later; without a scope it could be any word.
          Need.readingOwn(
              SOURCE, "[\"'`](?<name>@[a-z0-9~-][\\w.~-]*/[a-z0-9~-][\\w.~-]*)", DEPENDENCY));

  private NodePack() {}
}
