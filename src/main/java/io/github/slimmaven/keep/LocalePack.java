package io.github.slimmaven.keep;

/** Character sets of iconv(3) and the locales of glibc. */
final class LocalePack {
  static final Pack PACK =
      Pack.of(
          "locale",
          Need.of(
              "(?<dir>.*)/libc\\.so\\.6",
              Take.file("${dir}/gconv/gconv-modules*"),
              Take.whole("${dir}/gconv/gconv-modules.d"),
              Take.file("${dir}/gconv/UTF-*.so"),
              Take.file("${dir}/gconv/UNICODE.so"),
              Take.file("${dir}/gconv/ISO8859-1.so"),
              Take.file("${dir}/gconv/ISO8859-15.so"),
              Take.file("${dir}/gconv/CP1252.so"),
              Take.whole("/usr/lib/locale/C.utf8"),
              Take.whole("/usr/lib/locale/C.UTF-8"),
              Take.file("/usr/lib/locale/locale-archive"),
              Take.file("/usr/share/locale/locale.alias"),
              Take.file("/etc/locale.alias"),
              Take.file("/etc/locale.conf"),
              Take.file("/etc/default/locale")),
          // Whoever converts from one character set may be asked to convert from another.
          Need.of(
              "(?<gconv>.*/gconv)/(?!UTF|UNICODE|ISO8859-15?\\.|CP1252)[^/]+\\.so",
              Take.whole("${gconv}")),
          Need.of("(?<locale>/usr/lib/locale/[^/]+)/.*", Take.whole("${locale}")));

  private LocalePack() {}
}
