package io.github.slimmaven.keep;

/**
 * PHP: its ini files, the extensions that they turn on, and all that Composer's autoloader finds.
 */
final class PhpPack {
  private static final Take[] INI = {
    Take.whole("/usr/local/etc/php").except("php.ini-*"),
    Take.whole("/usr/local/etc/php-fpm.d"),
    Take.file("/usr/local/etc/php-fpm.conf"),
    Take.whole("/etc/php*"),
    Take.file("/etc/php.ini"),
    Take.whole("/usr/share/php").except("tests", "docs"),
  };

  static final Pack PACK =
      Pack.of(
          "php",
          Need.of(".*/s?bin/php(?:-fpm|-cgi)?\\d*(?:\\.\\d+)?", INI),
          Need.of(".*/libphp\\d*(?:\\.\\d+)?\\.so", INI),
          Need.reading(
              "/etc/php.*\\.ini|/usr/local/etc/php/.*\\.ini",
              "^\\s*(?:zend_)?extension\\s*=\\s*\"?(?:[^\\s\";]*/)?(?<extension>[^\\s\"/;.]+)",
              Take.file("/usr/lib/php/2*/${extension}.so"),
              Take.file("/usr/lib/php*/modules/${extension}.so"),
              Take.file("/usr/lib64/php*/modules/${extension}.so"),
              Take.file("/usr/local/lib/php/extensions/*/${extension}.so")),
          Need.of(
              "(?<vendor>.*)/composer/autoload_real\\.php",
              Take.whole("${vendor}").except("tests", "docs", ".github")));

  private PhpPack() {}
}
