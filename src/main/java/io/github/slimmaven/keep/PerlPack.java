package io.github.slimmaven.keep;

/**
 * Perl: the standard library without its documentation and tools, and of any other module what lies
 * below it and the modules that it uses.
 */
final class PerlPack {
  private static final String[] TOOLS = {
    "*.pod",
    "pod",
    "CPAN*",
    "Test",
    "Test2",
    "TAP",
    "perl5db.pl",
    "CORE",
    "CoreList*",
    "ExtUtils",
    "Collate",
    "*.h",
    "Perldoc*",
    "App"
  };

  private static final String OWN = ".*(?:\\.(?:p[lm]|cgi|psgi|t)|/bin/[^/]+|/[^./]+)";
  private static final String USED = "^\\s*(?:use|require)\\s+(?<module>[A-Z]\\w*+(?:::\\w++)*+)";

  private static final Take[] STANDARD = {
    Take.whole("/usr/lib/*/perl-base").except("*.pod"),
    Take.whole("/usr/lib/*/perl/5.*").except(TOOLS),
    Take.whole("/usr/share/perl/5.*").except(TOOLS),
    Take.whole("/usr/local/lib/perl5/5.*").except(TOOLS),
    Take.whole("/usr/lib/perl5/core_perl").except(TOOLS),
    Take.whole("/usr/share/perl5/core_perl").except(TOOLS),
    Take.whole("/etc/perl"),
  };

  private static final Take[] MODULE = {
    Take.file("/usr/share/perl5/${module}.pm"),
    Take.file("/usr/lib/*/perl5/5.*/${module}.pm"),
    Take.file("/usr/local/share/perl/5.*/${module}.pm"),
    Take.file("/usr/local/lib/*/perl/5.*/${module}.pm"),
    Take.file("/usr/local/lib/perl5/site_perl/5.*/${module}.pm"),
    Take.file("/usr/share/perl5/vendor_perl/${module}.pm"),
    Take.file("/usr/lib/perl5/vendor_perl/${module}.pm"),
  };

  /** What the app itself names stays even if it is one of the tools. */
  private static final Take[] NAMED = {
    Take.file("/usr/share/perl/5.*/${module}.pm"),
    Take.file("/usr/lib/*/perl/5.*/${module}.pm"),
    Take.file("/usr/local/lib/perl5/5.*/${module}.pm"),
    Take.file("/usr/share/perl5/core_perl/${module}.pm"),
    Take.file("/usr/lib/perl5/core_perl/${module}.pm"),
  };

  static final Pack PACK =
      Pack.of(
          "perl",
          Need.of(".*/bin/perl(?:5[^/]*)?", STANDARD),
          Need.of(".*/perl(?:5|-base)?/.*/strict\\.pm|.*/perl-base/strict\\.pm", STANDARD),
          Need.of(
              "(?<inc>.*/perl5?(?:/(?:site_perl|vendor_perl))?(?:/5\\.[\\d.]+)?)/(?<module>.*)\\.pm",
              Take.whole("${inc}/${module}").except("*.pod"),
              Take.whole("${inc}/auto/${module}")),
          Need.reading(
              ".*/perl5?/.*\\.pm",
              "^\\s*(?:use|require)\\s+(?:(?:base|parent)\\s+(?:-norequire,\\s*)?[\"'qw(/ ]+)?"
                  + "(?<module>[A-Z]\\w*+(?:::\\w++)*+)",
              MODULE),
          Need.readingOwn(OWN, USED, MODULE),
          Need.readingOwn(OWN, USED, NAMED));

  private PerlPack() {}
}
