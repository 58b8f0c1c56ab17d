import io.github.slimmaven.it.Bases

Bases.debian(basedir, 'lighttpd-tls', 'lighttpd', 'lighttpd-mod-openssl', 'gettext-base', 'openssl')
return true
