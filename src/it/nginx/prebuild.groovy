import io.github.slimmaven.it.Bases

Bases.debian(basedir, 'nginx-tls', 'nginx-light', 'openssl')
return true
