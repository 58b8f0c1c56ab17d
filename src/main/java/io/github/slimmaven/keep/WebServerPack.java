package io.github.slimmaven.keep;

/** nginx, Apache and lighttpd: the configuration and the directories that it serves. */
final class WebServerPack {
  private static final Take ROOT = Take.whole("${root}");

  static final Pack PACK =
      Pack.of(
          "web server",
          Need.of(
              "(?:.*/(?:open)?nginx|/etc/nginx/nginx\\.conf)",
              Take.whole("/etc/nginx"),
              Take.whole("/usr/local/nginx/conf"),
              Take.whole("/usr/local/nginx/html"),
              Take.whole("/usr/local/openresty/nginx/conf"),
              Take.whole("/usr/share/nginx/html"),
              Take.whole("/var/lib/nginx"),
              Take.whole("/var/log/nginx"),
              Take.whole("/var/cache/nginx")),
          Need.reading(
              "/etc/nginx/.*|.*/nginx/conf/.*",
              "^\\s*(?:root|alias)\\s+[\"']?(?<root>/[^;\"'\\s$]+)",
              ROOT),
          Need.reading(
              "/etc/nginx/.*|.*/nginx/conf/.*",
              "^\\s*load_module\\s+[\"']?(?<module>[^;\"'\\s$]+)",
              Take.file("/usr/share/nginx/${module}"),
              Take.file("/usr/lib/nginx/${module}"),
              Take.file("/etc/nginx/${module}")),
          Need.of(
              ".*/(?:apache2|httpd)",
              Take.whole("/etc/apache2").except("*-available"),
              Take.whole("/etc/httpd"),
              Take.whole("/usr/local/apache2/conf").except("original"),
              Take.whole("/usr/local/apache2/htdocs"),
              Take.whole("/usr/share/apache2/error"),
              Take.whole("/usr/share/apache2/icons"),
              Take.whole("/var/log/apache2"),
              Take.file("/var/cache/apache2/mod_cache_disk")),
          Need.reading(
              "/etc/(?:apache2|httpd)/.*|/usr/local/apache2/conf/.*",
              "^\\s*(?:DocumentRoot|Alias\\s+\\S+|ScriptAlias\\s+\\S+)\\s+\"?(?<root>/[^\"\\s$]+)",
              ROOT),
          Need.reading(
              "/etc/(?:apache2|httpd)/.*|/usr/local/apache2/conf/.*",
              "^\\s*LoadModule\\s+\\S+\\s+\"?(?<module>[^\"\\s]+)",
              Take.file("${module}"),
              Take.file("/etc/httpd/${module}"),
              Take.file("/usr/local/apache2/${module}")),
          Need.of(
              ".*/lighttpd",
              Take.whole("/etc/lighttpd").except("conf-available"),
              Take.whole("/usr/share/lighttpd"),
              Take.whole("/usr/lib/lighttpd"),
              Take.whole("/var/log/lighttpd"),
              Take.whole("/var/cache/lighttpd")),
          Need.reading(
              "/etc/lighttpd/.*",
              "document-root\\s*=\\s*\"(?<root>/[^\"]+)\"|=>\\s*\"(?<alias>/[^\"]+)\"",
              ROOT,
              Take.whole("${alias}")));

  private WebServerPack() {}
}
