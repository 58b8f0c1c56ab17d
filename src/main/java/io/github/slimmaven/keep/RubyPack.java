package io.github.slimmaven.keep;

/**
 * Ruby: the gem of a loaded file with its specification, extensions and dependencies, the standard
 * library without its tools, and the default gems' specifications.
 */
final class RubyPack {
  private static final String[] TOOLS = {
    "rdoc",
    "irb",
    "ri",
    "test",
    "spec",
    "bundled_gems",
    "mkmf.rb",
    "typeprof",
    "rbs-*",
    "debug-*",
    "test-unit-*",
    "minitest-*",
    "*.a",
    "ext"
  };

  private static final Take[] GEM = {
    Take.whole("${gems}/gems/${gem}").except("test", "spec", "*.o"),
    Take.file("${gems}/specifications/${gem}.gemspec"),
    Take.file("${gems}/specifications/default/${gem}.gemspec"),
    Take.whole("${gems}/extensions/*/*/${gem}"),
  };

  private static final Take[] REQUIRED = {
    Take.whole("/var/lib/gems/*/gems/${name}-*"),
    Take.file("/var/lib/gems/*/specifications/${name}-*.gemspec"),
    Take.whole("/usr/local/bundle/gems/${name}-*"),
    Take.file("/usr/local/bundle/specifications/${name}-*.gemspec"),
    Take.whole("/usr/share/rubygems-integration/*/gems/${name}-*"),
    Take.file("/usr/share/rubygems-integration/*/specifications/${name}-*.gemspec"),
    Take.whole("/usr/lib/ruby/vendor_ruby/${name}"),
    Take.file("/usr/lib/ruby/vendor_ruby/${name}.rb"),
  };

  static final Pack PACK =
      Pack.of(
          "ruby",
          Need.of("(?<gems>.*)/gems/(?<gem>[^/]+-\\d[^/]*)/.*", GEM),
          Need.of("(?<gems>.*)/specifications/(?:default/)?(?<gem>[^/]+)\\.gemspec", GEM),
          Need.reading(
              "(?<gems>.*)/specifications/[^/]+\\.gemspec",
              "add_(?:runtime_)?dependency\\(?\\s*%q<(?<name>[^>]+)>",
              Take.whole("${gems}/gems/${name}-*"),
              Take.file("${gems}/specifications/${name}-*.gemspec")),
          Need.of(
              "(?<prefix>.*)/bin/ruby(?<version>\\d+\\.\\d+)?",
              Take.whole("${prefix}/lib/ruby/${version}.*").except(TOOLS),
              Take.whole("${prefix}/lib/*/ruby/${version}.*").except(TOOLS),
              Take.file("${prefix}/lib/ruby/vendor_ruby/rubygems.rb"),
              Take.whole("${prefix}/lib/ruby/vendor_ruby/rubygems")),
          Need.of(
              "(?<lib>.*/lib/(?:[^/]+/)?ruby/\\d+\\.\\d+\\.\\d+)/[^/]+\\.(?:rb|so)",
              Take.whole("${lib}").except(TOOLS)),
          Need.of(
              "(?<lib>.*/ruby/(?:vendor|site)_ruby(?:/\\d[^/]*)?)/(?<name>[A-Za-z_][^/.]*)[/.].*",
              Take.whole("${lib}/${name}"),
              Take.file("${lib}/${name}.rb")),
          Need.readingOwn(
              ".*(?:\\.r[bu]|/Gemfile|/bin/[^/]+)",
              "\\b(?:require|gem)[ (]+[\"'](?<name>[^\"'/]+)",
              REQUIRED));

  private RubyPack() {}
}
