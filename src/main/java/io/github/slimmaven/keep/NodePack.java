package io.github.slimmaven.keep;

/**
 * Node: the package of a required file whole, and the packages that it declares as dependencies,
 * found as require() finds them: in node_modules, upwards.
 */
final class NodePack {
  private static final String[] UNUSED = {"*.map", "*.d.ts", "*.markdown", ".github"};

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
              "(?<package>.*)/[^/]+\\.[cm]?[jt]sx?",
              "(?:require\\s*\\(|import\\s*\\(|from|import)\\s*[\"'`]"
                  + "(?<name>(?:@[^/\"'`]+/)?[^./\"'`][^/\"'`]*)",
              DEPENDENCY));

  private NodePack() {}
}
