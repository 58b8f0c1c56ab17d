package io.github.slimmaven.keep;

/** Libraries that open modules and data by name. */
final class LibraryPack {
  private static final String DIR = "(?<dir>.*)/";
  private static final String SO = "[^/]*\\.so[^/]*";

  static final Pack PACK =
      Pack.of(
          "library",
          Need.of(
              DIR + "libcrypto" + SO,
              Take.whole("${dir}/ossl-modules"),
              Take.whole("${dir}/engines-*"),
              Take.file("/etc/ssl/openssl.cnf"),
              Take.file("/usr/local/ssl/openssl.cnf")),
          Need.of(
              DIR + "libpam" + SO,
              Take.whole("${dir}/security"),
              Take.whole("/etc/pam.d"),
              Take.file("/etc/pam.conf"),
              Take.whole("/etc/security"),
              Take.file("/etc/login.defs"),
              Take.file("/etc/shadow"),
              Take.file("/usr/sbin/unix_chkpwd")),
          Need.of(
              DIR + "lib(?:tinfo|ncursesw?)" + SO,
              Take.whole("/etc/terminfo"),
              Take.whole("/lib/terminfo"),
              Take.whole("/usr/lib/terminfo"),
              Take.file("/usr/share/terminfo/x/xterm*"),
              Take.file("/usr/share/terminfo/l/linux"),
              Take.file("/usr/share/terminfo/v/vt[12]*"),
              Take.file("/usr/share/terminfo/d/dumb"),
              Take.file("/usr/share/terminfo/s/screen*"),
              Take.file("/usr/share/terminfo/t/tmux*")),
          Need.of(
              DIR + "libmagic" + SO,
              Take.file("/etc/magic*"),
              Take.file("/usr/share/misc/magic*"),
              Take.file("/usr/lib/file/magic*"),
              Take.file("/usr/share/file/magic*")),
          Need.of(
              DIR + "libfontconfig" + SO,
              Take.whole("/etc/fonts"),
              Take.whole("/usr/share/fontconfig/conf.avail"),
              Take.whole("/usr/share/fonts"),
              Take.whole("/usr/local/share/fonts"),
              Take.file("/var/cache/fontconfig")),
          Need.of(
              DIR + "libnss3\\.so",
              Take.file("${dir}/lib*.chk"),
              Take.file("${dir}/libsoftokn3.so"),
              Take.file("${dir}/libfreebl*3.so"),
              Take.file("${dir}/libnssckbi.so"),
              Take.file("${dir}/libnssdbm3.so"),
              Take.whole("${dir}/nss")),
          Need.of(
              DIR + "libp11-kit" + SO,
              Take.whole("${dir}/pkcs11"),
              Take.whole("/usr/share/p11-kit"),
              Take.whole("/etc/pkcs11")),
          Need.of(
              DIR + "libkrb5" + SO,
              Take.file("/etc/krb5.conf"),
              Take.whole("/etc/krb5.conf.d"),
              Take.whole("${dir}/krb5")),
          Need.of(DIR + "libsasl2" + SO, Take.whole("${dir}/sasl2"), Take.whole("/etc/sasl2")),
          Need.of(DIR + "libldap" + SO, Take.whole("/etc/ldap"), Take.whole("/etc/openldap")),
          Need.of(
              DIR + "libgio-2" + SO,
              Take.whole("${dir}/gio/modules"),
              Take.file("/usr/share/glib-2.0/schemas/gschemas.compiled"),
              Take.whole("/usr/share/mime")),
          Need.of(DIR + "libgdk_pixbuf-2" + SO, Take.whole("${dir}/gdk-pixbuf-2.0")),
          Need.of(
              DIR + "libMagickCore-[^/]*\\.so[^/]*",
              Take.whole("${dir}/ImageMagick-*"),
              Take.whole("/etc/ImageMagick-*"),
              Take.whole("/usr/share/ImageMagick-*")),
          Need.of(DIR + "libvips\\.so[^/]*", Take.whole("${dir}/vips-modules-*")),
          Need.of(DIR + "libxml2" + SO, Take.file("/etc/xml/catalog"), Take.whole("/etc/xml")));

  private LibraryPack() {}
}
